// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.FaultPoints;
import dev.weft.abi.SourceLocation;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Sneaky;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The faults of a simulated loop, and how production code finds them (decision 43). Any thread. */
public final class PlantedFaults implements FaultPoints {
    /** How many loops have faults: all that production code looks at where there are none. Written under the lock of the class. */
    static volatile int loops;

    /** On a thread that makes a call for a loop. */
    private static final ThreadLocal<@Nullable OfCall> OF_CALL = new ThreadLocal<>();

    /** A call, and the faults of its loop. */
    private record OfCall(PlantedFaults faults, BlockingJob<?> call) {}

    private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

    private final SimulatedEventLoop loop;
    private final Map<String, Times> reached = new LinkedHashMap<>();
    private final List<PlantedFault> planted = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private boolean over;

    PlantedFaults(SimulatedEventLoop loop) {
        this.loop = loop;
        count(1);
    }

    private static synchronized void count(int more) {
        loops += more;
    }

    // ------------------------------------------------------------------ what production code calls

    /**
     * Passes a point.
     *
     * @param point its name
     */
    public static void reach(String point) {
        if (loops != 0) {
            PlantedFaults here = here();
            if (here != null) {
                here.happenAt(point);
            }
        }
    }

    /**
     * Passes a point at which the task may be delayed.
     *
     * @param point its name
     * @return what to await
     */
    public static Awaitable<Void> awaitReach(String point) {
        PlantedFaults here = loops == 0 ? null : here();
        return here == null ? CompletedTask.DONE : here.drawn(point).asAwaitable(here.loop, point);
    }

    private static @Nullable PlantedFaults here() {
        LoopEngine loop = Execution.currentLoop();
        if (loop != null) {
            return loop.plantedFaults();
        }
        OfCall call = OF_CALL.get();
        return call == null ? null : call.faults;
    }

    /** Makes a call on this thread that reaches the points of a loop. */
    static void reachedFor(LoopEngine loop, BlockingJob<?> call, Runnable code) {
        PlantedFaults planted = loop.plantedFaults();
        if (planted == null) {
            code.run();
            return;
        }
        OfCall before = OF_CALL.get(); // the call that runs this one in place
        OF_CALL.set(new OfCall(planted, call));
        try {
            code.run();
        } finally {
            if (before == null) {
                OF_CALL.remove();
            } else {
                OF_CALL.set(before);
            }
        }
    }

    private void happenAt(String point) {
        Drawn drawn = drawn(point);
        if (drawn.delay > 0) {
            pass(drawn.delay);
        }
        if (drawn.failure != null) {
            throw Sneaky.rethrow(drawn.failure);
        }
    }

    /** A step on the loop's thread takes the time itself. A call on another thread is told of later. */
    private void pass(long nanos) {
        OfCall call = loop.isLoopThread() ? null : OF_CALL.get();
        if (call == null) {
            loop.jump(nanos);
        } else {
            call.call.takesLonger(nanos);
        }
    }

    /** What happens at a point, this time. */
    private record Drawn(long delay, @Nullable Throwable failure) {
        Awaitable<Void> asAwaitable(SimulatedEventLoop loop, String point) {
            if (delay > 0) {
                return new FaultDelay(loop, point, delay, failure);
            }
            return failure == null ? CompletedTask.DONE : new CompletedTask<>(null, failure);
        }
    }

    private synchronized Drawn drawn(String point) {
        boolean inCall = !loop.isLoopThread();
        int time = reached.computeIfAbsent(point, name -> new Times()).next(inCall);
        long delay = 0;
        Throwable failure = null;
        for (PlantedFault fault : planted) {
            if (fault.isDueAt(point, inCall)) {
                if (fault.failure == null) {
                    fault.happens();
                    delay = Math.min(delay + fault.nanos, LONGEST_DELAY.toNanos());
                    note(point, time, "delayed by " + Duration.ofNanos(fault.nanos));
                } else if (failure == null) {
                    fault.happens();
                    failure = fault.newFailure();
                    note(point, time, failure.toString());
                }
            }
        }
        return new Drawn(delay, failure);
    }

    /** Draws a lot of a fault. */
    boolean draws(double probability, Random random) {
        return loop.drawsFault(probability, random);
    }

    /** How often a point was reached. */
    private static final class Times {
        private int bySteps;
        private int byCalls;

        int next(boolean inCall) {
            return inCall ? ++byCalls : ++bySteps;
        }

        int all() {
            return bySteps + byCalls;
        }
    }

    private void note(String point, int time, String what) {
        happened.add(point + ", time " + time + ", at " + Duration.ofNanos(loop.nanoTime()) + ": " + what);
    }

    // ------------------------------------------------------------------ what tests call

    @Override
    public Fault fail(String point, Supplier<? extends Throwable> failure) {
        Objects.requireNonNull(point, "point");
        return plant(point, Objects.requireNonNull(failure, "failure"), 0);
    }

    @Override
    public Fault delay(String point, Duration time) {
        Objects.requireNonNull(point, "point");
        if (Objects.requireNonNull(time, "time").isNegative()) {
            throw new IllegalArgumentException("a delay of " + time);
        }
        if (time.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "a delay of " + time + " at \"" + point + "\", which is beyond a hundred years");
        }
        return plant(point, null, time.toNanos());
    }

    private Fault plant(String point, @Nullable Supplier<? extends Throwable> failure, long nanos) {
        SourceLocation where = CallStacks.callerOfRuntime();
        synchronized (this) {
            String name = "fault " + planted.size() + " at " + point + " by ";
            PlantedFault fault = new PlantedFault(
                    this,
                    point,
                    failure,
                    nanos,
                    where,
                    by -> Seeds.lots(loop.seed().orElse(0), name + by));
            planted.add(fault);
            return fault;
        }
    }

    @Override
    public synchronized Map<String, Integer> reached() {
        Map<String, Integer> times = new LinkedHashMap<>();
        reached.forEach((point, each) -> times.put(point, each.all()));
        return times;
    }

    @Override
    public synchronized List<String> happened() {
        return List.copyOf(happened);
    }

    // ------------------------------------------------------------------ its end

    /** Ends with the loop: from now on production code finds none. False if that was so before. */
    synchronized boolean forget() {
        boolean first = !over;
        count(first ? -1 : 0);
        over = true;
        return first;
    }

    /** Ends with the loop. Throws where a fault has proved nothing. Idempotent. */
    void end() {
        List<String> inVain = forget() ? inVain() : List.of();
        if (!inVain.isEmpty()) {
            throw new IllegalStateException(String.join("\n", inVain) + "\n" + loop.again());
        }
    }

    private synchronized List<String> inVain() {
        String points = reached().entrySet().stream()
                .map(point -> point.getKey() + " (" + point.getValue() + ')')
                .collect(Collectors.joining(", "));
        return planted.stream()
                .filter(PlantedFault::isInVain)
                .map(fault -> fault + " never happened: " + fault.whyNot()
                        + (points.isEmpty() ? " No point was reached at all." : " Reached were " + points + '.')
                        + " Mend the name or the test, or say mayNotHappen().")
                .toList();
    }
}
