// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The few threads that make answers and send them. They end when there is nothing to answer, and keep no program from ending. */
final class Answering {
    private static final int SECONDS_IDLE = 5;

    private final ThreadPoolExecutor threads;

    Answering(Limits limits) {
        threads = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                SECONDS_IDLE,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.visitors()),
                work -> Doors.daemon("weft-debug-answer", work));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Has a client answered; lets it go where too many wait, or where there is no memory for a thread. */
    void answer(Visitor visitor, Supplier<Answer> making) {
        try {
            threads.execute(() -> visitor.answer(making));
        } catch (RejectedExecutionException | OutOfMemoryError lacking) {
            visitor.close();
        }
    }

    void close() {
        threads.shutdownNow();
    }
}
