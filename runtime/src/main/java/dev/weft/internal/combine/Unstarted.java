// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.Frame;
import dev.weft.spi.Reports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The giving up of an awaitable that an operation was given and has not started, when the operation is cancelled before it began; and of
 * all that is nested in it. Goes through each once, in depth and without the Java stack.
 */
final class Unstarted {
    /** A combined awaitable on the path, and which of its parts comes next. */
    private static final class Level {
        final Combined call;
        final Iterator<? extends Awaitable<?>> parts;
        final List<Awaitable<?>> left = new ArrayList<>(0);

        Level(Combined call) {
            this.call = call;
            this.parts = call.parts().iterator();
        }
    }

    private final Waiter waiter;
    private final Deque<Level> path = new ArrayDeque<>();

    /** What was given up, or is left to be waited for in one place: it may be a part of several. */
    private final Set<Awaitable<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Unstarted(Waiter waiter) {
        this.waiter = waiter;
    }

    /**
     * Gives it up without asking whether it is ready, for asking may do the work.
     *
     * @return false if it runs already, or some of its parts do: it has then been cancelled, and is to be waited for
     */
    static boolean giveUp(Awaitable<?> awaitable, Waiter waiter) {
        if (awaitable instanceof Combined call && !call.hasBegun()) {
            return new Unstarted(waiter).giveUpAll(call);
        }
        return isWithdrawn(awaitable, waiter);
    }

    private boolean giveUpAll(Combined outermost) {
        path.push(new Level(outermost));
        while (true) {
            Level level = path.element();
            if (level.parts.hasNext()) {
                meet(level.parts.next(), level);
                continue;
            }
            path.remove();
            boolean isGone = level.call.isGivenUp(level.left, waiter);
            if (path.isEmpty()) {
                return isGone;
            }
            if (!isGone) {
                path.element().left.add((Awaitable<?>) level.call);
            }
        }
    }

    private void meet(Awaitable<?> part, Level of) {
        if (!seen.add(part)) {
            return;
        }
        if (part instanceof Combined call && !call.hasBegun()) {
            path.push(new Level(call));
        } else if (!isWithdrawn(part, waiter)) {
            of.left.add(part);
        }
    }

    private static boolean isWithdrawn(Awaitable<?> part, Waiter waiter) {
        if (part instanceof Frame<?>) {
            ColdFrames.giveUp(part);
            return true;
        }
        try {
            return part.withdraw(waiter);
        } catch (Throwable thrown) { // of user code; the cancellation goes on to the other parts
            Reports.warning(
                    "withdraw(...) of " + part.getClass().getName() + " failed, and it counts as given up", thrown);
            return true;
        }
    }
}
