// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.EventLoop;
import java.util.Objects;

/** The rule that what belongs to an event loop is used on the loop's thread. Any thread may ask. */
public final class LoopThread {
    private LoopThread() {}

    /**
     * Returns the loop of the calling thread.
     *
     * @param operation what needs it, as messages name it: {@code startServer(...)}
     * @return the loop
     * @throws IllegalStateException if the thread runs none; the message says what to do
     */
    public static EventLoop current(String operation) {
        Objects.requireNonNull(operation, "operation");
        EventLoop loop = EventLoop.current();
        if (loop == null) {
            throw noLoop(operation);
        }
        return loop;
    }

    /**
     * Says that a thread runs no loop.
     *
     * @param operation what needs one, as messages name it
     * @return the exception to throw
     */
    public static IllegalStateException noLoop(String operation) {
        return new IllegalStateException(
                Objects.requireNonNull(operation, "operation") + " needs a running event loop, and " + here()
                        + " runs none. Call it inside Weft.run(...) or EventLoop.run(...); from another thread use EventLoop.spawn(...) or EventLoop.post(...). An async method that returns a stage has no loop where it is called on such a thread, and can await stages, tasks, sleeps and awaitables of yours there. Where an async method calls it that is not woven, it runs at once and outside the loop: see Weft.isWoven(Class).");
    }

    /**
     * Refuses a call on any thread but that of the loop. For what happens at once, such as {@code close()}: the message says that another
     * thread posts it.
     *
     * @param loop the loop
     * @param operation what was called
     * @param owner whose operation it is; asked for its text only when the call is refused
     * @throws IllegalStateException if this is not the loop's thread
     */
    public static void require(EventLoop loop, String operation, Object owner) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(owner, "owner");
        if (!loop.isLoopThread()) {
            throw elsewhere(loop, operation + " of " + Fence.textOf(owner), "hand it to EventLoop.post(...)");
        }
    }

    /**
     * Says that an awaitable was asked on another thread than its loop's.
     *
     * @param loop the loop
     * @param operation what was called, and of what
     * @return the exception to throw; its message says which thread this is, and what to do, or that the loop is closed
     */
    public static IllegalStateException elsewhere(EventLoop loop, String operation) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(operation, "operation");
        return elsewhere(
                loop,
                operation,
                "use block(), onComplete(...) or toCompletableFuture() of the awaitable, or EventLoop.post(...)");
    }

    private static IllegalStateException elsewhere(EventLoop loop, String operation, String remedy) {
        if (loop.isClosed()) {
            return new IllegalStateException(
                    operation + " belongs to an event loop that is closed and runs nothing any more.");
        }
        return new IllegalStateException(operation + " belongs to the thread that runs its event loop, but was used on "
                + here()
                + (EventLoop.current() == null ? ", which runs no event loop" : ", which runs another event loop")
                + ". From there, " + remedy + ".");
    }

    private static String here() {
        return "thread \"" + Thread.currentThread().getName() + '"';
    }
}
