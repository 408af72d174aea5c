// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Insistent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waiters of a task in one field of it, which is null, the waiter, or a list of waiters: most tasks have one at most, and there may be
 * a million tasks. Each method takes the field's value, and those that change it return the next.
 */
final class Waiters {
    private Waiters() {}

    @SuppressWarnings("unchecked")
    static Object add(@Nullable Object waiters, Waiter added) {
        if (waiters == null) {
            return added;
        }
        if (waiters instanceof ArrayList<?> list) {
            ((ArrayList<Waiter>) list).add(added);
            return list;
        }
        return new ArrayList<>(List.of((Waiter) waiters, added));
    }

    static @Nullable Object remove(@Nullable Object waiters, Waiter removed) {
        if (waiters instanceof ArrayList<?> list) {
            for (int i = 0; i < list.size(); i++) { // the same one: an equal one may be somebody else's
                if (list.get(i) == removed) {
                    list.remove(i);
                    break;
                }
            }
        }
        return waiters == removed ? null : waiters;
    }

    /** All of them, for who shows them; another thread may be changing them. */
    static List<Object> shown(@Nullable Object waiters) {
        if (waiters instanceof ArrayList<?> list) {
            return List.of(list.toArray());
        }
        return waiters == null ? List.of() : List.of(waiters);
    }

    /** Returns the waiter that has waited longest, before those that are only told of the end; or null. */
    static @Nullable Object first(@Nullable Object waiters) {
        if (waiters instanceof ArrayList<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (looks(list.get(i))) {
                    return list.get(i);
                }
            }
            return null;
        }
        return waiters;
    }

    /** Returns the first waiter of a class; null if there is none. Another thread may be changing them. */
    static <W> @Nullable W firstOf(Class<W> type, @Nullable Object waiters) {
        if (waiters == null) {
            return null;
        }
        for (Object waiter : shown(waiters)) {
            if (type.isInstance(waiter)) {
                return type.cast(waiter);
            }
        }
        return null;
    }

    /**
     * Whether one of them will look how what it waits for has ended. An {@link Insistent} one is only told of the end, and looks at once
     * if at all, but for those who wait for a task of their own.
     */
    static boolean anyoneLooks(@Nullable Object waiters) {
        if (waiters instanceof ArrayList<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (looks(list.get(i))) {
                    return true;
                }
            }
            return false;
        }
        return waiters != null && looks(waiters);
    }

    private static boolean looks(Object waiter) {
        return waiter instanceof EndWaiter || !(waiter instanceof Insistent);
    }

    /** Wakes all of them, whatever one of them does; the next value are those to be woken again. Allocates nothing by itself. */
    @SuppressWarnings("unchecked")
    static @Nullable Object wake(@Nullable Object waiters, Object awaited) {
        if (waiters
                instanceof
                SpawnedTask<?>
                        task) { // first, as nearly all are: to ask for an interface that is not there takes some ns
            Fence.wake(task, awaited);
            return null;
        }
        if (waiters instanceof EndWaiter end) {
            return hasEnded(end, awaited) ? null : end;
        }
        if (waiters instanceof ArrayList<?> list) {
            return wakeAll((ArrayList<Waiter>) list, awaited);
        }
        return waiters == null || isWoken((Waiter) waiters, awaited) ? null : waiters;
    }

    private static @Nullable Object wakeAll(List<Waiter> waiters, Object awaited) {
        int kept = 0;
        for (int i = 0; i < waiters.size(); i++) { // by number: one that is woken may add others
            Waiter waiter = waiters.get(i);
            if (!isWoken(waiter, awaited)) {
                waiters.set(kept++, waiter);
            }
        }
        while (waiters.size() > kept) {
            waiters.remove(waiters.size() - 1);
        }
        return kept == 0 ? null : waiters;
    }

    /** False if the waiter is to be woken again. */
    private static boolean isWoken(Waiter waiter, Object awaited) {
        if (waiter instanceof Insistent insistent) {
            return hasEnded(insistent, awaited);
        }
        Fence.wake(waiter, awaited);
        return true;
    }

    /** As above, of one that is woken again. */
    private static boolean hasEnded(Insistent waiter, Object awaited) {
        try {
            waiter.wake();
            return true;
        } catch (VirtualMachineError lacking) { // memory, or stack
            return false;
        } catch (Throwable thrown) { // the others wait too
            Fence.failed("The waiter", waiter, awaited, thrown);
            return true;
        }
    }
}
