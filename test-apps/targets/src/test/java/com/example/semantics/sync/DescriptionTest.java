// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Backoff;
import dev.weft.sync.Barrier;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Channel;
import dev.weft.sync.Clause;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Lease;
import dev.weft.sync.Mutex;
import dev.weft.sync.Pool;
import dev.weft.sync.PoolBuilder;
import dev.weft.sync.Queue;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.ReceiveChannel;
import dev.weft.sync.Retry;
import dev.weft.sync.RwLock;
import dev.weft.sync.Select;
import dev.weft.sync.Semaphore;
import dev.weft.sync.SendChannel;
import dev.weft.sync.Watch;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each primitive of {@code dev.weft.sync} says of itself, and a task of what it waits for. A new primitive has to be added here. */
@Timeout(60)
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class DescriptionTest implements OnEverySchedule {
    private static final String NAME = "this one";

    /** Public classes on which no task waits: views of a primitive, or what is said to one. */
    private static final Set<Class<?>> OTHERS = Set.of(
            Backoff.class,
            Clause.class,
            Lease.class,
            PoolBuilder.class,
            ReceiveChannel.class,
            Retry.class,
            Select.class,
            SendChannel.class);

    /** A primitive by the name {@link #NAME}, and something of it that a task has to wait for. */
    private record Case(Object primitive, Awaitable<?> wanted) {}

    private static Map<Class<?>, Case> cases() throws Exception {
        Map<Class<?>, Case> cases = new HashMap<>();
        Barrier barrier = new Barrier(NAME, 2);
        cases.put(Barrier.class, new Case(barrier, barrier.arrive()));
        Broadcast<String> broadcast = Broadcast.<String>keeping(2).named(NAME);
        cases.put(Broadcast.class, new Case(broadcast, broadcast.subscribe().receive()));
        Channel<String> channel = Channel.<String>bounded(2).named(NAME);
        cases.put(Channel.class, new Case(channel, channel.receive()));
        Mutex mutex = new Mutex();
        Condition condition = new Condition(NAME, mutex);
        cases.put(Condition.class, new Case(condition, signalled(mutex, condition)));
        Event event = new Event(NAME);
        cases.put(Event.class, new Case(event, event.untilSet()));
        Latch latch = new Latch(NAME, 1);
        cases.put(Latch.class, new Case(latch, latch.untilOpen()));
        Mutex held = new Mutex(NAME);
        assertTrue(held.tryLock());
        cases.put(Mutex.class, new Case(held, async(() -> Task.of(await(held.lock())))));
        Pool<String> pool = Pool.making(() -> makes()).named(NAME).build();
        cases.put(Pool.class, new Case(pool, pool.borrow()));
        Queue<String> queue = Queue.<String>fifo(2).named(NAME);
        cases.put(Queue.class, new Case(queue, queue.get()));
        RateLimiter limiter = RateLimiter.of(NAME, 1, LONG, 1);
        assertTrue(limiter.tryAcquire());
        cases.put(RateLimiter.class, new Case(limiter, limiter.acquire()));
        RwLock lock = new RwLock(NAME);
        assertTrue(lock.tryWrite() != null);
        cases.put(RwLock.class, new Case(lock, lock.read()));
        Semaphore semaphore = new Semaphore(NAME, 0);
        cases.put(Semaphore.class, new Case(semaphore, semaphore.acquire()));
        Watch<String> watch = Watch.of("").named(NAME);
        cases.put(Watch.class, new Case(watch, watch.until(value -> !value.isEmpty())));
        return cases;
    }

    @Async
    private static Task<Void> signalled(Mutex mutex, Condition condition) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(condition.untilSignalled());
        }
        return Task.done();
    }

    @Async
    private static Task<String> makes() {
        await(sleep(LONG));
        return Task.of("late");
    }

    /** All public classes of the package, and whether each is known here. */
    @Test
    void eachPrimitiveIsHeldToThis() throws Exception {
        Set<String> unknown = new TreeSet<>();
        try (EventLoop loop = EventLoop.simulated(1)) {
            Set<Class<?>> known = loop.run(async(() -> Task.of(cases().keySet())));
            for (Class<?> type : publicClasses()) {
                boolean isData = type.isRecord() || type.isEnum() || Throwable.class.isAssignableFrom(type);
                if (!isData && !OTHERS.contains(type) && !known.contains(type)) {
                    unknown.add(type.getName());
                }
            }
            assertTrue(known.size() >= 13, known.toString());
        }
        assertEquals(Set.of(), unknown, "add these to the cases, or to what is no primitive");
    }

    private static List<Class<?>> publicClasses() throws Exception {
        Path place = Path.of(
                Mutex.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String folder = Mutex.class.getPackageName().replace('.', '/');
        if (Files.isDirectory(place)) {
            return publicClasses(place.resolve(folder));
        }
        try (FileSystem jar =
                FileSystems.newFileSystem(place)) { // of its own: another test may have opened the jar by its URI
            return publicClasses(jar.getPath(folder));
        }
    }

    private static List<Class<?>> publicClasses(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .<Class<?>>map(name -> named(name.replace(".class", "")))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .collect(Collectors.toList());
        }
    }

    private static Class<?> named(String simpleName) {
        try {
            return Class.forName(Mutex.class.getPackageName() + '.' + simpleName);
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @AsyncTest
    void eachSaysItsKindItsNameAndHowManyWait() throws Exception {
        for (Case each : cases().values()) {
            Object primitive = each.primitive;
            WaitDescription before = described(primitive);
            String statistics = statistics(primitive);
            ScheduledTask<?> waits = spawn(each.wanted);
            await(sleep(ms(1)));
            assertTrue(before.kind().matches("[a-z]+"), before.kind());
            assertTrue(before.identity().contains('"' + NAME + '"'), before.toString());
            assertTrue(primitive.toString().startsWith(before.kind() + " \"" + NAME + '"'), primitive.toString());
            WaitDescription now = described(primitive);
            assertTrue(now.identity().matches(".* (1|1 of 2) wait.*"), now.toString());
            assertTrue(!now.identity().equals(before.identity()), now + " says not that somebody waits");
            assertTrue(!statistics(primitive).equals(statistics), statistics + " says not that somebody waits");
            waits.cancel();
            await(failureOf(waits));
            await(ended(primitive));
        }
    }

    @AsyncTest
    void aTaskSaysWhatItWaitsFor() throws Exception {
        for (Case each : cases().values()) {
            ScheduledTask<?> waits = spawn(each.wanted);
            assertNull(waits.waitsFor());
            await(sleep(ms(1)));
            WaitDescription wait = waits.waitsFor();
            assertTrue(wait.identity().contains('"' + NAME + '"'), each.primitive + ": " + wait);
            waits.cancel();
            await(failureOf(waits));
            assertNull(waits.waitsFor());
            await(ended(each.primitive));
        }
    }

    @AsyncTest
    void aTaskSaysWhoHoldsWhatItWaitsForAndUntilWhen() throws Exception {
        Mutex mutex = new Mutex(NAME);
        ScheduledTask<Void> holder = spawn("holder", holds(mutex));
        await(sleep(ms(1)));
        ScheduledTask<?> waits = spawn("waits", mutex.lock());
        ScheduledTask<?> limited = spawn("limited", async(() -> Task.of(await(waitFor(holder, LONG)))));
        ScheduledTask<?> both = spawn("both", async(() -> Task.of(await(gather(waits, holder)))));
        await(sleep(ms(1)));
        assertSame(holder, waits.waitsFor().owner());
        assertEquals("waitFor", limited.waitsFor().kind());
        assertEquals(LONG.plus(ms(1)).toNanos(), limited.waitsFor().deadlineNanos());
        assertEquals("gather", both.waitsFor().kind());
        assertSame(holder, elsewhere(waits).owner());
        both.cancel();
        await(failureOf(both));
        await(failureOf(limited));
    }

    @Async
    private static Task<Void> holds(Mutex mutex) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(sleep(Duration.ofDays(1)));
        }
        return Task.done();
    }

    /** What the task says to a thread that has no loop, while its own is in the middle of a step. */
    private static WaitDescription elsewhere(ScheduledTask<?> task) throws InterruptedException {
        WaitDescription[] said = new WaitDescription[1];
        Thread thread = new Thread(() -> said[0] = task.waitsFor());
        thread.start();
        thread.join();
        return said[0];
    }

    /** What goes on by itself. */
    @Async
    private static Task<Void> ended(Object primitive) {
        if (primitive instanceof Pool<?> pool) {
            pool.close();
            await(pool.closed());
        }
        return Task.done();
    }

    private static WaitDescription described(Object primitive) throws Exception {
        return (WaitDescription) publicMethod(primitive, "describe").invoke(primitive);
    }

    private static String statistics(Object primitive) throws Exception {
        Object statistics = publicMethod(primitive, "statistics").invoke(primitive);
        assertTrue(statistics.getClass().isRecord(), "statistics of " + primitive);
        return statistics.toString();
    }

    private static Method publicMethod(Object primitive, String name) throws Exception {
        return primitive.getClass().getMethod(name);
    }
}
