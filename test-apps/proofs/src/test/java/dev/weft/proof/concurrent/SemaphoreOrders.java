// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.internal.BoundLoop;
import dev.weft.sync.Semaphore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A semaphore, which belongs to one thread: every order of acquiring, releasing, giving up, and seeing that one has it, does what a list does. */
@Param(name = "who", gen = IntGen.class, conf = "1:4")
@Param(name = "permits", gen = IntGen.class, conf = "1:3")
public class SemaphoreOrders {
    private static final int PERMITS = 3;
    private static final Waiter WAITER = () -> {};

    private final Semaphore semaphore = Semaphore.bounded(PERMITS);
    private final Map<Integer, Awaitable<Void>> waits = new HashMap<>();

    /** Acquires or waits, once at a time. */
    @Operation
    public String acquire(@Param(name = "who") int who, @Param(name = "permits") int permits) {
        BoundLoop.ensure();
        if (waits.containsKey(who)) {
            return "waits already";
        }
        Awaitable<Void> acquire = permits == 1 ? semaphore.acquire() : semaphore.acquire(permits);
        if (acquire.isReady()) {
            Results.of(acquire);
            return "has them";
        }
        acquire.subscribe(WAITER);
        waits.put(who, acquire);
        return "waits";
    }

    /** Acquires or does not. */
    @Operation
    public boolean tryAcquire(@Param(name = "permits") int permits) {
        BoundLoop.ensure();
        return semaphore.tryAcquire(permits);
    }

    /** Says whether one who waits has the permits now. */
    @Operation
    public boolean goOn(@Param(name = "who") int who) {
        Awaitable<Void> wait = waits.get(who);
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
        Awaitable<Void> wait = waits.remove(who);
        return wait != null && wait.withdraw(WAITER);
    }

    /** Releases permits, unless these are too many. */
    @Operation
    public boolean release(@Param(name = "permits") int permits) {
        BoundLoop.ensure();
        try {
            semaphore.release(permits);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /** What it looks like. */
    @Operation
    public String look() {
        return semaphore.available() + " " + semaphore.statistics().waiting();
    }

    /** A list of those who wait. */
    public static class Model {
        /** How many permits each wants. */
        private final Map<Integer, Integer> line = new LinkedHashMap<>();

        /** How many each was handed, and has not seen that. */
        private final Map<Integer, Integer> handed = new HashMap<>();

        private int available = PERMITS;

        /** Acquires or waits, once at a time. */
        public String acquire(int who, int permits) {
            if (line.containsKey(who) || handed.containsKey(who)) {
                return "waits already";
            }
            if (tryAcquire(permits)) {
                return "has them";
            }
            line.put(who, permits);
            return "waits";
        }

        /** Acquires or does not. */
        public boolean tryAcquire(int permits) {
            boolean acquires = line.isEmpty() && permits <= available;
            available -= acquires ? permits : 0;
            return acquires;
        }

        /** Says whether one who waits has the permits now. */
        public boolean goOn(int who) {
            return handed.remove(who) != null;
        }

        /** Gives up waiting. */
        public boolean giveUp(int who) {
            Integer back = handed.remove(who);
            boolean waited = line.remove(who) != null || back != null;
            available += back == null ? 0 : back;
            serve();
            return waited;
        }

        /** Releases permits, unless these are too many. */
        public boolean release(int permits) {
            boolean releases = available + permits <= PERMITS;
            available += releases ? permits : 0;
            serve();
            return releases;
        }

        private void serve() {
            while (!line.isEmpty()) {
                Map.Entry<Integer, Integer> first = line.entrySet().iterator().next();
                if (first.getValue() > available) {
                    return;
                }
                line.remove(first.getKey());
                handed.put(first.getKey(), first.getValue());
                available -= first.getValue();
            }
        }

        /** What it looks like. */
        public String look() {
            return available + " " + line.size();
        }
    }
}
