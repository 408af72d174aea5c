// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.spi.LoopThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one event loop: that on whose thread it is used first. Used on any other thread it throws, unless that loop has closed:
 * then it belongs to the next one. It is made without a loop, and while it has none it may be used where no loop runs, but nobody can wait
 * there.
 */
abstract class Confined extends Named {
    private static final VarHandle LOOP;

    static {
        try {
            LOOP = MethodHandles.lookup().findVarHandle(Confined.class, "loop", EventLoop.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable EventLoop loop;

    Confined(String name) {
        super(name);
    }

    /** Refuses a call on a thread that is not the loop's. */
    final void enter(String operation) {
        EventLoop home = loop;
        if (home == null || !home.isLoopThread()) {
            move(home, operation);
        }
    }

    private void move(@Nullable EventLoop home, String operation) {
        if (home != null && !home.isClosed()) {
            throw LoopThread.elsewhere(home, operation + " of " + label());
        }
        if (!LOOP.compareAndSet(this, home, EventLoop.current())) { // another loop was faster
            enter(operation);
        }
    }

    /** As {@link #enter}, and where no loop runs too. */
    final void enterToWait(String operation) {
        enter(operation);
        if (loop == null) {
            throw LoopThread.noLoop(operation + " of " + label());
        }
    }

    /** As {@link #enterToWait(String)}, for an operation, which is asked for its name only if it is refused. */
    final void enterToWait(Queued<?> operation) {
        EventLoop home = loop;
        if (home == null || !home.isLoopThread()) {
            enterToWait(operation.verb());
        }
    }

    /** Refuses as {@link #enter} does, and returns the coroutine that runs, or null if none does. */
    final @Nullable Waiter caller(String operation) {
        EventLoop home = loop;
        Waiter running = home == null ? null : home.running();
        if (running == null) { // on the loop's thread no coroutine may run too
            enter(operation);
            running = Waiter.current();
        }
        return running;
    }

    @Override
    final @Nullable EventLoop loop() {
        return loop;
    }
}
