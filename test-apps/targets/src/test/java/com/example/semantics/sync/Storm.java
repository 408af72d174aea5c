// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.internal.LoopTimers;
import dev.weft.support.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** Users of one primitive that are cancelled at any turn, in orders that seeds decide. */
final class Storm {
    /** How many of them a test makes. 10,000 take some 15 s, and CI runs them by two weavers on two JDKs: so it makes fewer. */
    static final int SEEDS = Integer.getInteger("weft.seeds", Scale.of(200, 1_500));

    private static final int MOST_USERS = 9;

    private Storm() {}

    /** What a user does; it gives back what it took. */
    interface User {
        Task<Void> use(Random random) throws Exception;
    }

    /** Makes users of a new primitive, and looks at that when they all have ended: nobody waits, and nothing is taken. */
    interface Primitive {
        User user();

        /** Ends what goes on by itself. */
        default Task<Void> end() {
            return Task.done();
        }

        void check();
    }

    /** Makes the primitive of a seed. */
    interface Maker {
        Primitive make(Random random);
    }

    /** Runs so many storms; no task and no timer may be left, nor a failure that nobody has seen, and what fails says its seed. */
    static void rage(int seeds, Maker maker) {
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            try (EventLoop loop = EventLoop.simulated(seed)) {
                List<UnseenFailure> unseen = new ArrayList<>();
                loop.setExceptionHandler(unseen::add);
                Primitive primitive = maker.make(random);
                loop.run(storm(primitive.user(), random));
                loop.run(check(primitive, loop));
                assertEquals(0, LoopTimers.setOn(loop), "timers");
                unseen.removeIf(Storm::isOfCancelledUser);
                assertEquals(List.of(), unseen);
            } catch (Throwable failed) {
                throw new AssertionError("with seed " + seed, failed);
            }
        }
    }

    /** What a part of a gather fails with while its user is cancelled, on purpose: nobody gets the cancellation that has it suppressed. */
    private static boolean isOfCancelledUser(UnseenFailure unseen) {
        return unseen.task().state() == ScheduledTask.State.CANCELLED
                && !(unseen.failure() instanceof CancellationException);
    }

    @Async
    private static Task<Void> check(Primitive primitive, EventLoop loop) {
        await(primitive.end());
        primitive.check();
        assertEquals(1, loop.tasks().size(), "tasks");
        return Task.done();
    }

    @Async
    private static Task<Void> storm(User user, Random random) throws Exception {
        List<ScheduledTask<Void>> users = new ArrayList<>();
        for (int count = 1 + random.nextInt(MOST_USERS); count > 0; count--) {
            users.add(spawn(user.use(random)));
            if (random.nextInt(3) == 0) {
                await(yieldNow());
            }
        }
        for (int cancels = random.nextInt(2 * users.size()); cancels > 0; cancels--) {
            users.get(random.nextInt(users.size())).cancel();
            if (random.nextBoolean()) {
                await(random.nextBoolean() ? yieldNow() : sleep(ms(1)));
            }
        }
        for (ScheduledTask<Void> each : users) {
            Throwable failure = await(failureOf(each));
            if (failure != null && !(failure instanceof CancellationException)) {
                throw new IllegalStateException("a user failed", failure);
            }
        }
        return Task.done();
    }
}
