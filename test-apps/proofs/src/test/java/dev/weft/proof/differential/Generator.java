// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import dev.weft.proof.differential.Scenario.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes scenarios, each a function of its seed. Times are short, so that much falls on the same moment. What would be another question than that
 * of the same behaviour is left out: no task locks what it holds, and awaits only tasks of a lower number, so that none waits for itself.
 */
final class Generator {
    private static final int MOST_STEPS = 60;
    private static final int DEEPEST = 3;
    private static final int LOCKS = 2;
    private static final int THEMES = 6;
    private static final int CONDITIONS = 5;
    private static final List<String> KINDS = List.of("fifo", "fifo", "lifo", "priority");

    private final Random random;
    private final int tasks;

    /** What its tasks coordinate by: one thing, or all of them; and of one theme their calls are what matters. */
    private final int theme;

    private int left = MOST_STEPS;

    private Generator(long seed) {
        this.random = new Random(seed);
        this.tasks = 2 + random.nextInt(5);
        this.theme = random.nextInt(THEMES + 3);
    }

    static Scenario scenario(long seed) {
        return new Generator(seed).scenario();
    }

    private Scenario scenario() {
        List<Integer> permits = List.of(random.nextInt(3), 1);
        List<Bounded> queues = List.of(
                new Bounded(KINDS.get(random.nextInt(KINDS.size())), 1 + random.nextInt(3)), new Bounded("fifo", 1));
        List<List<Step>> all = new ArrayList<>();
        for (int number = 0; number < tasks; number++) {
            all.add(task(new Around(number, 0, List.of(), List.of(), false, false)));
        }
        return new Scenario(LOCKS, permits, queues, List.of(0, 1), List.of(2, 3), all);
    }

    /** The steps of a task. Where conditions are the theme many begin with a wait, for there are to be several who wait for the same one. */
    private List<Step> task(Around around) {
        List<Step> steps = new ArrayList<>();
        if (theme == CONDITIONS && random.nextInt(3) > 0) {
            steps.add(made(Operation.LOCK, List.of(0), List.of(made(Operation.SIGNALLED, List.of(0)))));
        }
        steps.addAll(steps(around, 1 + random.nextInt(5)));
        return steps;
    }

