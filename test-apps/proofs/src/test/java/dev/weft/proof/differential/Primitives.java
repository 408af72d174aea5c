// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.Mutex;
import dev.weft.sync.Queue;
import dev.weft.sync.Semaphore;

/** The steps by which tasks coordinate. */
final class Primitives {
    private final World world;
    private final Interpreter interpreter;

    Primitives(World world, Interpreter interpreter) {
        this.world = world;
        this.interpreter = interpreter;
    }

    @Async
    Task<Object> perform(Place place, Step step) throws Exception {
        switch (step.operation()) {
            case LOCK -> await(lock(place, step, world.locks.get(step.number(0))));
            case ACQUIRE -> await(acquire(place, step, world.semaphores.get(step.number(0))));
            case RELEASE -> world.semaphores.get(step.number(0)).release();
            case UNTIL -> await(world.events.get(step.number(0)).untilSet());
            case SET -> world.events.get(step.number(0)).set();
            case CLEAR -> world.events.get(step.number(0)).clear();
            case SIGNALLED -> await(world.conditions.get(step.number(0)).untilSignalled());
            case SIGNAL -> world.conditions.get(step.number(0)).signal(step.number(1));
            case ARRIVE -> {
                return Task.of(await(world.barriers.get(step.number(0)).arrive()));
            }
            case BREAKS -> breaks(step, world.barriers.get(step.number(0)));
            default -> {
                return Task.of(await(perform(step, world.queues.get(step.number(0)))));
            }
        }
        return Task.of("");
    }

    /** An operation that nobody awaits yet. */
    Awaitable<?> bare(Step step) throws Exception {
        int number = step.number(0);
        return switch (step.operation()) {
            case ACQUIRE -> world.semaphores.get(number).acquire();
            case UNTIL -> world.events.get(number).untilSet();
            case ARRIVE -> world.barriers.get(number).arrive();
            case PUT -> world.queues.get(number).put(step.number(1));
            case GET -> world.queues.get(number).get();
            case JOIN -> world.queues.get(number).join();
            default -> throw new AssertionError(step);
        };
    }

    @Async
    private Task<Object> perform(Step step, Queue<Integer> queue) {
        switch (step.operation()) {
            case PUT -> await(queue.put(step.number(1)));
            case GET -> {
                return Task.of(await(queue.get()));
            }
            case TRYPUT -> {
                return Task.of(queue.tryPut(step.number(1)));
            }
            case TRYGET -> {
                return Task.of(queue.tryGet().<Object>map(element -> element).orElse(""));
            }
            case DONE -> queue.taskDone();
            case JOIN -> await(queue.join());
            case SHUTDOWN -> shutdown(step, queue);
            default -> throw new AssertionError(step);
        }
        return Task.of("");
    }

    private static void shutdown(Step step, Queue<Integer> queue) {
        if (step.number(1) == 1) {
            var unused = queue.shutdownNow();
        } else {
            queue.shutdown();
        }
    }

    private static void breaks(Step step, Barrier barrier) {
        if (step.number(1) == 1) {
            barrier.reset();
        } else {
            barrier.abort();
        }
    }

    @Async
    private Task<Void> lock(Place place, Step step, Mutex lock) throws Exception {
        Mutex.Guard held = await(lock.lock());
        try {
            world.log(place.name, "has the lock");
            await(interpreter.run(place, step.body(0)));
        } finally {
            held.close();
        }
        return Task.done();
    }

    @Async
    private Task<Void> acquire(Place place, Step step, Semaphore semaphore) throws Exception {
        await(semaphore.acquire());
        try {
            world.log(place.name, "has a permit");
            await(interpreter.run(place, step.body(0)));
        } finally {
            semaphore.release();
        }
        return Task.done();
    }
}
