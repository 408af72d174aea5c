// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.sync.PoolTest.ends;
import static com.example.semantics.sync.PoolTest.poolOf;
import static com.example.semantics.sync.PoolTest.users;
import static com.example.semantics.sync.PoolTest.uses;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import com.example.semantics.sync.Things.Thing;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import dev.weft.sync.Lease;
import dev.weft.sync.Pool;
import dev.weft.sync.PoolBuilder;
import dev.weft.sync.PoolClosedException;
import dev.weft.sync.PoolStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool does to objects that nobody uses; and that it loses none, whatever its users do and however they are cancelled. */
@Timeout(300)
class PoolUpkeepTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;

    @Async
    private static Task<Void> all(List<ScheduledTask<Thing>> users) {
        for (ScheduledTask<Thing> user : users) {
            await(user);
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ age

    @AsyncTest
    void whatNobodyUsesIsClosedAfterATimeButForThoseThatAreKeptReady() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 4).idleTime(ms(100)).minIdle(1).build();
        await(all(await(users(pool, 4, ms(10)))));
        assertEquals(4, pool.statistics().idle());
        await(sleep(ms(60)));
        Thing last = await(uses(pool, ms(1)));
        await(sleep(ms(60)));
        assertEquals(3, things.closed.size());
        assertFalse(last.isClosed);
        await(sleep(LONG));
        assertEquals(new PoolStatistics(4, 0, 1, 0, 0, 0, 0), pool.statistics());
        await(ends(pool, things));
    }

    @AsyncTest
    void aLifeHasAnEndAlsoWhenItIsLent() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 2).lifetime(ms(100)).build();
        List<ScheduledTask<Thing>> users = List.of(spawn(uses(pool, ms(10))), spawn(uses(pool, ms(150))));
        await(users.get(0));
        await(sleep(ms(120)));
        assertEquals(1, things.closed.size());
        assertEquals(1, pool.statistics().lent());
        await(users.get(1));
        await(sleep(ms(2)));
        assertEquals(2, things.closed.size());
        assertEquals(2, await(uses(pool, ms(1))).id);
        await(ends(pool, things));
    }

    // ------------------------------------------------------------------ what is kept ready

    @AsyncTest
    void soManyAreKeptReadyFromTheFirstTimeOn() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 4).minIdle(2).build();
        assertEquals(0, things.attempts);
        Lease<Thing> lease = await(pool.borrow());
        await(sleep(ms(2)));
        assertEquals(new PoolStatistics(4, 1, 2, 0, 0, 0, 0), pool.statistics());
        lease.close();
        assertEquals(3, pool.statistics().idle());
        Pool<Thing> small = poolOf(new Things(), 2).minIdle(9).build();
        await(small.borrow()).close();
        await(sleep(ms(2)));
        assertEquals(2, small.statistics().idle());
        small.close();
        await(small.closed());
        await(ends(pool, things));
    }

    @Test
    void whatCannotBeKeptReadyIsReportedAndNotTriedForEver() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                loop.run(cannotBeKeptReady());
            }
            assertEquals(List.of("pool \"db\" could not make an object that it is to have ready"), warnings.messages());
        }
    }

    @Async
    private static Task<Void> cannotBeKeptReady() {
        Things things = new Things();
        things.failing = 2;
        Pool<Thing> pool = poolOf(things, 4).minIdle(1).build();
        assertInstanceOf(IOException.class, await(failureOf(uses(pool, ms(5)))));
        await(sleep(LONG));
        assertEquals(2, things.attempts);
        await(uses(pool, ms(5)));
        assertEquals(new PoolStatistics(4, 0, 2, 0, 0, 0, 0), pool.statistics());
        assertEquals(4, things.attempts);
        return Task.of(await(ends(pool, things)));
    }

    // ------------------------------------------------------------------ checks

    /** HikariCP, asyncpg and deadpool test a connection before it is lent. */
    @AsyncTest
    void whatIsNotInOrderIsClosedBeforeItIsLent() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 3).check(thing -> things.check(thing)).build();
        await(all(await(users(pool, 3, ms(10)))));
        assertEquals(List.of(), things.checked);
        things.made.get(2).isBroken = true;
        things.made.get(1).isBroken = true;
        assertEquals(0, await(uses(pool, ms(1))).id);
        assertEquals(List.of(2, 1, 0), things.checked);
        await(sleep(ms(2)));
        assertEquals(List.of(2, 1), things.closed);
        things.made.get(0).isBroken = true;
        assertEquals(3, await(uses(pool, ms(1))).id);
        await(ends(pool, things));
    }

    @AsyncTest
    void whatWasUsedALittleWhileAgoIsNotChecked() throws Exception {
        Things things = new Things();
        PoolBuilder<Thing> builder = poolOf(things, 3).check(thing -> things.check(thing));
        Pool<Thing> pool = builder.checkAfter(ms(10)).build();
        await(uses(pool, ms(1)));
        await(sleep(ms(9)));
        await(uses(pool, ms(1)));
        assertEquals(List.of(), things.checked);
        await(sleep(ms(10)));
        await(uses(pool, ms(1)));
        assertEquals(List.of(0), things.checked);
        await(ends(pool, things));
    }

    @AsyncTest
    void whatIsGivenBackToWhoWaitsIsNotChecked() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).check(thing -> things.check(thing)).build();
        await(all(await(users(pool, 3, ms(10)))));
        assertEquals(List.of(), things.checked);
        await(ends(pool, things));
    }

    @AsyncTest
    void whoIsCancelledDuringTheCheckLeavesTheObjectToOthers() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).check(thing -> things.check(thing)).build();
        await(uses(pool, ms(1)));
        ScheduledTask<Thing> user = spawn(uses(pool, ms(1)));
        while (pool.statistics().checking() == 0) {
            await(yieldNow());
        }
        user.cancel();
        await(failureOf(user));
        assertEquals(new PoolStatistics(1, 0, 0, 0, 1, 0, 0), pool.statistics());
        await(sleep(ms(2)));
        assertEquals(1, pool.statistics().idle());
        await(ends(pool, things));
    }

    @AsyncTest
    void checksInTheBackgroundWhatNobodyUses() throws Exception {
        Things things = new Things();
        PoolBuilder<Thing> builder = poolOf(things, 2).check(thing -> things.check(thing));
        Pool<Thing> pool = builder.checkEvery(ms(100)).checkAfter(LONG).build();
        await(all(await(users(pool, 2, ms(10)))));
        await(sleep(ms(250)));
        assertEquals(4, things.checked.size());
        things.made.forEach(thing -> thing.isBroken = true);
        await(sleep(ms(110)));
        assertEquals(2, things.closed.size());
        assertEquals(new PoolStatistics(2, 0, 0, 0, 0, 0, 0), pool.statistics());
        assertEquals(2, await(uses(pool, ms(1))).id);
        await(ends(pool, things));
    }

    // ------------------------------------------------------------------ storms

    @Async
    private static Task<Void> borrows(Pool<Thing> pool, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            try {
                if (random.nextInt(4) == 0) {
                    await(gather(List.of(pool.borrow(), fails(random.nextInt(3)))));
                } else {
                    await(usesUp(pool.borrow(), random));
                }
            } catch (IOException | TimeoutException | PoolClosedException given) {
                await(yieldNow());
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> fails(int millis) throws IOException {
        await(sleep(ms(millis)));
        throw new IOException("on purpose");
    }

    @Async
    private static Task<Void> usesUp(Awaitable<Lease<Thing>> borrow, Random random) throws TimeoutException {
        boolean isPatient = random.nextBoolean();
        try (Lease<Thing> lease = isPatient ? await(borrow) : await(waitFor(borrow, ms(random.nextInt(4))))) {
            Thing thing = lease.get();
            thing.use();
            try {
                await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
            } finally {
                thing.leave();
            }
            thing.isBroken = random.nextInt(6) == 0;
            if (random.nextInt(6) == 0) {
                lease.invalidate();
            }
        }
        return Task.done();
    }

    private static Pool<Thing> anyPool(Things things, Random random) {
        things.makingTakes = ms(random.nextInt(3));
        things.closingTakes = ms(random.nextInt(3));
        PoolBuilder<Thing> builder = poolOf(things, 1 + random.nextInt(3)).minIdle(random.nextInt(2));
        if (random.nextBoolean()) {
            builder.idleTime(ms(1 + random.nextInt(4)));
        }
        if (random.nextBoolean()) {
            builder.lifetime(ms(1 + random.nextInt(9)));
        }
        if (random.nextBoolean()) {
            builder.check(thing -> things.check(thing));
            builder.checkAfter(ms(random.nextInt(3))).checkEvery(ms(1 + random.nextInt(4)));
        }
        return builder.build();
    }

    /** No object is lost, used by two, or left open; there are never more than there may be; and nobody is left waiting. */
    @Test
    void losesNoObjectHoweverItsUsersAreCancelled() {
        try (LogRecords warnings = new LogRecords()) {
            Storm.rage(STORMS, random -> new Storm.Primitive() {
                private final Things things = new Things();
                private final Pool<Thing> pool = anyPool(things, random);
                private final boolean closesEarly = random.nextInt(4) == 0;

                @Override
                public Storm.User user() {
                    return each -> {
                        things.failing = each.nextInt(3);
                        if (closesEarly && each.nextInt(4) == 0) {
                            spawn(closesAfter(pool, each.nextInt(4)));
                        }
                        return borrows(pool, each);
                    };
                }

                @Override
                public Task<Void> end() {
                    return endsLater(pool, things);
                }

                @Override
                public void check() {
                    PoolStatistics now = pool.statistics();
                    assertEquals(new PoolStatistics(now.max(), 0, 0, 0, 0, 0, 0), now);
                    assertTrue(things.mostOpen <= now.max(), things.mostOpen + " open of " + now.max());
                }
            });
            assertEquals(
                    List.of(),
                    warnings.messages().stream()
                            .filter(message ->
                                    !message.contains("to have ready") && !message.contains("waits no longer"))
                            .toList());
        }
    }

    @Async
    private static Task<Void> endsLater(Pool<Thing> pool, Things things) {
        await(ends(pool, things));
        return Task.of(await(sleep(ms(5)))); // for who closes it too
    }

    @Async
    private static Task<Void> closesAfter(Pool<Thing> pool, int millis) {
        await(sleep(ms(millis)));
        pool.close();
        return Task.done();
    }
}
