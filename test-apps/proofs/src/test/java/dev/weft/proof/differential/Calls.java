// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import java.util.ArrayList;
import java.util.List;

/** The steps that run other tasks and wait for them. */
final class Calls {
    private final World world;
    private final Interpreter interpreter;
    private final Primitives primitives;

    Calls(World world, Interpreter interpreter, Primitives primitives) {
        this.world = world;
        this.interpreter = interpreter;
        this.primitives = primitives;
    }

    @Async
    Task<Object> perform(Place place, Step step) throws Exception {
        switch (step.operation()) {
            case GATHER -> {
                return Task.of(await(gather(parts(place, step))));
            }
            case WAITS -> {
                return Task.of(await(waitFor(part(place, step, 0), Interpreter.ms(step.number(0)))));
            }
            case GATHERED -> {
                return Task.of(await(gathered(place, step)));
            }
            case LIMITED -> {
                return Task.of(await(limited(step, step.body(0).get(0))));
            }
            case TIMEOUT -> {
                return Task.of(await(timeout(place, step)));
            }
            case RESCHEDULE -> {
                if (place.scope == null) {
                    return Task.of("nothing");
                }
                place.scope.reschedule(Interpreter.ms(step.number(0)));
            }
            case SHIELDS -> {
                return Task.of(await(shield(part(place, step, 0))));
            }
            case SHIELDTASK -> {
                return Task.of(await(shield(world.tasks.get(step.number(0)))));
            }
            case GROUP -> await(TaskGroup.run(group -> block(place, step, group)));
            case CHILD -> {
                if (place.group == null) {
                    return Task.of("nowhere");
                }
                place.group.spawn(part(place, step, 0));
            }
            default -> throw new AssertionError(step);
        }
        return Task.of("");
    }

    private Task<Integer> part(Place place, Step step, int number) throws Exception {
        return interpreter.root(place.part(number), step.body(number));
    }

    private List<Task<Integer>> parts(Place place, Step step) throws Exception {
        List<Task<Integer>> parts = new ArrayList<>();
        for (int number = 0; number < step.bodies().size(); number++) {
            parts.add(part(place, step, number));
        }
        return parts;
    }

    /** Waits for some operations themselves, and for an async method. */
    @Async
    private Task<List<Object>> gathered(Place place, Step step) throws Exception {
        int last = step.bodies().size() - 1;
        List<Awaitable<?>> parts = new ArrayList<>();
        for (List<Step> body : step.bodies().subList(0, last)) {
            parts.add(primitives.bare(body.get(0)));
        }
        parts.add(part(place, step, last));
        List<Object> results = await(gather(parts));
        for (List<Step> body : step.bodies().subList(0, last)) {
            releaseOf(body.get(0));
        }
        return Task.of(results);
    }

    private void releaseOf(Step bare) {
        if (bare.operation() == Operation.ACQUIRE) {
            world.semaphores.get(bare.number(0)).release();
        }
    }

    /** Waits for an operation itself, and not for an async method that awaits it. */
    @Async
    private Task<Object> limited(Step step, Step inner) throws Exception {
        Object value = await(waitFor(primitives.bare(inner), Interpreter.ms(step.number(0))));
        releaseOf(inner);
        return Task.of(value);
    }

    private Awaitable<Integer> timeout(Place place, Step step) throws Exception {
        TimeoutScope scope = TimeoutScope.after(Interpreter.ms(step.number(0)));
        TimeoutScope.Body<Integer, Exception> block =
                limit -> interpreter.root(place.part(0).in(limit), step.body(0));
        return step.number(1) == 1 ? scope.moveOn(block) : scope.run(block);
    }

    @Async
    private Task<Void> block(Place place, Step step, TaskGroup group) throws Exception {
        for (int number = 1; number < step.bodies().size(); number++) {
            group.spawn(interpreter.root(place.part(number).in(group), step.body(number)));
        }
        await(interpreter.root(place.part(0).in(group), step.body(0)));
        return Task.done();
    }
}
