// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Latch;
import dev.weft.sync.LatchStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a latch, of cppcoro's tests. */
@Timeout(120)
class LatchTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;

    @Async
    private static Task<Void> waits(Latch latch) {
        await(latch.untilOpen());
        return Task.done();
    }

    /** cppcoro latch: zero or negative count is ready. */
    @AsyncTest
    void zeroOrLessIsOpen() throws Exception {
        await(new Latch(0).untilOpen());
        await(new Latch(-1).untilOpen());
        assertEquals(0, new Latch(-1).count());
    }

    /** cppcoro latch: those who wait go on when the last has counted. */
    @AsyncTest
    void opensForAllWhenItIsCountedDown() throws Exception {
        Latch latch = new Latch("started", 3);
        List<ScheduledTask<Void>> tasks = List.of(spawn(waits(latch)), spawn(waits(latch)));
        await(sleep(ms(1)));
        assertEquals("latch \"started\" (3 to go, 2 waiting)", latch.toString());
        assertEquals(
                "\"started\", 3 to go, 2 waiting", latch.untilOpen().describe().identity());
        latch.countDown();
        latch.countDown();
        await(sleep(ms(1)));
        assertEquals(new LatchStatistics(1, 2), latch.statistics());
        latch.countDown(5);
        assertEquals("latch \"started\" (open, 0 waiting)", latch.toString());
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        latch.countDown();
        await(latch.untilOpen());
        assertThrows(IllegalArgumentException.class, () -> latch.countDown(-1));
    }

    @AsyncTest
    void whoIsCancelledLeavesNothing() throws Exception {
        Latch latch = new Latch(1);
        ScheduledTask<Void> task = spawn(waits(latch));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(new LatchStatistics(1, 0), latch.statistics());
    }

    @Async
    private static Task<Void> counts(Latch latch, boolean[] counted, Random random) {
        try {
            await(sleep(ms(random.nextInt(4))));
        } finally {
            latch.countDown();
            counted[0] = true;
        }
        await(latch.untilOpen());
        assertFalse(latch.count() > 0);
        return Task.done();
    }

    @Test
    void nobodyIsLeftInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final Latch latch = new Latch(1 + random.nextInt(2));
            private final boolean[] counted = new boolean[1];

            @Override
            public Storm.User user() {
                return each -> {
                    latch.countDown(); // one that never starts counts nothing
                    return counts(latch, counted, each);
                };
            }

            @Override
            public void check() {
                assertEquals(0, latch.statistics().waiting());
                assertEquals(counted[0] ? 0 : latch.count(), latch.count());
            }
        });
    }

    @AsyncTest
    void aThousandWaitAndGoOn() throws Exception {
        Latch latch = new Latch(1);
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(spawn(waits(latch)));
        }
        await(sleep(ms(1)));
        latch.countDown();
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
    }
}
