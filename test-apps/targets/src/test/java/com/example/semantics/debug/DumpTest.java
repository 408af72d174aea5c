// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.debug;

import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.FrameInfo;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dumps of all tasks: from inside, from other threads, and of loops that do not answer. */
@Timeout(60)
@SuppressWarnings("try") // guards are held
class DumpTest {
    private static final Duration LONG = Duration.ofHours(1);

    // ------------------------------------------------------------------ what there is to see

    static TaskInfo task(TaskDump dump, String name) {
        return dump.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no task " + name + " in " + dump.tasks()));
    }

    static WaitInfo waitOf(TaskInfo task) {
        return Objects.requireNonNull(task.awaits(), task::toString);
    }

    static List<String> methods(List<FrameInfo> stack) {
        return stack.stream().map(FrameInfo::methodName).toList();
    }

    /** Each edge has its reverse, and each reverse its edge. */
    static void assertEdgesAgree(TaskDump dump) {
        for (TaskInfo task : dump.tasks()) {
            if (task.awaits() != null) {
                for (String awaited : task.awaits().tasks()) {
                    assertTrue(byId(dump, awaited).awaitedBy().contains(task.id()), task + " in " + dump);
                }
            }
            for (String waiter : task.awaitedBy()) {
                if (Character.isDigit(waiter.charAt(0))) {
                    assertTrue(waitOf(byId(dump, waiter)).tasks().contains(task.id()), task + " in " + dump);
                }
            }
        }
    }

    private static TaskInfo byId(TaskDump dump, String id) {
        return dump.tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no task " + id + " in " + dump.tasks()));
    }

