// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static com.example.semantics.explore.Actors.end;
import static dev.weft.Weft.any;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.sync.Channel;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Small programs of structured calls, of which each has as many parts as there are actors. The task that makes the call is cancelled at any
 * place. Whatever comes, no part runs when the call is over, and what a part took that nobody gets is given back.
 */
@SuppressWarnings("try") // guards are for what is around them
final class Calls {
    private Calls() {}

    /** What the parts of a call do. */
    private static final class Parts {
        private final Semaphore permits = new Semaphore("permits", 2);
        private int running;
    }

    /** Makes a call of some parts. */
    private interface Call {
        Awaitable<?> of(Supplier<List<Awaitable<Integer>>> parts) throws Exception;
    }

    @Async
    static Task<Void> gatherOf(Actors actors) throws Exception {
        return call(actors, parts -> gather(parts.get()), false);
    }

    @Async
    static Task<Void> gatherThatFails(Actors actors) throws Exception {
        return call(actors, parts -> gather(parts.get()), true);
    }

    @Async
    static Task<Void> raceOf(Actors actors) throws Exception {
        return call(actors, parts -> race(parts.get()), false);
    }

    @Async
    static Task<Void> anyOf(Actors actors) throws Exception {
        return call(actors, parts -> any(parts.get()), true);
    }

    @Async
    static Task<Void> group(Actors actors) throws Exception {
        return call(actors, Calls::inGroup, false);
    }

    @Async
    static Task<Void> groupThatFails(Actors actors) throws Exception {
        return call(actors, Calls::inGroup, true);
    }

    private static Awaitable<?> inGroup(Supplier<List<Awaitable<Integer>>> parts) {
        return TaskGroup.run(group -> {
            for (Awaitable<Integer> part : parts.get()) {
                group.spawn(part);
            }
            return Task.done();
        });
    }

    /** Makes the call in a task of its own, which is cancelled, and looks what is left of it. */
    @Async
    private static Task<Void> call(Actors actors, Call call, boolean fails) throws Exception {
        Parts parts = new Parts();
        ScheduledTask<Boolean> caller = spawn(calls(actors, call, fails, parts));
        if (actors.cancels()) {
            spawn(Actors.cancels(caller));
        }
        Outcome<Boolean> outcome = await(end(caller));
        assertTrue(actors.cancels() || outcome.isSuccess());
        assertEquals(0, parts.running);
        assertEquals(2, parts.permits.available());
        return Task.done();
    }

    @Async
    private static Task<Boolean> calls(Actors actors, Call call, boolean fails, Parts parts) throws Exception {
        try {
            await(call.of(() -> parts(actors.tasks(), fails, parts)));
            return Task.of(true);
        } catch (IllegalStateException failure) {
            return Task.of(false);
        } finally {
            assertEquals(0, parts.running, "nobody runs when the call is over");
        }
    }

    private static List<Awaitable<Integer>> parts(int count, boolean fails, Parts parts) {
        List<Awaitable<Integer>> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            all.add(part(parts, number, fails && number == 0));
        }
        return all;
    }

    @Async
    private static Task<Integer> part(Parts parts, int number, boolean fails) {
        if (fails) {
            throw new IllegalStateException("on purpose");
        }
        parts.running++;
        try (Semaphore.Permit permit = await(parts.permits.permit())) {
            await(pause());
            return Task.of(number);
        } finally {
            parts.running--;
        }
    }

    /** A permit that a part has taken when the gather is cancelled or fails goes back. */
    @Async
    static Task<Void> gatherOfPermits(Actors actors) throws Exception {
        Semaphore semaphore = new Semaphore("permits", 2);
        ScheduledTask<Void> caller = spawn(gathersPermits(semaphore, actors.tasks()));
        if (actors.cancels()) {
            spawn(Actors.cancels(caller));
        }
        await(end(caller));
        assertEquals(2, semaphore.available());
        return Task.done();
    }

    @Async
    private static Task<Void> gathersPermits(Semaphore semaphore, int tasks) {
        if (tasks == 2) {
            await(gather(semaphore.acquire(), pauses()));
            semaphore.release();
        } else {
            await(gather(semaphore.permit(), pauses(), pauses())).first().close();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> pauses() {
        await(pause());
        return Task.done();
    }

    /**
     * An element that comes at the very time at which the limit is over is received, or it is still there. The cancellation comes at that
     * time, too.
     */
    @Async
    static Task<Void> waitForElement(Actors actors) throws Exception {
        Channel<Integer> channel = Channel.<Integer>bounded(2).named("channel");
        List<ScheduledTask<Boolean>> tasks = new Actors(actors.tasks(), false)
                .start(number -> number == 0 ? receivesWithinOneSecond(channel) : sendsAtOneSecond(channel));
        if (actors.cancels()) {
            spawn(cancelsAtOneSecond(tasks.get(0)));
        }
        List<Outcome<Boolean>> outcomes = await(Actors.ended(tasks));
        boolean received = outcomes.get(0).isSuccess() && outcomes.get(0).get();
        assertEquals(actors.tasks() - 1, channel.closeNow().size() + (received ? 1 : 0));
        return Task.done();
    }

    @Async
    private static Task<Void> cancelsAtOneSecond(ScheduledTask<?> task) {
        await(sleep(Duration.ofSeconds(1)));
        task.cancel();
        return Task.done();
    }

    @Async
    private static Task<Boolean> sendsAtOneSecond(Channel<Integer> channel) {
        await(sleep(Duration.ofSeconds(1)));
        await(channel.send(1));
        return Task.of(true);
    }

    @Async
    private static Task<Boolean> receivesWithinOneSecond(Channel<Integer> channel) {
        try {
            await(waitFor(channel.receive(), Duration.ofSeconds(1)));
            return Task.of(true);
        } catch (TimeoutException late) {
            return Task.of(false);
        }
    }

    /** What is shielded gets to its end, whoever waits for it. */
    @Async
    static Task<Void> shielded(Actors actors) throws Exception {
        int[] begun = new int[1];
        int[] ended = new int[1];
        await(actors.run(number -> shields(begun, ended)));
        await(sleep(Duration.ofSeconds(1))); // when nothing is ready any more
        assertEquals(begun[0], ended[0]);
        assertTrue(begun[0] >= actors.left());
        return Task.done();
    }

    @Async
    private static Task<Void> shields(int[] begun, int[] ended) {
        await(shield(endsLater(begun, ended)));
        return Task.done();
    }

    @Async
    private static Task<Void> endsLater(int[] begun, int[] ended) {
        begun[0]++;
        await(pause());
        ended[0]++;
        return Task.done();
    }
}
