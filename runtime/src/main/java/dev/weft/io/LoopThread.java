// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;

/** The rule that what belongs to a loop is used on the loop's thread. */
final class LoopThread {
    private LoopThread() {}

    /** Returns the loop of the calling thread, or says what needs one. */
    static EventLoop current(String operation) {
        EventLoop loop = EventLoop.current();
        if (loop == null) {
            throw new IllegalStateException(operation + " needs a running event loop, and " + here()
                    + " runs none. Call it inside Weft.run(...) or EventLoop.run(...).");
        }
        return loop;
    }

    /** Refuses a call on any thread but that of the loop; {@code owner} is asked for its name only then. */
    static void require(EventLoop loop, String operation, Object owner) {
        if (!loop.isLoopThread()) {
            throw new IllegalStateException(operation + " of " + owner
                    + " belongs to the thread that runs its event loop, but was used on " + here()
                    + (EventLoop.current() == null ? ", which runs no event loop" : ", which runs another event loop")
                    + ". From there, use block(), onComplete(...) or toCompletableFuture() of the awaitable,"
                    + " or EventLoop.post(...).");
        }
    }

    private static String here() {
        return "thread \"" + Thread.currentThread().getName() + '"';
    }
}