    @Async
    private static Task<Void> sleeps() {
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    private static Task<Void> callsOneThatSleeps() {
        await(sleeps());
        return Task.done();
    }

    @AsyncTest
    void saysOfATaskWhereItStandsAndWhatItAwaits() {
        ScheduledTask<Void> sleeper = spawn("sleeper", callsOneThatSleeps());
        await(yieldNow());
        TaskInfo info = task(TaskDump.capture(), "sleeper");
        assertEquals(TaskInfo.State.SUSPENDED, info.state());
        assertEquals(List.of("sleeps", "callsOneThatSleeps"), methods(info.stack()));
        assertEquals(1, info.steps());
        assertEquals("sleep", waitOf(info).kind());
        assertEquals(LONG.toNanos(), waitOf(info).dueNanos());
        assertEquals(FrameInfo.Kind.SPAWN, Objects.requireNonNull(info.spawn()).kind());
        assertEquals("saysOfATaskWhereItStandsAndWhatItAwaits", info.spawn().methodName());
        sleeper.cancel();
    }

    @AsyncTest
    void countsStepsAndTheTimeInThisWaitAndSinceTheSpawn() {
        ScheduledTask<Void> sleeper = spawn("twice", sleepsTwice());
        await(sleep(Duration.ofSeconds(9)));
        TaskInfo info = task(TaskDump.capture(), "twice");
        assertEquals(2, info.steps());
        assertEquals(9, Objects.requireNonNull(info.age()).minNanos() / 1e9, 0.01);
        assertEquals(4, Objects.requireNonNull(info.since()).minNanos() / 1e9, 0.01);
        sleeper.cancel();
    }

    @Async
    private static Task<Void> sleepsTwice() {
        await(sleep(Duration.ofSeconds(5)));
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    private static Task<Integer> recursive(int depth, List<TaskDump> dumps) {
        if (depth == 0) {
            dumps.add(TaskDump.capture());
            return Task.of(0);
        }
        if (depth == 3) {
            await(yieldNow());
        }
        return Task.of(await(recursive(depth - 1, dumps)) + 1);
    }

    @AsyncTest
    void showsTheRunningTaskWithEachLevelOfARecursion() {
        List<TaskDump> dumps = new java.util.ArrayList<>();
        await(spawn("recursive", recursive(5, dumps)));
        TaskInfo info = task(dumps.get(0), "recursive");
        assertEquals(TaskInfo.State.RUNNING, info.state());
        assertEquals(
                List.of("recursive", "recursive", "recursive", "recursive", "recursive", "recursive"),
                methods(info.stack()));
        assertNull(info.awaits());
    }

    // ------------------------------------------------------------------ who awaits whom

    @AsyncTest
    void linksPartsOfAllStructuredCalls() throws Exception {
        List<ScheduledTask<?>> callers = List.of(
                spawn("gather", gather(sleeps(), sleeps())),
                spawn("race", race(sleeps(), sleeps())),
                spawn("any", any(sleeps(), sleeps())),
                spawn("allSettled", allSettled(sleeps(), sleeps())),
                spawn("waitFor", waitFor(sleeps(), LONG)),
                spawn("timeout", timeout(LONG, scope -> sleeps())),
                spawn("shield", shield(sleeps())),
                spawn("group", inAGroup()),
                spawn("lambda group", TaskGroup.run(group -> inALambdaGroup(group))));
        await(sleep(Duration.ofMillis(1)));
        TaskDump dump = TaskDump.capture();
        for (ScheduledTask<?> caller : callers) {
            TaskInfo info = task(dump, caller.name());
            assertFalse(waitOf(info).tasks().isEmpty(), info.toString());
            for (String part : waitOf(info).tasks()) {
                assertEquals(
                        info.id(), byId(dump, part).parent(), byId(dump, part).toString());
            }
        }
        assertEdgesAgree(dump);
        callers.forEach(ScheduledTask::cancel);
        await(sleep(Duration.ofMillis(1)));
        cancelAllBut("main");
    }

    @AsyncTest
    void saysWhichFutureIsShieldedAndWhichTaskHasToCompleteIt() {
        CompletableFuture<Void> forgotten = new CompletableFuture<>();
        ScheduledTask<Void> sleeper = spawn("sleeper", sleeps());
        spawn("of a future", shield(forgotten));
        spawn("of a task's future", shield(sleeper.toCompletableFuture()));
        await(yieldNow());
        TaskDump dump = TaskDump.capture();
        WaitInfo wait = waitOf(task(dump, "of a future"));
        assertEquals(
                "stage CompletableFuture@" + Integer.toHexString(System.identityHashCode(forgotten)), wait.detail());
        assertNull(wait.owner());
        assertEquals(
                List.of(task(dump, "sleeper").id()),
                waitOf(task(dump, "of a task's future")).tasks());
        cancelAllBut("main");
    }

    /** Cancels what is left, such as what ran shielded. */
    private static void cancelAllBut(String name) {
        EventLoop.current().tasks().stream()
                .filter(task -> !task.name().equals(name))
                .forEach(ScheduledTask::cancel);
    }

    @Async
    private static Task<Void> inAGroup() throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(sleeps());
            group.spawn(sleeps());
            await(group.join());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> inALambdaGroup(TaskGroup group) {
        group.spawn(sleeps());
        return Task.done();
    }

    @AsyncTest
    void linksWhoWaitsForALockWithWhoHasIt() {
        Mutex left = new Mutex("left");
        Mutex right = new Mutex("right");
        ScheduledTask<Void> one = spawn("one", lockBoth(left, right));
        ScheduledTask<Void> two = spawn("two", lockBoth(right, left));
        await(sleep(Duration.ofMillis(10)));
        TaskDump dump = TaskDump.capture();
        assertEquals(List.of(task(dump, "two").id()), waitOf(task(dump, "one")).tasks());
        assertEquals(List.of(task(dump, "one").id()), waitOf(task(dump, "two")).tasks());
        assertEquals(
                "Mutex@" + Integer.toHexString(System.identityHashCode(right)),
                waitOf(task(dump, "one")).id());
        assertEdgesAgree(dump);
        one.cancel();
        two.cancel();
    }

    @Async
    private static Task<Void> lockBoth(Mutex first, Mutex second) {
        try (Mutex.Guard held = await(first.lock())) {
            await(sleep(Duration.ofMillis(1)));
            try (Mutex.Guard both = await(second.lock())) {
                await(sleeps());
            }
        }
        return Task.done();
    }

    @AsyncTest
    void namesTheSpawnerAsTheParentAlsoWhenThatHasEnded() {
        ScheduledTask<Void> spawner = spawn("spawner", spawnsOne());
        await(spawner);
        TaskDump dump = TaskDump.capture();
        String parent = Objects.requireNonNull(task(dump, "child").parent());
        assertTrue(dump.tasks().stream().noneMatch(task -> task.id().equals(parent)));
        cancelAllBut("main");
    }

    @Async
    private static Task<Void> spawnsOne() {
        spawn("child", sleeps());
        await(yieldNow());
        return Task.done();
    }

    @AsyncTest(virtualTime = false)
    void namesTheServerAsTheParentOfItsConnections() throws Exception {
        Server server = Tcp.startServer(DumpTest::reads, "127.0.0.1", 0);
        try (server;
                Connection client = await(
                        Tcp.openConnection("127.0.0.1", server.localAddress().getPort()))) {
            while (server.connections() == 0) {
                await(sleep(Duration.ofMillis(1)));
            }
            TaskDump dump = TaskDump.capture();
            TaskInfo listens =
                    task(dump, "server 127.0.0.1:" + server.localAddress().getPort());
            TaskInfo serves =
                    task(dump, "connection 127.0.0.1:" + client.localAddress().getPort());
            assertEquals(listens.id(), serves.parent());
            assertEquals(listens.spawn(), serves.spawn());
            assertEquals(
                    "namesTheServerAsTheParentOfItsConnections",
                    Objects.requireNonNull(serves.spawn()).methodName());
        }
        await(server.stop(Duration.ofSeconds(30)));
    }

    @Async
    private static Task<Void> reads(Connection connection) throws IOException {
        await(connection.read(1));
        return Task.done();
    }

    @Test
    void aTaskOfAnotherLoopIsNoSpawner() {
        try (EventLoop loop = EventLoop.create();
                EventLoop other = EventLoop.create()) {
            loop.run(isRefused(other.spawn("foreign", sleeps())));
        }
    }

    @Async
    private static Task<Void> isRefused(ScheduledTask<?> foreign) {
        EventLoop here = Objects.requireNonNull(EventLoop.current());
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> here.spawn(() -> "child", sleeps(), foreign));
        assertEquals("spawner: foreign is no task of this loop", refused.getMessage());
        return Task.done();
    }

    // ------------------------------------------------------------------ from another thread

    /** A loop on a thread of its own. */
    private static final class Running implements AutoCloseable {
        final EventLoop loop = EventLoop.create();
        final Event end = new Event("end");
        final Thread thread = new Thread(() -> loop.run(end.untilSet()), "dumped");

        Running() {
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            end.set();
            thread.join();
            loop.close();
        }

        /** Waits until the loop has run all that it can. */
        void settle() {
            loop.spawn(yieldsTwice()).block();
        }

        @Async
        private static Task<Void> yieldsTwice() {
            await(yieldNow());
            await(yieldNow());
            return Task.done();
        }
    }

    @Test
    void aLoopThatAnswersIsReadInOneGo() throws Exception {
        try (Running running = new Running()) {
            ScheduledTask<Void> sleeper = running.loop.spawn("sleeper", callsOneThatSleeps());
            running.settle();
            TaskDump dump = TaskDump.capture();
            TaskInfo info = task(dump, "sleeper");
            assertEquals(List.of("sleeps", "callsOneThatSleeps"), methods(info.stack()));
            LoopInfo loop = loopOf(dump, info);
            assertEquals(LoopInfo.Mode.CONSISTENT, loop.mode());
            assertEquals(LoopInfo.State.WAITING, loop.state());
            assertEquals("dumped", loop.thread());
            assertNotNull(loop.lagNanos());
            sleeper.cancel();
        }
    }

    private static LoopInfo loopOf(TaskDump dump, TaskInfo info) {
        return dump.loops().stream()
                .filter(loop -> loop.id() == info.loop())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTaskTellsAnyThreadWhereItIs() throws Exception {
        try (Running running = new Running()) {
            ScheduledTask<Void> sleeper = running.loop.spawn("sleeper", callsOneThatSleeps());
            running.settle();
            assertEquals("sleeps", sleeper.callStack().get(0).getMethodName());
            assertEquals("sleep", Objects.requireNonNull(sleeper.waitsFor()).kind());
            sleeper.cancel();
        }
    }

    @Async
    private static Task<Void> blocksBelow(CountDownLatch entered, CountDownLatch leave) throws InterruptedException {
        await(yieldNow());
        await(blocksNow(entered, leave));
        return Task.done();
    }

    @Async
    @SuppressWarnings("weft:BlockingCallInAsync") // that is what is dumped
    private static Task<Void> blocksNow(CountDownLatch entered, CountDownLatch leave) throws InterruptedException {
        entered.countDown();
        leave.await();
        return Task.done();
    }

    @Async
    private static Task<Void> awaits(ScheduledTask<Void> other) {
        await(other);
        return Task.done();
    }

    @Test
    void aBlockedLoopIsReadFromOutsideWithTheLineThatBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (Running running = new Running()) {
            ScheduledTask<Void> sleeper = running.loop.spawn("sleeper", callsOneThatSleeps());
            running.settle();
            ScheduledTask<Void> blocks = running.loop.spawn("blocks", blocksBelow(entered, leave));
            ScheduledTask<Void> waiting = running.loop.spawn("waits", awaits(blocks));
            entered.await();
            TaskDump dump = TaskDump.capture();
            List<StackTraceElement> stack = blocks.callStack();
            leave.countDown();

            TaskInfo info = task(dump, "blocks");
            assertEquals(TaskInfo.State.RUNNING, info.state());
            assertEquals(LoopInfo.State.BLOCKED, loopOf(dump, info).state());
            assertEquals(LoopInfo.Mode.OUTSIDE, loopOf(dump, info).mode());
            long asked = Duration.ofMillis(90).toNanos(); // it was given a tenth of a second to answer
            assertTrue(Objects.requireNonNull(info.age()).minNanos() > asked, info.toString());
            assertTrue(Objects.requireNonNull(info.since()).minNanos() > asked, info.toString());
            List<String> methods = methods(info.stack());
            assertEquals(List.of("blocksNow", "blocksBelow"), methods.subList(methods.size() - 2, methods.size()));
            assertEquals(
                    List.of("sleeps", "callsOneThatSleeps"),
                    methods(task(dump, "sleeper").stack()));
            assertEdgesAgree(dump);
            assertTrue(stack.stream().anyMatch(line -> line.getMethodName().equals("blocksBelow")), stack.toString());
            waiting.block();
            sleeper.cancel();
        }
    }

    @Test
    void namesTheThreadThatBlocksOnATask() throws Exception {
        try (Running running = new Running()) {
            ScheduledTask<Void> sleeper = running.loop.spawn("sleeper", callsOneThatSleeps());
            running.settle();
            Thread blocked = new Thread(
                    () -> {
                        try {
                            sleeper.block();
                        } catch (java.util.concurrent.CancellationException expected) {
                            return;
                        }
                    },
                    "blocked");
            blocked.start();
            while (!task(TaskDump.capture(), "sleeper").awaitedBy().equals(List.of("thread \"blocked\""))) {
                running.settle();
            }
            sleeper.cancel();
            blocked.join();
        }
    }

    @Test
    void showsTheStackOfTheThreadThatWorksForATask() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CountDownLatch leave = new CountDownLatch(1);
        try (Running running = new Running()) {
            ScheduledTask<Void> works = running.loop.spawn("works", onThePool(worker, leave));
            while (worker.get().getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            WaitInfo wait = waitOf(task(TaskDump.capture(), "works"));
            assertEquals("blocking", wait.kind());
            assertTrue(methods(wait.thread()).contains("await"), wait.toString());
            assertTrue(
                    wait.thread().stream().anyMatch(line -> line.className().equals(DumpTest.class.getName())),
                    wait.toString());
            leave.countDown();
            works.block();
        }
    }

    @Async
    private static Task<Void> onThePool(CompletableFuture<Thread> worker, CountDownLatch leave)
            throws InterruptedException {
        await(blocking(() -> {
            worker.complete(Thread.currentThread());
            leave.await();
            return null;
        }));
        return Task.done();
    }

    @Async
    private static CompletableFuture<Void> stage(CompletableFuture<Integer> foreign) {
        await(foreign);
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void listsWhatHasNoLoop() {
        CompletableFuture<Integer> foreign = new CompletableFuture<>();
        CompletableFuture<Void> stage = stage(foreign);
        TaskInfo info = TaskDump.capture().tasks().stream()
                .filter(task -> task.loop() == 0 && methods(task.stack()).equals(List.of("stage")))
                .findFirst()
                .orElseThrow();
        assertEquals("stage", waitOf(info).kind());
        foreign.complete(1);
        stage.join();
    }

    // ------------------------------------------------------------------ many

    @Test
    void tasksThatAreAlikeBecomeOneEntryAndStillCount() throws Exception {
        try (Running running = new Running()) {
            ScheduledTask<Void> spawner = running.loop.spawn("many", spawnsMany(3000));
            running.settle();
            TaskDump dump = TaskDump.capture(DumpOptions.DEFAULT.withMergeAbove(100));
            LoopInfo loop = loopOf(dump, task(dump, "many"));
            assertTrue(dump.tasks().size() < 110, dump.tasks().size() + " entries");
            assertEquals(
                    3002,
                    dump.tasks().stream()
                            .filter(task -> task.loop() == loop.id())
                            .mapToInt(TaskInfo::count)
                            .sum());
            assertEquals(3002, loop.tasks());
            spawner.cancel();
        }
    }

    @Async
    private static Task<Void> spawnsMany(int count) {
        for (int i = 0; i < count; i++) {
            spawn(sleeps());
        }
        await(sleeps());
        return Task.done();
    }
}
