// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import org.jspecify.annotations.Nullable;

/**
 * What is to run when a loop closes, the newest first: the closing of what is open then. A list whose links are in its entries, so that who
 * opens and closes a million connections pays for the open ones alone. Any thread adds and takes back; the loop's thread runs.
 */
final class AtClose {
    private @Nullable Entry newest;
    private boolean over;

    /** Adds an action; the result takes it back. */
    synchronized Runnable add(Runnable action) {
        if (over) {
            throw Closing.closed();
        }
        Entry entry = new Entry(this, action, newest);
        if (newest != null) {
            newest.newer = entry;
        }
        newest = entry;
        return entry;
    }

    synchronized boolean isEmpty() {
        return newest == null;
    }

    private synchronized void remove(Entry entry) {
        if (entry.newer != null) {
            entry.newer.older = entry.older;
        } else if (newest == entry) {
            newest = entry.older;
        }
        if (entry.older != null) {
            entry.older.newer = entry.newer;
        }
        entry.newer = null;
        entry.older = null;
    }

    private synchronized @Nullable Entry takeNewest() {
        Entry taken = newest;
        if (taken != null) {
            remove(taken);
        }
        return taken;
    }

    /** Runs what is there, and what that adds. */
    void run() {
        for (Entry next = takeNewest(); next != null; next = takeNewest()) {
            try {
                insist(next.action);
            } catch (Throwable thrown) { // the others are to be closed all the same
                Fence.failed("The action at the close of the event loop", next.action, null, thrown);
            }
        }
    }

    /** Runs an action, and again if memory or stack was lacking for it, a number of times. */
    private static void insist(Runnable action) {
        for (int failures = 0; ; failures++) {
            try {
                action.run();
                return;
            } catch (VirtualMachineError lacking) {
                if (failures == Turns.MOST_FAILURES) {
                    throw lacking;
                }
            }
        }
    }

    /** Refuses more from now on, and runs what has come. */
    void end() {
        synchronized (this) {
            over = true;
        }
        run();
    }

    /** An action and its place in the list. */
    private static final class Entry implements Runnable {
        private final AtClose list;
        private final Runnable action;
        private @Nullable Entry older;
        private @Nullable Entry newer;

        Entry(AtClose list, Runnable action, @Nullable Entry older) {
            this.list = list;
            this.action = action;
            this.older = older;
        }

        @Override
        public void run() {
            list.remove(this);
        }
    }
}
