// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one coroutine at a time awaits, again and again, without an object for each wait. A wait that is withdrawn has taken nothing. Loop
 * thread only.
 *
 * @param <T> what awaiting it gives
 */
abstract class Signal<T> implements Awaitable<T> {
    private @Nullable Waiter waiter;

    /** What it is a wait for, such as {@code next() of merge(...)}, for messages. */
    abstract String what();

    /** Wakes who waits, if there is something to go on with. */
    final void signal() {
        Waiter woken = waiter;
        if (woken != null && isReady()) {
            waiter = null;
            Fence.wake(woken, what());
        }
    }

    @Override
    public void subscribe(Waiter added) {
        Objects.requireNonNull(added, "waiter");
        if (waiter != null) {
            throw new IllegalStateException(
                    what() + " is awaited by " + waiter + ", and so not by " + added
                            + " too: a generator has one consumer at a time. Await it in one task, and hand its elements on from there.");
        }
        waiter = added;
        signal();
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        Objects.requireNonNull(withdrawn, "waiter");
        if (waiter == withdrawn) {
            waiter = null;
        }
        return true;
    }
}
