// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places that a server has for connections. What listens takes one before it hands a connection on, and looks away while there is none;
 * the server gives it back when the connection is over. On all loops of a group it is one. Any thread.
 */
public final class Admission {
    private final int limit;

    /** This and what follows under the lock of the set. */
    private int taken;

    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /** Makes one. {@link Integer#MAX_VALUE} is no limit, and then nothing is counted. */
    Admission(int limit) {
        this.limit = limit;
    }

    private boolean isUnlimited() {
        return limit == Integer.MAX_VALUE;
    }

    /**
     * Takes a place.
     *
     * @param whenFree run once, on any thread, when there may be one again, if there is none now; the same one is kept once however often it
     *     is given. Not null; must not block, nor throw
     * @return whether a place was taken
     */
    public boolean take(Runnable whenFree) {
        if (isUnlimited()) {
            return true;
        }
        synchronized (waiting) {
            if (taken < limit) {
                taken++;
                return true;
            }
            waiting.add(whenFree);
            return false;
        }
    }

    /** Gives back a place for whose connection there was none: nobody has come, or who has is gone again. */
    public void giveBack() {
        release();
        tell();
    }

    /** Counts one less, and tells nobody. */
    void release() {
        if (!isUnlimited()) {
            synchronized (waiting) {
                taken--;
            }
        }
    }

    /** Tells who waits, if there is a place. What breaks off, for want of memory, the next call tells. */
    void tell() {
        for (Runnable told = next(); told != null; told = next()) {
            try {
                told.run();
            } catch (Throwable failed) { // rethrown
                synchronized (waiting) {
                    waiting.add(told);
                }
                throw failed;
            }
        }
    }

    /** Takes out who is told next; null if nobody waits, or there is no place. */
    private @Nullable Runnable next() {
        if (isUnlimited()) {
            return null;
        }
        synchronized (waiting) {
            Iterator<Runnable> first = waiting.iterator();
            if (taken == limit || !first.hasNext()) {
                return null;
            }
            Runnable told = first.next();
            first.remove();
            return told;
        }
    }
}
