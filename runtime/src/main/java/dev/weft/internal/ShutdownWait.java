// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A wait for the end of the JVM, and for that of whoever was told of it. Loop thread only, except where the text says otherwise. */
public final class ShutdownWait extends SingleUse<Void> {
    private static final String OPERATION = "Shutdown.begins()";

    private final JvmEnd end;
    final Duration limit;

    /** Where it is awaited; null before. */
    private volatile @Nullable LoopEngine loop;

    /** What runs the loop where it is awaited; null before. */
    private volatile @Nullable Thread thread;

    /** Who awaits it; null before, and if it is no task of the loop. */
    private volatile @Nullable ScheduledTask<?> task;

    /**
     * A wait for the end of this JVM.
     *
     * @param limit how long the JVM waits then
     */
    public ShutdownWait(Duration limit) {
        this(JvmEnd.OF_PROCESS, limit);
    }

    ShutdownWait(JvmEnd end, Duration limit) {
        this.end = end;
        this.limit = limit;
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine here = Execution.requireLoop(OPERATION);
        if (here.hasVirtualTime()) {
            throw new IllegalStateException(OPERATION + " has no place on a simulated loop, where the JVM does not end."
                    + " Give the code under test something of yours to await in its place.");
        }
        loop = here;
        thread = Thread.currentThread();
        task = waiter.actsFor() instanceof ScheduledTask<?> awaiting ? awaiting : null;
        if (!end.tells(this)) {
            complete();
        }
    }

    /** The JVM ends. Any thread. */
    void tell() {
        LoopEngine told = loop;
        if (told != null) {
            told.offer(this::complete);
        }
    }

    /** Whether the one who was told has something to do still that the JVM can wait for. Any thread. */
    boolean isAtWork() {
        LoopEngine told = loop;
        ScheduledTask<?> telling = task;
        return told != null
                && telling != null
                && !told.isClosed()
                && (!telling.isReady() || (told.driver instanceof OwnThread && told.isRunning()))
                && !callsExit(told);
    }

    /** Gives the thread that has run the loop a moment to end, too: it may have to tell what the run has thrown. Any thread. */
    void letThreadEnd(long millis) throws InterruptedException {
        Thread running = thread;
        LoopEngine told = loop;
        if (running != null && told != null && told.driver instanceof OwnThread && !callsExit(told)) {
            running.join(millis);
        }
    }

    /** Whether the thread of the loop waits for the end of the JVM itself. */
    private static boolean callsExit(LoopEngine loop) {
        Thread thread = loop.binding.thread();
        return thread != null && callsExit(thread);
    }

    /** Whether the thread waits for the end of the JVM. Any thread. */
    static boolean callsExit(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    ScheduledTask<?> task() {
        return task;
    }

    @Override
    protected void stop() {
        end.tellsNoLonger(this);
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected String operation() {
        return OPERATION;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("shutdown", "of the JVM");
    }

    @Override
    public @Nullable EventLoop loop() {
        return loop;
    }
}