    private List<Step> steps(Around around, int most) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < most && left > 0) {
            left--;
            steps.add(step(around));
        }
        return steps;
    }

    /** Steps of a body. */
    private List<Step> body(Around around) {
        return steps(around, 1 + random.nextInt(3));
    }

    private Step step(Around around) {
        if (!around.held().isEmpty() && random.nextInt(100) < 35) {
            return condition(around);
        }
        if (around.depth() < DEEPEST && random.nextInt(100) < (theme == THEMES ? 55 : 35)) {
            return outer(around);
        }
        int kind = random.nextInt(100);
        if (theme == THEMES && kind < 20) {
            return fail();
        }
        return kind < 40 ? inner(around) : kind < 55 ? limited(around) : coordinating(around);
    }

    /** A step with others inside it. */
    private Step outer(Around around) {
        Around same = around.deeper();
        Around other = around.ofTask();
        return switch (random.nextInt(13)) {
            case 0, 1 -> lock(around);
            case 2, 3 -> made(Operation.ACQUIRE, List.of(random.nextInt(2)), body(same));
            case 4 -> made(Operation.CATCHES, List.of(), body(same));
            case 5 -> made(Operation.SWALLOWS, List.of(random.nextInt(2)), body(same));
            case 6 -> made(Operation.CLEANS, List.of(), body(same), body(same));
            case 7 -> new Step(Operation.GATHER, List.of(), bodies(other, 1 + random.nextInt(3)));
            case 8 -> made(Operation.WAITS, List.of(random.nextInt(6)), body(other));
            case 9 -> made(Operation.TIMEOUT, List.of(1 + random.nextInt(6), random.nextInt(2)), body(other.inScope()));
            case 10 -> made(Operation.SHIELDS, List.of(), body(other));
            case 11 -> made(Operation.SPAWNS, List.of(), body(around.alone()));
            default -> new Step(Operation.GROUP, List.of(), bodies(other.inGroup(), 1 + random.nextInt(3)));
        };
    }

    private Step lock(Around around) {
        List<Integer> free = IntStream.range(0, LOCKS)
                .filter(lock -> !around.locks().contains(lock))
                .boxed()
                .toList();
        if (free.isEmpty()) {
            return inner(around);
        }
        int lock = free.get(random.nextInt(3) / 2 * (free.size() - 1));
        return made(Operation.LOCK, List.of(lock), body(around.holding(lock)));
    }

    private List<List<Step>> bodies(Around around, int count) {
        List<List<Step>> bodies = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            bodies.add(body(around));
        }
        return bodies;
    }

    /** A step of tasks and exceptions. */
    private Step inner(Around around) {
        return switch (random.nextInt(14)) {
            case 0 -> fail();
            case 1, 2, 3 -> made(Operation.CANCEL, List.of(random.nextInt(tasks)));
            case 4 -> made(Operation.UNCANCEL, List.of());
            case 5 -> made(Operation.CANCELLING, List.of());
            case 6 -> around.number() == 0 ? sleep() : made(awaiting(), List.of(random.nextInt(around.number())));
            case 7 -> around.isInScope() ? made(Operation.RESCHEDULE, List.of(1 + random.nextInt(6))) : sleep();
            case 8 ->
                around.isInGroup() && around.depth() < DEEPEST
                        ? made(Operation.CHILD, List.of(), body(around.ofTask()))
                        : sleep();
            default -> sleep();
        };
    }

    private Step fail() {
        return made(Operation.FAIL, List.of(random.nextInt(5)));
    }

    private Operation awaiting() {
        return random.nextInt(3) == 0 ? Operation.SHIELDTASK : Operation.AWAITS;
    }

    private Step sleep() {
        return made(Operation.SLEEP, List.of(random.nextInt(5)));
    }

    /** A step by which tasks coordinate, mostly by the same thing in all of a scenario, so that they meet. */
    private Step coordinating(Around around) {
        int one = random.nextInt(3) / 2;
        return switch (theme < THEMES ? theme : random.nextInt(THEMES)) {
            case 0, 1 -> queued(one);
            case 2 -> made(random.nextInt(3) == 0 ? Operation.CLEAR : settingOrWaiting(), List.of(one));
            case 3 -> permitted(around, one);
            case 4 ->
                random.nextInt(8) > 0
                        ? made(Operation.ARRIVE, List.of(one))
                        : made(Operation.BREAKS, List.of(one, random.nextInt(2)));
            default -> condition(around);
        };
    }

    /** An operation with a limit of time. */
    private Step limited(Around around) {
        int one = random.nextInt(3) / 2;
        Step waits = switch (theme < THEMES ? theme : random.nextInt(THEMES)) {
            case 0 -> made(Operation.PUT, List.of(one, random.nextInt(9)));
            case 1 -> made(Operation.GET, List.of(one));
            case 2 -> made(Operation.UNTIL, List.of(one));
            case 3 -> made(Operation.ACQUIRE, List.of(one));
            case 4 -> made(Operation.ARRIVE, List.of(one));
            default -> made(Operation.JOIN, List.of(one));
        };
        return random.nextBoolean()
                ? gathered(waits, around)
                : made(Operation.LIMITED, List.of(1 + random.nextInt(4)), List.of(waits));
    }

    /** An operation, and steps that run beside it. */
    private Step gathered(Step bare, Around around) {
        return around.depth() < DEEPEST
                ? made(Operation.GATHERED, List.of(), List.of(bare), body(around.ofTask()))
                : bare.operation() == Operation.ACQUIRE ? sleep() : bare;
    }

    private Operation settingOrWaiting() {
        return random.nextBoolean() ? Operation.SET : Operation.UNTIL;
    }

    private Step queued(int queue) {
        return switch (random.nextInt(14)) {
            case 12 -> made(Operation.TRYPUT, List.of(queue, random.nextInt(9)));
            case 13 -> made(Operation.TRYGET, List.of(queue));
            case 0, 1, 2, 3 -> made(Operation.PUT, List.of(queue, random.nextInt(9)));
            case 4, 5, 6, 7 -> made(Operation.GET, List.of(queue));
            case 8, 9 -> made(Operation.DONE, List.of(queue));
            case 10 -> made(Operation.JOIN, List.of(queue));
            default -> made(Operation.SHUTDOWN, List.of(queue, random.nextInt(2)));
        };
    }

    private Step permitted(Around around, int semaphore) {
        return random.nextBoolean() || around.depth() >= DEEPEST
                ? made(Operation.RELEASE, List.of(semaphore))
                : made(Operation.ACQUIRE, List.of(semaphore), body(around.deeper()));
    }

    /** Who holds its lock may wait for a condition and signal it. */
    private Step condition(Around around) {
        List<Integer> held = around.held();
        if (held.isEmpty()) {
            return around.depth() < DEEPEST ? lock(around) : sleep();
        }
        int condition = held.get(random.nextInt(held.size()));
        Step signal = made(Operation.SIGNAL, List.of(condition, 1 + random.nextInt(2)));
        return switch (random.nextInt(5)) {
            case 0, 1 -> made(Operation.SIGNALLED, List.of(condition));
            case 2 -> signal;
            default -> made(Operation.CATCHES, List.of(), List.of(signal, sleep())); // still with the lock
        };
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // read alone
    private static Step made(Operation operation, List<Integer> numbers, List<Step>... bodies) {
        return new Step(operation, numbers, List.of(bodies));
    }
}
