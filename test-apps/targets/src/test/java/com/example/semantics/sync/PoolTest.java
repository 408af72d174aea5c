// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a pool: lending, what fails, what is cancelled, and the end. What is done to idle objects is in {@link PoolUpkeepTest}. */
@Timeout(120)
class PoolTest implements OnEverySchedule {
    static PoolBuilder<Thing> poolOf(Things things, int max) {
        return Pool.making(() -> things.make()).named("db").max(max).closing(thing -> things.close(thing));
    }

    @Async
    static Task<Thing> uses(Pool<Thing> pool, Duration time) {
        try (Lease<Thing> lease = await(pool.borrow())) {
            Thing thing = lease.get();
            thing.use();
            try {
                await(sleep(time));
            } finally {
                thing.leave();
            }
            return Task.of(thing);
        }
    }

    /** Spawned one after the other, each a millisecond later. */
    @Async
    static Task<List<ScheduledTask<Thing>>> users(Pool<Thing> pool, int count, Duration time) {
        List<ScheduledTask<Thing>> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(spawn("user " + i, uses(pool, time)));
            await(sleep(ms(1)));
        }
        return Task.of(users);
    }

    @Async
    static Task<Void> ends(Pool<Thing> pool, Things things) {
        pool.close();
        await(pool.closed());
        things.assertAllClosed();
        assertEquals(0, pool.statistics().waiting());
        return Task.done();
    }

    // ------------------------------------------------------------------ lending

    @AsyncTest
    void lendsWhatWasGivenBackLast() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 3).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 3, ms(10)));
        for (ScheduledTask<Thing> user : users) {
            await(user);
        }
        assertEquals(new PoolStatistics(3, 0, 3, 0, 0, 0, 0), pool.statistics());
        assertEquals(2, await(uses(pool, ms(1))).id);
        assertEquals(2, await(uses(pool, ms(1))).id);
        assertEquals(3, things.made.size());
        await(ends(pool, things));
    }

    private static String withoutPlace(String text) {
        return text.replaceFirst(" \\(longest at .*?\\)\\)", "");
    }

    @Async
    private static Task<Lease<Thing>> borrowsFirst(Pool<Thing> pool) throws Exception {
        return Task.of(await(pool.borrow()));
    }

    @Async
    private static Task<Lease<Thing>> borrowsNext(Pool<Thing> pool) throws Exception {
        return Task.of(await(pool.borrow()));
    }

    @AsyncTest
    void saysWhereTheOneWasBorrowedThatIsLentLongest() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 2).build();
        Lease<Thing> first = await(borrowsFirst(pool));
        Lease<Thing> next = await(borrowsNext(pool));
        String begin = "\"db\", %d of 2 lent (longest at " + PoolTest.class.getName() + ".%s(PoolTest.java:";
        String both = pool.describe().identity();
        assertTrue(both.startsWith(begin.formatted(2, "borrowsFirst")), both);
        first.close();
        String one = pool.describe().identity();
        assertTrue(one.startsWith(begin.formatted(1, "borrowsNext")), one);
        next.invalidate();
        assertFalse(pool.describe().identity().contains("longest"));
        await(ends(pool, things));
    }

    @AsyncTest
    void makesNoMoreThanThereMayBeAndServesThoseWhoWaitInOrder() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 2).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 6, ms(20)));
        assertEquals(new PoolStatistics(2, 2, 0, 0, 0, 0, 4), pool.statistics());
        assertEquals("pool \"db\" (2 of 2 lent, 0 idle, 4 waiting)", pool.toString());
        assertEquals("pool", pool.describe().kind());
        assertEquals(
                "\"db\", 2 of 2 lent, 0 idle, 4 waiting",
                withoutPlace(pool.describe().identity()));
        assertEquals(pool.describe(), pool.borrow().describe());
        List<Integer> ids = new ArrayList<>();
        for (ScheduledTask<Thing> user : users) {
            ids.add(await(user).id);
        }
        assertEquals(List.of(0, 1, 0, 1, 0, 1), ids);
        assertEquals(2, things.made.size());
        await(ends(pool, things));
    }

    /** deadpool: a get that is dropped; r2dbc-pool: an acquire that is cancelled. What is being made is for the next one. */
    @AsyncTest
    void whoIsCancelledLeavesTheLineAndWhatIsMadeForItIsKept() throws Exception {
        Things things = new Things();
        things.makingTakes = ms(10);
        Pool<Thing> pool = poolOf(things, 1).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 3, ms(1)));
        users.get(0).cancel();
        users.get(1).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(users.get(0))));
        assertInstanceOf(CancellationException.class, await(failureOf(users.get(1))));
        assertEquals(0, await(users.get(2)).id);
        ScheduledTask<Thing> alone = spawn(uses(pool, LONG));
        await(sleep(ms(1)));
        alone.cancel();
        await(failureOf(alone));
        assertEquals(new PoolStatistics(1, 0, 1, 0, 0, 0, 0), pool.statistics());
        await(ends(pool, things));
    }

    @AsyncTest
    void anObjectThatIsHandedToNobodyGoesToTheNext() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).build();
        Lease<Thing> held = await(pool.borrow());
        List<Awaitable<?>> parts = List.of(pool.borrow(), failsAfter(ms(5), new IOException("on purpose")));
        ScheduledTask<Throwable> failing = spawn(failureOf(gather(parts)));
        await(sleep(ms(1)));
        ScheduledTask<Thing> next = spawn(uses(pool, ms(1)));
        await(sleep(ms(1)));
        held.close();
        assertEquals(new PoolStatistics(1, 1, 0, 0, 0, 0, 1), pool.statistics());
        await(failing);
        assertEquals(0, await(next).id);
        await(ends(pool, things));
    }

    /** asyncpg: a cancellation in the turn in which a connection is released. */
    @AsyncTest
    void whoIsCancelledInTheTurnInWhichItIsHandedOneGivesItBack() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).build();
        Lease<Thing> held = await(pool.borrow());
        List<ScheduledTask<Thing>> users = await(users(pool, 2, ms(1)));
        held.close();
        users.get(0).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(users.get(0))));
        assertEquals(0, await(users.get(1)).id);
        await(ends(pool, things));
    }

    @Async
    private static Task<Integer> slowly(List<String> said) {
        try {
            await(sleep(ms(10)));
        } catch (CancellationException cancelled) {
            said.add(String.valueOf(cancelled.getMessage()));
            throw cancelled;
        }
        return Task.of(1);
    }

    @AsyncTest
    void whatTheEndOfThePoolCancelsIsToldWhoseLineThatWas() throws Exception {
        List<String> said = new ArrayList<>();
        Pool<Integer> pool = Pool.making(() -> slowly(said)).build();
        ScheduledTask<Lease<Integer>> user = spawn(pool.borrow());
        await(sleep(ms(1)));
        pool.close();
        assertInstanceOf(PoolClosedException.class, await(failureOf(user)));
        await(pool.closed());
        assertEquals(1, said.size());
        assertTrue(said.get(0).contains("(PoolTest.java:"), said.get(0));
    }

    @Async
    private static Task<Integer> refuses() throws IOException {
        await(sleep(ms(50)));
        throw new IOException("refused");
    }

    @Test
    void thatNothingCouldBeMadeForWhoHasGoneIsSaidSo() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            inOrder(() -> {
                Pool<Integer> pool =
                        Pool.making(() -> refuses()).named("db").max(2).build();
                ScheduledTask<Lease<Integer>> user = spawn(pool.borrow());
                await(sleep(ms(1)));
                assertEquals("pool \"db\" (0 of 2 lent, 0 idle, 1 being made, 1 waiting)", pool.toString());
                user.cancel();
                await(sleep(ms(100)));
                pool.close();
                await(pool.closed());
                return Task.done();
            });
            assertEquals(
                    List.of("pool \"db\" could not make an object; whoever it was for waits no longer"),
                    warnings.messages());
        }
    }

    @AsyncTest
    void whoGivesUpAfterATimeIsToldHowFullItIs() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).build();
        try (Lease<Thing> held = await(waitFor(pool.borrow(), ms(5)))) {
            Throwable late = await(failureOf(waitFor(pool.borrow(), ms(5))));
            assertInstanceOf(TimeoutException.class, late);
            assertEquals(
                    "pool \"db\", 1 of 1 lent, 0 idle, 1 waiting did not end within PT0.005S",
                    withoutPlace(String.valueOf(late.getMessage())));
            assertEquals(0, held.get().id);
        }
        await(ends(pool, things));
    }

    @AsyncTest
    void aLeaseIsOverOnceAndItsObjectIsNotToBeUsedThen() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 2).build();
        Lease<Thing> lease = await(pool.borrow());
        lease.close();
        lease.close();
        lease.invalidate();
        assertEquals(new PoolStatistics(2, 0, 1, 0, 0, 0, 0), pool.statistics());
        String message = assertThrows(IllegalStateException.class, lease::get).getMessage();
        assertTrue(message.startsWith("The lease of pool \"db\", borrowed at " + PoolTest.class.getName()), message);
        assertTrue(message.contains("PoolTest.java:"), message);
        await(ends(pool, things));
    }

    /** r2dbc-pool: invalidate; deadpool: take. */
    @AsyncTest
    void aBrokenObjectIsClosedAndItsPlaceIsFree() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).build();
        Lease<Thing> lease = await(pool.borrow());
        ScheduledTask<Thing> next = spawn(uses(pool, ms(1)));
        await(sleep(ms(1)));
        lease.invalidate();
        assertEquals(new PoolStatistics(1, 0, 0, 0, 0, 1, 1), pool.statistics());
        assertEquals(1, await(next).id);
        assertEquals(List.of(0), things.closed);
        assertEquals(1, things.mostOpen);
        await(ends(pool, things));
    }

    // ------------------------------------------------------------------ what cannot be made

    /** HikariCP waits for its timeout; r2dbc-pool and deadpool tell why. */
    @AsyncTest
    void aFailureGoesToWhoWaitsLongestAndTheOthersTryAnew() throws Exception {
        Things things = new Things();
        things.makingTakes = ms(10);
        things.failing = 2;
        Pool<Thing> pool = poolOf(things, 1).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 4, ms(1)));
        assertEquals("failure 1", await(failureOf(users.get(0))).getMessage());
        assertEquals("failure 2", await(failureOf(users.get(1))).getMessage());
        assertEquals(0, await(users.get(2)).id);
        assertEquals(0, await(users.get(3)).id);
        assertEquals(3, things.attempts);
        await(ends(pool, things));
    }

    @AsyncTest
    void whatMakesThemMayThrowAtOnceGiveNullOrBeCancelled() throws Exception {
        int[] calls = new int[1];
        Pool<String> pool = Pool.making(() -> odd(calls)).named("odd").max(1).build();
        assertEquals("at once", await(failureOf(pool.borrow())).getMessage());
        assertEquals(
                "What makes the objects of pool \"odd\" gave null.",
                await(failureOf(pool.borrow())).getMessage());
        ScheduledTask<Throwable> third = spawn(failureOf(pool.borrow()));
        await(sleep(ms(1)));
        EventLoop.current().tasks().stream()
                .filter(task -> task.name().contains("pool \"odd\" makes"))
                .forEach(ScheduledTask::cancel);
        Throwable cancelled = await(third);
        assertInstanceOf(IllegalStateException.class, cancelled);
        assertEquals("The task in which pool \"odd\" made an object was cancelled", cancelled.getMessage());
        try (Lease<String> lease = await(pool.borrow())) {
            assertEquals("made", lease.get());
        }
        pool.close();
        await(pool.closed());
    }

    private static Task<String> odd(int[] calls) throws IOException {
        calls[0]++;
        if (calls[0] == 1) {
            throw new IOException("at once");
        }
        return calls[0] == 3 ? late() : Task.of(calls[0] == 2 ? null : "made");
    }

    @Async
    private static Task<String> late() {
        await(sleep(LONG));
        return Task.of("late");
    }

    // ------------------------------------------------------------------ its end

    @AsyncTest
    void closingTellsThoseWhoWaitAndWaitsForWhatIsLent() throws Exception {
        Things things = new Things();
        things.closingTakes = ms(50);
        Pool<Thing> pool = poolOf(things, 2).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 3, ms(10)));
        pool.close();
        pool.close();
        Throwable refused = await(failureOf(users.get(2)));
        assertInstanceOf(PoolClosedException.class, refused);
        assertEquals("pool \"db\" is closed, and lends nothing any more.", refused.getMessage());
        assertInstanceOf(PoolClosedException.class, await(failureOf(pool.borrow())));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(pool.closed(), ms(1)))));
        await(gather(pool.closed(), pool.closed()));
        assertTrue(users.get(0).isReady() && users.get(1).isReady());
        assertTrue(millis() >= 61, "at " + millis());
        assertEquals("pool \"db\" (0 of 2 lent, 0 idle, 0 waiting, closed)", pool.toString());
        things.assertAllClosed();
        await(pool.closed());
    }

    @AsyncTest
    void closingEndsWhatIsBeingMade() throws Exception {
        Things things = new Things();
        things.makingTakes = LONG;
        Pool<Thing> pool = poolOf(things, 2).build();
        List<ScheduledTask<Thing>> users = await(users(pool, 2, ms(10)));
        pool.close();
        await(pool.closed());
        assertEquals(2, things.cancelled);
        assertEquals(2, millis());
        for (ScheduledTask<Thing> user : users) {
            assertInstanceOf(PoolClosedException.class, await(failureOf(user)));
        }
        Pool<Thing> unused = poolOf(things, 1).build();
        unused.close();
        await(unused.closed());
    }

    @Test
    void whatClosingThrowsIsReported() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            onEverySchedule(() -> {
                Pool<String> pool = Pool.making(() -> Task.of("made"))
                        .named("odd")
                        .closing(made -> {
                            throw new IOException("on purpose");
                        })
                        .build();
                await(pool.borrow()).close();
                pool.close();
                return Task.of(await(pool.closed()));
            });
            String first = warnings.messages().get(0);
            assertTrue(first.contains(" of pool \"odd\""), first);
        }
    }

    @AsyncTest
    void whatIsAutoCloseableIsClosedBySoMuch() throws Exception {
        List<String> closed = new ArrayList<>();
        Pool<AutoCloseable> pool = Pool.making(() -> Task.<AutoCloseable>of(() -> closed.add("closed")))
                .build();
        try (Lease<AutoCloseable> lease = await(pool.borrow())) {
            lease.get();
        }
        assertEquals(List.of(), closed);
        await(pool.borrow()).invalidate();
        assertEquals(List.of("closed"), closed);
        await(pool.borrow()).close();
        pool.close();
        await(pool.closed());
        assertEquals(List.of("closed", "closed"), closed);
    }

    // ------------------------------------------------------------------ threads, leaks, many

    @Test
    void belongsToOneLoop() throws Exception {
        Pool<String> pool = Pool.making(() -> Task.of("made")).named("db").build();
        try (EventLoop loop = EventLoop.simulated(1)) {
            Lease<String> lease = loop.run(pool.borrow());
            String message =
                    assertThrows(IllegalStateException.class, lease::close).getMessage();
            assertTrue(
                    message.startsWith("close() of a lease of pool \"db\" belongs to the thread that runs"), message);
            try (EventLoop other = EventLoop.simulated(2)) {
                assertThrows(IllegalStateException.class, () -> other.run(pool.borrow()));
            }
            loop.run(closes(lease));
            assertEquals(new PoolStatistics(10, 0, 1, 0, 0, 0, 0), pool.statistics());
            loop.run(closes(pool));
        }
        assertEquals(0, pool.statistics().idle());
    }

    @Async
    private static Task<Void> closes(AutoCloseable closed) throws Exception {
        closed.close();
        return Task.done();
    }

    /** HikariCP and asyncpg tell of a leak after a time; here it is when nobody can close the lease any more. */
    @Test
    void aLeaseThatIsForgottenIsReportedWithItsLineAndItsPlaceIsFree() throws Exception {
        Things things = new Things();
        Pool<Thing> pool = poolOf(things, 1).build();
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            loop.run(forgets(pool));
            ScheduledTask<Thing> waits = loop.spawn(uses(pool, ms(1)));
            loop.run(sleep(ms(1)));
            for (int i = 0;
                    i < 2_000 && ofLeases(warnings).isEmpty();
                    i++) { // a collector that never collects fails the test
                System.gc();
            }
            assertEquals(1, loop.run(waits).id);
            String message = ofLeases(warnings).get(0);
            assertTrue(
                    message.startsWith("A lease of pool \"db\", borrowed at " + PoolTest.class.getName() + ".forgets"),
                    message);
            assertTrue(message.contains("(PoolTest.java:"), message);
            assertEquals(1, ofLeases(warnings).size());
            loop.run(ends(pool, things));
        }
    }

    /** The collector finds what other tests have left, too. */
    private static List<String> ofLeases(LogRecords warnings) {
        return warnings.messages().stream()
                .filter(message -> message.startsWith("A lease "))
                .toList();
    }

    @Async
    private static Task<Void> forgets(Pool<Thing> pool) {
        await(pool.borrow()).get();
        return Task.done();
    }

    @Test
    void thousandsThatAreCancelledLeaveAsFastAsTheyCame() throws Exception {
        Things things = new Things();
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(manyCancelled(poolOf(things, 1).build(), things, 2_000));
        }
    }

    @Async
    private static Task<Void> manyCancelled(Pool<Thing> pool, Things things, int count) {
        Lease<Thing> held = await(pool.borrow());
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(pool.borrow()));
        }
        await(sleep(ms(1)));
        assertEquals(count, pool.statistics().waiting());
        for (int i = count - 1; i >= 0; i--) {
            tasks.get(i).cancel();
        }
        await(sleep(ms(1)));
        assertEquals(new PoolStatistics(1, 1, 0, 0, 0, 0, 0), pool.statistics());
        held.close();
        return Task.of(await(ends(pool, things)));
    }

    @Test
    void refusesWhatIsNoPool() {
        PoolBuilder<String> builder = Pool.making(() -> Task.of("made"));
        assertThrows(IllegalArgumentException.class, () -> builder.max(0));
        assertThrows(IllegalArgumentException.class, () -> builder.minIdle(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.idleTime(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.lifetime(ms(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.checkEvery(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.checkAfter(ms(-1)));
        assertSame(builder, builder.checkAfter(Duration.ZERO).lifetime(Duration.ofDays(365 * 300)));
        assertNotEquals(builder.build(), builder.build());
    }
}
