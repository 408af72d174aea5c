// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Runs scenarios on Weft; its methods are woven by the agent. {@code run.py} is the same for asyncio, method by method. */
final class Interpreter {
    private static final int LIMIT = 10_000;
    private static final int ROUND = 1_000;
    private static final int ROUNDS = 40;

    private final World world;
    private final Calls calls;
    private final Primitives primitives;

    private Interpreter(World world) {
        this.world = world;
        this.primitives = new Primitives(world, this);
        this.calls = new Calls(world, this, primitives);
    }

    /**
     * Runs a scenario in virtual time, and returns what happened. Some tasks may be left that wait for one another for ever: who is cancelled
     * while it waits for a condition waits for the lock all the same.
     */
    static List<String> trace(Scenario scenario) throws Exception {
        World world = new World(scenario);
        EventLoop loop = EventLoop.simulatedInOrder();
        if (loop.run(new Interpreter(world).main(scenario)) == 0) { // else they would keep close() from ending
            loop.close();
        }
        return world.trace;
    }

    @Async
    private Task<Integer> main(Scenario scenario) throws Exception {
        for (List<Step> steps : scenario.tasks()) {
            world.tasks.add(spawn(root(new Place("" + world.tasks.size(), null, null), steps)));
        }
        await(sleep(ms(LIMIT)));
        for (int round = 0; round < ROUNDS; round++) {
            List<ScheduledTask<?>> alive = alive();
            if (alive.isEmpty()) {
                break;
            }
            world.log("main", "cancels " + alive.size());
            alive.forEach(ScheduledTask::cancel);
            await(sleep(ms(ROUND)));
        }
        int left = alive().size();
        world.log("main", "leaves " + left);
        return Task.of(left);
    }

    private List<ScheduledTask<?>> alive() {
        return world.started.stream().filter(task -> !task.isReady()).toList();
    }

    /** Runs the steps of a task. */
    @Async
    Task<Integer> root(Place place, List<Step> steps) throws Exception {
        world.started.add(currentTask());
        world.log(place.name, "begins");
        try {
            int value = await(run(place, steps));
            world.log(place.name, "gives " + value);
            return Task.of(value);
        } catch (Throwable thrown) {
            world.log(place.name, "fails " + World.kind(thrown));
            throw thrown;
        }
    }

    @Async
    Task<Integer> run(Place place, List<Step> steps) throws Exception {
        for (Step step : steps) {
            await(run(place, step));
        }
        return Task.of(steps.size());
    }

    @Async
    private Task<Void> run(Place place, Step step) throws Exception {
        place.step++;
        String label = place.step + "." + step.operation();
        try {
            Object value = await(perform(place, step));
            world.log(place.name, label + (value == null || value.equals("") ? "" : " " + value));
            return Task.done();
        } catch (Throwable thrown) {
            world.log(place.name, label + " " + World.kind(thrown));
            throw thrown;
        }
    }

    @Async
    private Task<Object> perform(Place place, Step step) throws Exception {
        switch (step.operation()) {
            case SLEEP -> await(sleep(ms(step.number(0))));
            case SPAWNS -> spawn(root(new Place(place.part(0).name, null, null), step.body(0)));
            case AWAITS -> {
                return Task.of(await(world.tasks.get(step.number(0))));
            }
            case CANCEL -> {
                return Task.of(world.tasks.get(step.number(0)).cancel());
            }
            case UNCANCEL -> {
                return Task.of(currentTask().uncancel());
            }
            case CANCELLING -> {
                return Task.of(currentTask().cancelling());
            }
            case FAIL -> throw new Boom(step.number(0));
            case CATCHES -> {
                return Task.of(await(catches(place, step)));
            }
            case SWALLOWS -> {
                return Task.of(await(swallows(place, step)));
            }
            case CLEANS -> await(cleans(place, step));
            case GATHER, GATHERED, WAITS, LIMITED, TIMEOUT, RESCHEDULE, SHIELDS, SHIELDTASK, GROUP, CHILD -> {
                return Task.of(await(calls.perform(place, step)));
            }
            default -> {
                return Task.of(await(primitives.perform(place, step)));
            }
        }
        return Task.of("");
    }

    @Async
    private Task<String> catches(Place place, Step step) throws Exception {
        try {
            await(run(place, step.body(0)));
            return Task.of("");
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (Exception failed) {
            return Task.of(World.kind(failed));
        }
    }

    @Async
    private Task<String> swallows(Place place, Step step) throws Exception {
        try {
            await(run(place, step.body(0)));
            return Task.of("");
        } catch (CancellationException cancelled) {
            String kind = World.kind(cancelled);
            if (step.number(0) == 1) {
                currentTask().uncancel();
            }
            return Task.of(kind);
        }
    }

    @Async
    private Task<Void> cleans(Place place, Step step) throws Exception {
        try {
            await(run(place, step.body(0)));
        } finally {
            await(run(place, step.body(1)));
        }
        return Task.done();
    }

    static Duration ms(int millis) {
        return Duration.ofMillis(millis);
    }
}
