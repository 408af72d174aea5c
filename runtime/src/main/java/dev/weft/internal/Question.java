// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What another thread wants to know of a loop: the loop's thread answers between two steps. Either the loop takes the question, or who has
 * asked takes it back, and then nothing of it runs any more.
 *
 * @param <T> the answer
 */
public final class Question<T> implements Turns.Request {
    /** How long a loop has to answer. One that has not by then is in the middle of something long. */
    public static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<T> question;
    private final long made = System.nanoTime();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable T answer;

    /**
     * Makes a question, for {@link LoopInspection#ask}.
     *
     * @param question gives the answer, on the loop's thread; must be quick
     */
    public Question(Supplier<T> question) {
        this.question = question;
    }

    @Override
    public void run() {
        if (taken.compareAndSet(false, true)) {
            try {
                answer = question.get();
            } finally {
                over.countDown();
            }
        }
    }

    /**
     * Waits for the answer. An interrupt ends the wait as the end of the time does, and stays set.
     *
     * @param nanos for how long after this was made, so that many loops that are asked together have that time together
     * @return the answer; empty if there is none, and will be none
     */
    public Optional<T> await(long nanos) {
        try {
            if (!over.await(nanos - (System.nanoTime() - made), TimeUnit.NANOSECONDS)
                    && !taken.compareAndSet(false, true)) {
                over.await(); // the loop is at it, and is quick
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            taken.set(true);
        }
        return Optional.ofNullable(answer);
    }

    /**
     * Asks a loop, and waits for it if the calling thread may: one that runs a loop itself does not.
     *
     * @param question gives the answer, on the loop's thread
     * @return the answer; empty if the loop does not give one
     */
    static <T> Optional<T> ask(LoopEngine loop, Supplier<T> question) {
        if (Execution.currentLoop() != null || !loop.isRunning()) {
            return Optional.empty();
        }
        return LoopInspection.of(loop).answer(question);
    }
}
