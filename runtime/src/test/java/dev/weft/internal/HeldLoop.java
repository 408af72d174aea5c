// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;
import java.util.concurrent.CountDownLatch;

/** A loop on a thread of its own, in the middle of a step that holds it up until this is closed. */
public final class HeldLoop implements AutoCloseable {
    private final CountDownLatch isHeld = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run);

    /** Starts it, and waits until it is held up. */
    public HeldLoop() throws InterruptedException {
        thread.start();
        isHeld.await();
    }

    private void run() {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) -> {
                isHeld.countDown();
                goesOn.await();
                return null;
            }));
        }
    }

    /** Has it go on, and waits for its end. */
    @Override
    public void close() {
        goesOn.countDown();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
