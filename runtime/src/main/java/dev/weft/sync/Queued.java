// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import org.jspecify.annotations.Nullable;

/**
 * An operation that waits in a {@link Line}, and is at the same time its place there.
 *
 * @param <T> what awaiting it gives
 */
abstract class Queued<T> extends SingleUse<T> {
    /** The line in which it stands, or null. */
    @Nullable
    Line<?> standsIn;

    /** Its neighbours in the line. */
    @Nullable
    Queued<?> before;

    @Nullable
    Queued<?> behind;

    /** What it is an operation of. */
    abstract Named home();

    /** The name of the method that made it. */
    abstract String verb();

    /** Ends the wait: what it waited for is its own. */
    void grant() {
        complete();
    }

    /** The coroutine that begins to wait through a waiter, which a select or an awaitable of the user's may have made. */
    static Waiter awaiting(Waiter waiter) {
        Waiter current = waiter instanceof ScheduledTask ? null : Waiter.current();
        return current == null ? waiter : current;
    }

    /** Who waits, or null. */
    final @Nullable Waiter waiting() {
        return waiter();
    }

    @Override
    protected final String operation() {
        return verb() + " of " + home().label();
    }

    /** None where the loop has closed: then it belongs to that on which it is awaited. */
    @Override
    public final @Nullable EventLoop loop() {
        EventLoop loop = home().loop();
        return loop == null || loop.isClosed() ? null : loop;
    }
}
