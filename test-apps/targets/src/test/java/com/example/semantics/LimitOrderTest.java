// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which limits and sleeps end that are due at the same time, where no seed shuffles them. */
@Timeout(120)
class LimitOrderTest {
    /** asyncio's loop has a new timer for each limit. */
    @ParameterizedTest
    @CsvSource({"3, 3", "3, 9", "9, 3", "9, 9"})
    void aLimitThatIsMovedIsDueBehindWhatWasSetBeforeForTheSameTimeAndInFrontOfWhatIsSetLater(long first, long then) {
        List<String> events = new ArrayList<>();
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.run(moved(first, then, events));
        }
        assertEquals(List.of("before", "limit", "after"), events);
    }

    @Async
    private static Task<Void> moved(long first, long then, List<String> events) {
        ScheduledTask<Void> limited = spawn(moveOnAfter(ms(first), limit -> puttingOff(limit, then, events)));
        spawn(sleeping("before", then, events));
        await(sleep(ms(1)));
        ScheduledTask<Void> last = spawn(sleeping("after", then, events));
        await(limited);
        await(last);
        return Task.done();
    }

    /** Its limit is moved behind the first sleep and in front of the second, which all end at the same time. */
    @Async
    private static Task<Void> puttingOff(TimeoutScope limit, long then, List<String> events) {
        await(yieldNow());
        limit.reschedule(ms(then));
        try {
            await(sleep(LONG));
        } finally {
            events.add("limit");
        }
        return Task.done();
    }

    /** Sleeps until so many milliseconds after the begin. */
    @Async
    private static Task<Void> sleeping(String name, long until, List<String> events) {
        await(sleep(ms(until - millis())));
        events.add(name);
        return Task.done();
    }
}
