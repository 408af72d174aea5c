// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Watch;
import dev.weft.sync.WatchStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value whose changes are awaited: behaviours of tokio's sync_watch. */
@Timeout(120)
class WatchTest implements OnEverySchedule {
    /** tokio sync_watch: single receiver. */
    @AsyncTest
    void givesTheLastValueWhenItChanges() throws Exception {
        Watch<String> watch = Watch.of("one");
        Watch.Observer<String> observer = watch.observe();
        ScheduledTask<String> waiting = spawn(observer.changed());
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, waiting.state());
        watch.set("two");
        watch.set("three");
        assertEquals("three", await(waiting));
        assertEquals("three", watch.get());
    }

    /** tokio sync_watch: what was set before the wait counts, once. */
    @AsyncTest
    void seesEachChangeAtMostOnce() throws Exception {
        Watch<Integer> watch = Watch.of(1);
        Watch.Observer<Integer> observer = watch.observe();
        watch.set(2);
        assertEquals(2, await(observer.changed()));
        ScheduledTask<Integer> waiting = spawn(observer.changed());
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, waiting.state());
        watch.set(2); // the same again is a change too
        assertEquals(2, await(waiting));
        watch.set(3);
        assertEquals(3, observer.get());
        ScheduledTask<Integer> next = spawn(observer.changed());
        await(sleep(ms(1)));
        next.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(next)));
    }

    @Async
    private static Task<List<Integer>> sees(Watch.Observer<Integer> observer, int last) {
        List<Integer> seen = new ArrayList<>();
        do {
            seen.add(await(observer.changed()));
        } while (seen.get(seen.size() - 1) != last);
        return Task.of(seen);
    }

    /** tokio sync_watch: multiple receivers, each at its own speed. */
    @AsyncTest
    void tellsEveryObserver() throws Exception {
        Watch<Integer> watch = Watch.of(0);
        ScheduledTask<List<Integer>> one = spawn(sees(watch.observe(), 5));
        ScheduledTask<List<Integer>> other = spawn(sees(watch.observe(), 5));
        for (int i = 1; i <= 5; i++) {
            watch.set(i);
            await(sleep(ms(1)));
        }
        assertEquals(List.of(1, 2, 3, 4, 5), await(one));
        assertEquals(List.of(1, 2, 3, 4, 5), await(other));
    }

    /** tokio sync_watch: wait-for. */
    @AsyncTest
    void waitsUntilTheValueIsAsItShouldBe() throws Exception {
        Watch<Integer> watch = Watch.of(0);
        ScheduledTask<Integer> waiting = spawn(watch.until(value -> value >= 3));
        for (int i = 1; i <= 3; i++) {
            await(sleep(ms(1)));
            assertEquals(State.SUSPENDED, waiting.state());
            assertEquals(i, watch.update(value -> value + 1));
        }
        assertEquals(3, await(waiting));
        assertEquals(3, await(watch.until(value -> value == 3)));
    }

    /** tokio sync_watch: a condition that panics. */
    @AsyncTest
    void failsAsItsConditionDoes() throws Exception {
        Watch<Integer> watch = Watch.of(0);
        IllegalArgumentException broken = new IllegalArgumentException();
        ScheduledTask<Throwable> waiting = spawn(failureOf(watch.until(value -> {
            if (value == 1) {
                throw broken;
            }
            return false;
        })));
        await(sleep(ms(1)));
        watch.set(1);
        assertSame(broken, await(waiting));
        assertEquals("watch (set 1 time)", watch.toString());
    }

    /** A wait that is withdrawn leaves nothing behind, and has seen nothing. */
    @AsyncTest
    void hasSeenNothingWhenItsWaitIsWithdrawn() throws Exception {
        Watch<Integer> watch = Watch.<Integer>of(0).named("progress");
        Watch.Observer<Integer> observer = watch.observe();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "late", await(select(on(observer.changed(), value -> "changed"), on(sleep(ms(1)), n -> "late"))));
        }
        assertEquals("watch \"progress\" (set 0 times)", watch.toString());
        watch.set(1);
        assertInstanceOf(
                IOException.class,
                await(failureOf(gather(
                        observer.changed(), com.example.semantics.Schedules.failsAfter(ms(1), new IOException())))));
        assertEquals(1, await(waitFor(observer.changed(), LONG)));
    }

    /** Null is no value. */
    @Test
    void refusesNull() {
        assertThrows(NullPointerException.class, () -> Watch.of(null));
        Watch<Integer> watch = Watch.of(1);
        assertThrows(NullPointerException.class, () -> watch.set(null));
        assertThrows(NullPointerException.class, () -> watch.update(value -> null));
        assertTrue(watch.get() == 1);
    }

    /** Weft's own: what is waited for has a name, and counts those who wait. */
    @AsyncTest
    void saysHowItIs() throws Exception {
        Watch<Integer> watch = Watch.of(1).named("level");
        assertEquals("watch \"level\" (set 0 times)", watch.toString());
        ScheduledTask<Integer> waiting = spawn(watch.until(value -> value > 2));
        await(sleep(ms(1)));
        watch.set(2);
        await(sleep(ms(1)));
        assertEquals(new WatchStatistics(1, 1), watch.statistics());
        assertEquals(
                "watch \"level\" (set 1 time, 1 waits)",
                watch.observe().changed().describe().identity());
        assertEquals(WaitDescription.of("watch", "\"level\", set 1 time, 1 waits"), watch.describe());
        waiting.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiting)));
        assertEquals(new WatchStatistics(1, 0), watch.statistics());
    }
}
