// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.ColdFrames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Makes and starts the tasks of an event loop, or refuses to when the loop closes. Loop thread only, except where the text says otherwise. */
final class LoopTasks {
    /** How many tasks may start one another in the middle of a step before the next has to queue: bounds the Java stack. */
    private static final int MAX_NESTED = 16;

    /** How often the tasks are counted again, where others have made some meanwhile. */
    private static final int MOST_LOOKS = 100;

    private static final VarHandle BALANCE;

    static {
        try {
            BALANCE = MethodHandles.lookup().findVarHandle(LoopTasks.class, "balance", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoopEngine loop;
    private final Inbox inbox;
    private final Births births;
    private int nested;

    /**
     * How many tasks the loop's thread has made, less those that have ended, whoever made them. The end of one is written with release: who
     * reads it with acquire finds that task in one of the two counts.
     */
    private int balance;

    /** How many tasks others have made; written under the lock. */
    private volatile int madeOutside;

    /** Whether only tasks may still spawn, for their cleaning up, and other threads may not. */
    private volatile boolean refusesOutsiders;

    LoopTasks(LoopEngine loop, Inbox inbox, Births births) {
        this.loop = loop;
        this.inbox = inbox;
        this.births = births;
    }

    /** Starts a task; it runs when its turn comes. Any thread. */
    <T> SpawnedTask<T> spawn(Awaitable<T> task, Origin origin) {
        if (!loop.isLoopThread()) {
            // Before the lock: where others spawn all the time, a loop that closes would get it late
            requireOpen(!refusesOutsiders, task);
            return spawnFromOutside(task, origin);
        }
        SpawnedTask<T> spawned = make(task, origin);
        spawned.enqueue();
        return spawned;
    }

    /** Hands a task to the inbox. Under the lock of {@link #refuseOutsiders}, so that a task is either refused or seen by {@link Closing}. */
    private synchronized <T> SpawnedTask<T> spawnFromOutside(Awaitable<T> task, Origin origin) {
        requireOpen(!refusesOutsiders && !inbox.isClosed(), task);
        long now = loop.nanoTime(); // first, for it is a clock of anybody
        SpawnedTask<T> spawned = new SpawnedTask<>(loop, births.nextOutside(), task, origin);
        madeOutside++; // not one that was awaited before, and is refused
        loop.arrives("spawned", spawned);
        inbox.add(new OutsideSpawn(spawned, now));
        return spawned;
    }

    /** Makes a task that nothing has started. Loop thread only. */
    <T> SpawnedTask<T> make(Awaitable<T> task, Origin origin) {
        requireOpen(!inbox.isClosed(), task);
        SpawnedTask<T> spawned = new SpawnedTask<>(loop, births.next(), task, origin);
        balance++; // as above
        return spawned;
    }

    /** A task has ended. */
    void ended() {
        BALANCE.setRelease(this, balance - 1);
    }

    /** How many tasks have not ended. Any thread; if others spawn all the time, those may count that have come while it looked. */
    int alive() {
        int outside = madeOutside;
        for (int looks = 1; ; looks++) {
            int own = (int) BALANCE.getAcquire(this);
            int before = outside;
            outside = madeOutside; // behind the ends, which are of tasks that are counted here
            if (outside == before || looks == MOST_LOOKS) {
                return own + outside;
            }
        }
    }

    /** Refuses a task, which then does not count as forgotten. */
    private static void requireOpen(boolean open, Awaitable<?> task) {
        if (!open) {
            ColdFrames.giveUp(task);
            throw Closing.closed();
        }
    }

    /** Runs a task to its first suspension in the middle of the current step, unless that is nested too deep already. */
    void runNested(SpawnedTask<?> task) {
        if (nested >= MAX_NESTED) {
            task.enqueue();
            return;
        }
        nested++;
        try {
            task.startNested();
        } catch (Throwable escaped) { // for want of memory or stack; its next step ends the task
            inbox.hasLostWakes = true; // no call, for the same want
            throw escaped;
        } finally {
            nested--;
        }
    }

    /** Has other threads spawn nothing any more. What they spawned before comes out of the inbox before the last entry. */
    void refuseOutsiders(Runnable lastEntry) {
        refusesOutsiders = true;
        synchronized (this) {
            inbox.add(lastEntry);
        }
    }
}
