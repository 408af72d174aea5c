// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Does five things, at most two of them at the same time. */
public final class Workers {
    private Workers() {}

    // region workers
    @Async
    static Task<Void> fetch(String page) {
        System.out.println("fetches " + page);
        await(sleep(Duration.ofMillis(10)));
        return Task.done();
    }

    @Async
    static Task<Integer> worker(Queue<String> pages) {
        int fetched = 0;
        for (String page = pages.poll(); page != null; page = pages.poll()) {
            await(fetch(page));
            fetched++;
        }
        return Task.of(fetched);
    }

    @Async
    static Task<Void> fetchAll() {
        Queue<String> pages = new ArrayDeque<>(List.of("a", "b", "c", "d", "e"));
        var fetched = await(gather(worker(pages), worker(pages)));
        System.out.println(fetched.first() + " and " + fetched.second() + " pages");
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(fetchAll());
    }
}
