// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.spi.Fence;
import dev.weft.spi.LoopThread;
import dev.weft.spi.Reports;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of something that belongs to a loop, such as a stream or an endpoint of datagrams: it ends once, on the thread of its loop, at the
 * latest with the loop, and then tells who waits. What a subclass does breaks off where there is neither stack nor memory; the next call
 * does it again, at the latest that of the loop's end.
 *
 * <p>Loop thread only, except where the text says otherwise.
 */
public abstract class Lifetime implements Runnable {
    /** Takes {@link #run} back, which the loop would call at its end; null before it has begun. */
    private @Nullable Runnable notAtClose;

    /** While it ends: what is closed may call back. */
    private boolean ending;

    /** All of it is done. */
    private volatile boolean ended;

    /** Makes one that has not begun. */
    protected Lifetime() {}

    /**
     * Begins it, as the last thing that the constructor of its owner does.
     *
     * @throws IllegalStateException if the loop is closed
     */
    protected final void begin() {
        notAtClose = loop().onClose(this);
    }

    /**
     * Returns the loop to which it belongs. Any thread.
     *
     * @return the loop, not null
     */
    protected abstract EventLoop loop();

    /**
     * Gives up what it holds of the system. Called again if it was broken off.
     *
     * @throws IOException for the log: nobody can do anything about it
     */
    protected abstract void release() throws IOException;

    /** Tells who waits to read, and who comes later. Idempotent. */
    protected abstract void tellReader();

    /** Tells who waits to write, and who comes later. Idempotent. */
    protected abstract void tellWriter();

    /**
     * Returns whose it is, for messages.
     *
     * @return the owner, not null
     */
    protected abstract Object owner();

    /**
     * Ends it. Never suspends. Idempotent, and nothing happens on any thread once it has ended, as when its loop has.
     *
     * @throws IllegalStateException on another thread, if it has not ended
     */
    public final void end() {
        if (!ended) {
            LoopThread.require(loop(), "close()", owner());
            run();
        }
    }

    /**
     * Whether it has begun to end.
     *
     * @return true from the beginning of the end on
     */
    public final boolean isOver() {
        return ending || ended;
    }

    /** Has somebody else end it with the loop from now on. */
    public final void passOn() {
        if (notAtClose != null) {
            notAtClose.run();
        }
    }

    /** Ends it together with its loop, which calls this; others call {@link #end}. */
    @Override
    public final void run() {
        if (isOver()) {
            return;
        }
        ending = true;
        try {
            releaseAndTell();
            passOn();
            ended = true;
        } finally {
            ending = false;
        }
    }

    private void releaseAndTell() {
        try {
            release();
        } catch (IOException failed) {
            Reports.warning("closing " + Fence.textOf(owner()) + " failed", failed);
        } finally {
            tellAll();
        }
    }

    private void tellAll() {
        try {
            tellReader();
        } finally {
            tellWriter();
        }
    }
}
