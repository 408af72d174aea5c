// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.RwLock;
import dev.weft.sync.RwLockStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a lock for readers and writers, of tokio's tests of its RwLock, and that none is ever lost. */
@Timeout(120)
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class RwLockTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;
    private static final RwLockStatistics FREE = new RwLockStatistics(0, false, null, 0);

    @Async
    private static Task<Void> reads(RwLock lock, String name, Duration held, List<String> events) {
        try (RwLock.ReadGuard guard = await(lock.read())) {
            events.add(name);
            await(sleep(held));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> writes(RwLock lock, String name, Duration held, List<String> events) {
        try (RwLock.WriteGuard guard = await(lock.write())) {
            events.add(name);
            await(sleep(held));
        }
        return Task.done();
    }

    /** tokio rwlock: read shared. */
    @AsyncTest
    void readersAreInsideTogetherAndAWriterAlone() throws Exception {
        RwLock lock = new RwLock("config");
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> a = spawn(reads(lock, "a", ms(10), events));
        ScheduledTask<Void> b = spawn(reads(lock, "b", ms(10), events));
        await(sleep(ms(1)));
        assertEquals(new RwLockStatistics(2, false, null, 0), lock.statistics());
        ScheduledTask<Void> w = spawn(writes(lock, "w", ms(10), events));
        await(sleep(ms(1)));
        assertEquals("rwlock \"config\" (2 reading, 1 waiting)", lock.toString());
        await(gather(List.of(a, b)));
        await(sleep(ms(1)));
        assertEquals(new RwLockStatistics(0, true, w, 0), lock.statistics());
        assertSame(w, lock.describe().owner());
        assertEquals("\"config\", written, 0 waiting", lock.read().describe().identity());
        await(w);
        assertEquals(FREE, lock.statistics());
    }

    /** tokio rwlock: write shared pending, exclusive pending; and a reader that comes later goes behind the writer. */
    @AsyncTest
    void aWriterIsNotStarvedByReadersThatComeLater() throws Exception {
        RwLock lock = new RwLock();
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        tasks.add(spawn(reads(lock, "r1", ms(10), events)));
        await(sleep(ms(1)));
        tasks.add(spawn(writes(lock, "w", ms(10), events)));
        await(sleep(ms(1)));
        for (String name : List.of("r2", "r3")) {
            tasks.add(spawn(reads(lock, name, ms(10), events)));
            await(sleep(ms(1)));
        }
        assertNull(lock.tryRead());
        assertEquals(List.of("r1"), events);
        await(tasks.get(1));
        await(sleep(ms(1)));
        assertEquals(new RwLockStatistics(2, false, null, 0), lock.statistics());
        assertEquals(List.of("r1", "w"), events.subList(0, 2));
        await(gather(tasks));
    }

    @AsyncTest
    void readersThatWaitedBehindAWriterGoOnWhenItIsCancelled() throws Exception {
        RwLock lock = new RwLock();
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> first = spawn(reads(lock, "r1", LONG, events));
        await(sleep(ms(1)));
        ScheduledTask<Void> writer = spawn(writes(lock, "w", LONG, events));
        await(sleep(ms(1)));
        ScheduledTask<Void> second = spawn(reads(lock, "r2", Duration.ZERO, events));
        await(sleep(ms(1)));
        writer.cancel();
        await(second);
        assertInstanceOf(CancellationException.class, await(failureOf(writer)));
        first.cancel();
        await(failureOf(first));
        assertEquals(List.of("r1", "r2"), events);
        assertEquals(FREE, lock.statistics());
    }

    /** tokio rwlock: try read, try write. */
    @AsyncTest
    void whatCannotBeHadAtOnceIsNull() throws Exception {
        RwLock lock = new RwLock();
        await(yieldNow());
        RwLock.ReadGuard read = lock.tryRead();
        assertNotNull(read);
        assertNull(lock.tryWrite());
        read.close();
        RwLock.WriteGuard write = lock.tryWrite();
        assertNotNull(write);
        assertSame(currentTask(), lock.statistics().writer());
        assertNull(lock.tryRead());
        assertNull(lock.tryWrite());
        write.close();
        assertEquals(FREE, lock.statistics());
    }

    /** tokio rwlock: downgrade. */
    @AsyncTest
    void aWriterGoesOnWithReadingAndNobodyWritesInBetween() throws Exception {
        RwLock lock = new RwLock();
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        try (RwLock.WriteGuard write = await(lock.write())) {
            tasks.add(spawn(reads(lock, "r", Duration.ZERO, events)));
            await(sleep(ms(1)));
            tasks.add(spawn(writes(lock, "w", Duration.ZERO, events)));
            await(sleep(ms(1)));
            try (RwLock.ReadGuard read = write.downgrade()) {
                assertEquals(new RwLockStatistics(2, false, null, 1), lock.statistics());
                await(sleep(ms(1)));
                assertEquals(List.of("r"), events);
            }
        }
        await(gather(tasks));
        assertEquals(List.of("r", "w"), events);
        assertEquals(FREE, lock.statistics());
    }

    @AsyncTest
    void aGuardIsClosedOnce() throws Exception {
        RwLock lock = new RwLock("config");
        RwLock.ReadGuard read = await(lock.read());
        read.close();
        assertEquals(
                "A read guard of rwlock \"config\" was closed before. Close it once.",
                assertThrows(IllegalStateException.class, read::close).getMessage());
        RwLock.WriteGuard write = await(lock.write());
        write.close();
        assertThrows(IllegalStateException.class, write::close);
        assertThrows(IllegalStateException.class, write::downgrade);
        assertEquals(FREE, lock.statistics());
    }

    @AsyncTest
    void aWriterThatLocksAgainIsRefused() throws Exception {
        RwLock lock = new RwLock("config");
        try (RwLock.WriteGuard write = await(lock.write())) {
            String message = await(failureOf(lock.read())).getMessage();
            assertTrue(message.startsWith("read() of rwlock \"config\": task main holds it for writing"), message);
            assertInstanceOf(IllegalStateException.class, await(failureOf(lock.write())));
        }
        assertEquals(FREE, lock.statistics());
    }

    @AsyncTest
    void aGatherThatFailsGivesItBack() throws Exception {
        RwLock lock = new RwLock();
        IOException failure = new IOException("on purpose");
        await(failureOf(gather(lock.read(), lock.read(), failsAfter(ms(1), failure))));
        assertEquals(FREE, lock.statistics());
        await(failureOf(gather(lock.write(), failsAfter(ms(1), failure))));
        assertEquals(FREE, lock.statistics());
    }

    private static final class Inside {
        int readers;
        int writers;

        void check() {
            assertTrue(writers == 0 || (writers == 1 && readers == 0), readers + " readers, " + writers + " writers");
        }
    }

    @Async
    private static Task<Void> uses(RwLock lock, Inside inside, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            try {
                await(random.nextBoolean() ? reading(lock, inside, random) : writing(lock, inside, random));
            } catch (TimeoutException late) {
                await(yieldNow());
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> reading(RwLock lock, Inside inside, Random random) throws TimeoutException {
        RwLock.ReadGuard guard =
                await(random.nextInt(4) == 0 ? waitFor(lock.read(), ms(random.nextInt(4))) : lock.read());
        inside.readers++;
        try {
            inside.check();
            await(sleep(ms(random.nextInt(3))));
        } finally {
            inside.readers--;
            guard.close();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> writing(RwLock lock, Inside inside, Random random) throws TimeoutException {
        RwLock.WriteGuard guard =
                await(random.nextInt(4) == 0 ? waitFor(lock.write(), ms(random.nextInt(4))) : lock.write());
        inside.writers++;
        try (guard) {
            inside.check();
            await(sleep(ms(random.nextInt(3))));
            if (random.nextBoolean()) {
                await(goesOnReading(guard, inside, random));
            }
        } finally {
            inside.writers--;
        }
        return Task.done();
    }

    @Async
    private static Task<Void> goesOnReading(RwLock.WriteGuard guard, Inside inside, Random random) {
        inside.writers--;
        inside.readers++;
        try (RwLock.ReadGuard read = guard.downgrade()) {
            inside.check();
            await(sleep(ms(random.nextInt(3))));
        } finally {
            inside.readers--;
            inside.writers++; // for the caller to take off
        }
        return Task.done();
    }

    /** Nothing is lost: however tasks are cancelled, in the end it is free and nobody waits. */
    @Test
    void isFreeInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final RwLock lock = new RwLock();
            private final Inside inside = new Inside();

            @Override
            public Storm.User user() {
                return each -> uses(lock, inside, each);
            }

            @Override
            public void check() {
                assertEquals(FREE, lock.statistics());
            }
        });
    }
}
