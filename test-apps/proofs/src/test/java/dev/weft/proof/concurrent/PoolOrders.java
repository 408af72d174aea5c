// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.sync.Lease;
import dev.weft.sync.Pool;
import dev.weft.sync.PoolStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A pool, which belongs to one thread: every order of borrowing, giving back, breaking, giving up, and seeing that one has an object, does what
 * a count does. Objects are made by tasks, which run at the beginning of the next operation.
 */
@Param(name = "who", gen = IntGen.class, conf = "1:4")
public class PoolOrders {
    private static final int MOST = 2;
    private static final Waiter WAITER = () -> {};

    private final EventLoop loop = EventLoop.simulatedInOrder();
    private final Pool<String> pool =
            Pool.making(() -> Task.of("one")).max(MOST).build();
    private final Map<Integer, Awaitable<Lease<String>>> waits = new HashMap<>();
    private final Map<Integer, Lease<String>> leases = new HashMap<>();

    /** Borrows or waits, once at a time. */
    @Operation
    public String borrow(@Param(name = "who") int who) {
        return inLoop(() -> {
            if (waits.containsKey(who) || leases.containsKey(who)) {
                return "was here before";
            }
            Awaitable<Lease<String>> borrow = pool.borrow();
            if (borrow.isReady()) {
                leases.put(who, borrow.result());
                return "has one";
            }
            borrow.subscribe(WAITER);
            waits.put(who, borrow);
            return "waits";
        });
    }

    /** Says whether one who waits has an object now. */
    @Operation
    public boolean goOn(@Param(name = "who") int who) {
        return inLoop(() -> {
            Awaitable<Lease<String>> wait = waits.get(who);
            if (wait == null || !wait.isReady()) {
                return false;
            }
            leases.put(who, wait.result());
            waits.remove(who);
            return true;
        });
    }

    /** Gives up waiting. */
    @Operation
    public boolean giveUp(@Param(name = "who") int who) {
        return inLoop(() -> {
            Awaitable<Lease<String>> wait = waits.remove(who);
            return wait != null && wait.withdraw(WAITER);
        });
    }

    /** Gives an object back. */
    @Operation
    public boolean giveBack(@Param(name = "who") int who) {
        return inLoop(() -> {
            Lease<String> lease = leases.remove(who);
            if (lease != null) {
                lease.close();
            }
            return lease != null;
        });
    }

    /** Says that an object is broken. */
    @Operation
    public boolean breakIt(@Param(name = "who") int who) {
        return inLoop(() -> {
            Lease<String> lease = leases.remove(who);
            if (lease != null) {
                lease.invalidate();
            }
            return lease != null;
        });
    }

    /** What it looks like. */
    @Operation
    public String look() {
        return inLoop(() -> {
            PoolStatistics now = pool.statistics();
            return now.lent() + " " + now.idle() + " " + now.making() + " " + now.waiting();
        });
    }

    private <R> R inLoop(Callable<R> operation) {
        return loop.run(new Step<>(operation));
    }

    /** Something that the loop does in its turn. */
    private record Step<R>(Callable<R> operation) implements Awaitable<R> {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public R result() throws Exception {
            return operation.call();
        }

        @Override
        public void subscribe(Waiter waiter) {
            throw new IllegalStateException("is ready");
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("step", "of a proof");
        }
    }

    /** Counts of objects, and those who wait. */
    public static class Model {
        private final Deque<Integer> line = new ArrayDeque<>();

        /** Those who were handed an object, and have not seen that. */
        private final Set<Integer> handed = new HashSet<>();

        private final Set<Integer> leases = new HashSet<>();
        private int idle;
        private int making;

        /** Borrows or waits, once at a time. */
        public String borrow(int who) {
            make();
            if (line.contains(who) || handed.contains(who) || leases.contains(who)) {
                return "was here before";
            }
            if (line.isEmpty() && idle > 0) {
                idle--;
                leases.add(who);
                return "has one";
            }
            line.add(who);
            serve();
            return "waits";
        }

        /** Says whether one who waits has an object now. */
        public boolean goOn(int who) {
            make();
            return handed.remove(who) && leases.add(who);
        }

        /** Gives up waiting. */
        public boolean giveUp(int who) {
            make();
            boolean waited = line.remove(who);
            if (handed.remove(who)) {
                idle++;
                serve();
                waited = true;
            }
            return waited;
        }

        /** Gives an object back. */
        public boolean giveBack(int who) {
            make();
            boolean gives = leases.remove(who);
            idle += gives ? 1 : 0;
            serve();
            return gives;
        }

        /** Says that an object is broken. */
        public boolean breakIt(int who) {
            make();
            boolean breaks = leases.remove(who);
            serve();
            return breaks;
        }

        /** What it looks like. */
        public String look() {
            make();
            return (leases.size() + handed.size()) + " " + idle + " " + making + " " + line.size();
        }

        /** What was to be made has been. */
        private void make() {
            idle += making;
            making = 0;
            serve();
        }

        private void serve() {
            while (!line.isEmpty() && idle > 0) {
                idle--;
                handed.add(line.remove());
            }
            while (line.size() > making && idle + making + leases.size() + handed.size() < MOST) {
                making++;
            }
        }
    }
}
