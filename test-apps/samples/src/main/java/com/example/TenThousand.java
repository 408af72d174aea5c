// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ten thousand tasks that sleep for a second, all at the same time and on one thread. */
public final class TenThousand {
    private TenThousand() {}

    // region ten-thousand
    @Async
    static Task<Integer> sleeper(int number, Set<Thread> threads) {
        await(sleep(Duration.ofSeconds(1)));
        threads.add(Thread.currentThread());
        return Task.of(number);
    }

    @Async
    static Task<Void> all() {
        Set<Thread> threads = new HashSet<>();
        List<Task<Integer>> sleepers = new ArrayList<>();
        for (int number = 0; number < 10_000; number++) {
            sleepers.add(sleeper(number, threads));
        }
        List<Integer> numbers = await(gather(sleepers));
        System.out.println("tasks: " + numbers.size() + ", threads: " + threads.size());
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(all());
    }
}
