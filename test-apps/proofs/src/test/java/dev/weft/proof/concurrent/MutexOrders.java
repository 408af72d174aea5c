// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.internal.BoundLoop;
import dev.weft.sync.Mutex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A mutex, which belongs to one thread: every order of locking, unlocking, giving up, and seeing that one has it, does what a list does. */
@Param(name = "who", gen = IntGen.class, conf = "1:4")
public class MutexOrders {
    private static final Waiter WAITER = () -> {};

    private final Mutex mutex = new Mutex();
    private final Map<Integer, Awaitable<Mutex.Guard>> waits = new HashMap<>();

    /** Locks or waits, once at a time. */
    @Operation
    public String lock(@Param(name = "who") int who) {
        BoundLoop.ensure();
        if (waits.containsKey(who)) {
            return "waits already";
        }
        Awaitable<Mutex.Guard> lock = mutex.lock();
        if (lock.isReady()) {
            Results.of(lock);
            return "has it";
        }
        lock.subscribe(WAITER);
        waits.put(who, lock);
        return "waits";
    }

    /** Locks or does not. */
    @Operation
    public boolean tryLock() {
        BoundLoop.ensure();
        return mutex.tryLock();
    }

    /** Says whether one who waits has it now. */
    @Operation
    public boolean goOn(@Param(name = "who") int who) {
        Awaitable<Mutex.Guard> wait = waits.get(who);
        if (wait == null || !wait.isReady()) {
            return false;
        }
        Results.of(wait);
        waits.remove(who);
        return true;
    }

    /** Gives up waiting. */
    @Operation
    public boolean giveUp(@Param(name = "who") int who) {
        Awaitable<Mutex.Guard> wait = waits.remove(who);
        return wait != null && wait.withdraw(WAITER);
    }

    /** Unlocks, if anybody has it. */
    @Operation
    public boolean unlock() {
        BoundLoop.ensure();
        try {
            mutex.unlock();
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /** What it looks like. */
    @Operation
    public String look() {
        return mutex.isLocked() + " " + mutex.statistics().waiting();
    }

    /** A list of those who wait. */
    public static class Model {
        private final Deque<Integer> line = new ArrayDeque<>();
        private boolean locked;

        /** Who was handed it and has not seen that, or 0. */
        private int handedTo;

        /** Locks or waits, once at a time. */
        public String lock(int who) {
            if (handedTo == who || line.contains(who)) {
                return "waits already";
            }
            if (tryLock()) {
                return "has it";
            }
            line.add(who);
            return "waits";
        }

        /** Locks or does not. */
        public boolean tryLock() {
            boolean locks = !locked;
            locked = true;
            return locks;
        }

        /** Says whether one who waits has it now. */
        public boolean goOn(int who) {
            boolean has = handedTo == who;
            handedTo = has ? 0 : handedTo;
            return has;
        }

        /** Gives up waiting. */
        public boolean giveUp(int who) {
            if (handedTo == who) {
                handOn();
                return true;
            }
            return line.remove(who);
        }

        /** Unlocks, if anybody has it. */
        public boolean unlock() {
            boolean unlocks = locked && handedTo == 0;
            if (unlocks) {
                handOn();
            }
            return unlocks;
        }

        private void handOn() {
            locked = !line.isEmpty();
            handedTo = locked ? line.remove() : 0;
        }

        /** What it looks like. */
        public String look() {
            return locked + " " + line.size();
        }
    }
}
