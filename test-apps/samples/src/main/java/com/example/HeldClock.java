// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Holds the clock of a simulated loop for a thread that the loop did not start. */
public final class HeldClock {
    private HeldClock() {}

    // region hold
    @Async
    static Task<String> ask(SimulatedLoop loop) throws TimeoutException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        SimulatedLoop.Hold held = loop.hold("the driver"); // before the thread begins
        new Thread(() -> {
                    try (held) {
                        answer.complete("yes");
                    }
                })
                .start();
        return Task.of(await(waitFor(answer, Duration.ofSeconds(5))));
    }

    /** Runs the sample. */
    public static void main(String[] args) throws TimeoutException {
        try (SimulatedLoop loop = EventLoop.simulated(7)) {
            System.out.println(loop.run(ask(loop)) + " after " + loop.nanoTime() + " ns");
        }
    }
    // endregion
}
