// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.AsCompleted;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Structured calls in one another, down to {@linkplain Use uses} of what all share. */
final class Nest {
    /** Calls that keep the results of some parts while others run, those of several parts, and all. */
    private static final int KEEPING_CALLS = 3;

    /** Calls that may stand in others as they are, and not in a task. */
    private static final int BARE_CALLS = 6;

    private static final int ALL_CALLS = 8;
    private static final int CALLS = 15;

    private final Shared shared;
    private final Use use;
    private final Random random;

    Nest(Shared shared, Random random) {
        this.shared = shared;
        this.use = new Use(shared);
        this.random = random;
    }

    /** Draws a call so deep, or less. */
    Awaitable<?> draw(int depth) throws Exception {
        return draw(depth, false);
    }

    /** Draws the part of a call, which may hold a lock as its result if the call does not keep it while others wait for that lock. */
    private Awaitable<?> draw(int depth, boolean mayHold) throws Exception {
        if (depth == 0 || random.nextInt(4) == 0) {
            return mayHold && random.nextInt(4) == 0 ? use.drawHeld(random) : use.draw(random);
        }
        int call = random.nextInt(CALLS);
        boolean isBare = call < BARE_CALLS && random.nextBoolean();
        List<Awaitable<?>> parts = new ArrayList<>();
        for (int i = call < ALL_CALLS ? random.nextInt(3) : 0; i >= 0; i--) {
            parts.add(draw(depth - 1, call >= KEEPING_CALLS && (mayHold || !isBare)));
        }
        Duration limit = Duration.ofMillis(random.nextInt(12));
        if (isBare) {
            return bare(call, parts, limit);
        }
        return call < ALL_CALLS ? all(call, parts, limit) : one(call, parts.get(0), limit);
    }

    /** A call that is no task: what it gives, and nobody gets, is given back by its parts. */
    private static Awaitable<?> bare(int call, List<Awaitable<?>> parts, Duration limit) throws Exception {
        return switch (call) {
            case 0 -> gather(parts);
            case 1 -> allSettled(parts);
            case 2 -> waitFor(gather(parts), limit);
            case 3 -> any(parts);
            case 4 -> race(parts);
            default -> waitFor(race(parts), limit);
        };
    }

    /** Each await is followed by the books, with nothing in between that could be cancelled. */
    @Async
    private Task<Void> all(int call, List<Awaitable<?>> parts, Duration limit) throws Exception {
        switch (call) {
            case 0 -> shared.got(await(gather(parts)));
            case 1 -> shared.got(await(allSettled(parts)));
            case 2 -> await(asCompleted(parts, this::some));
            case 3 -> shared.got(await(any(parts)));
            case 4 -> shared.got(await(race(parts)));
            case 5 -> shared.got(await(waitFor(race(parts), limit)));
            case 6 -> await(TaskGroup.run(group -> children(group, parts)));
            default -> await(TaskGroup.supervise((child, failure) -> {}, group -> children(group, parts)));
        }
        return Task.done();
    }

    @Async
    private Task<Void> one(int call, Awaitable<?> part, Duration limit) throws Exception {
        switch (call - ALL_CALLS) {
            case 0 -> shared.got(await(waitFor(part, limit)));
            case 1 -> await(timeout(limit, scope -> got(part)));
            case 2 -> await(moveOnAfter(limit, scope -> moved(scope, part)));
            case 3 -> shared.got(await(shield(part)));
            case 4 -> await(shield(() -> got(part)));
            case 5 -> await(spawned(part));
            default -> await(got(part));
        }
        return Task.done();
    }

    @Async
    private Task<Void> got(Awaitable<?> part) throws Exception {
        shared.got(await(part));
        return Task.done();
    }

    @Async
    private Task<Void> some(AsCompleted<?> completions) throws Exception {
        while (completions.hasNext() && random.nextInt(4) > 0) {
            shared.got(await(completions.next()));
        }
        return Task.done();
    }

    @Async
    private Task<Void> children(TaskGroup group, List<Awaitable<?>> parts) throws Exception {
        for (Awaitable<?> part : parts) {
            group.spawn(got(part));
        }
        if (random.nextInt(3) == 0) {
            await(sleep(Duration.ofMillis(random.nextInt(4))));
            group.cancel();
        }
        return Task.done();
    }

    @Async
    private Task<Void> moved(TimeoutScope scope, Awaitable<?> part) throws Exception {
        shared.got(await(part));
        if (random.nextBoolean() && !scope.expired()) { // what the time has run out for may have come in the same turn
            scope.reschedule(Duration.ofMillis(3));
        }
        await(sleep(Duration.ofMillis(2)));
        return Task.done();
    }

    @Async
    private Task<Void> spawned(Awaitable<?> part) throws Exception {
        ScheduledTask<Void> task = spawn(got(part));
        await(yieldNow());
        if (random.nextBoolean()) {
            task.cancel();
        }
        try {
            await(task);
        } finally {
            task.cancel();
        }
        return Task.done();
    }
}
