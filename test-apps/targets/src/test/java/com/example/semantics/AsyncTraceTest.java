// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.sync.Channel;
import dev.weft.tls.Tls;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The trace of whatever an await throws: where it was made, and then the line of each async caller, once and in order, with nothing of
 * the runtime in between. Whoever has made it, and whether the callers were suspended or not.
 */
@Timeout(120)
class AsyncTraceTest {
    /** Something to await, made where it is awaited. */
    private interface Operation {
        Awaitable<?> start() throws Exception;
    }

    private interface StageOperation {
        CompletionStage<?> start() throws Exception;
    }

    // ------------------------------------------------------------------ the callers; their lines are those of the
    // awaits

    @Async
    private static Task<Void> waits(boolean suspended, Operation operation) throws Exception {
        if (suspended) {
            await(sleep(ms(1)));
        }
        await(operation.start());
        return Task.done();
    }

    @Async
    private static Task<Void> waits(boolean suspended, StageOperation operation) throws Exception {
        if (suspended) {
            await(sleep(ms(1)));
        }
        await(operation.start());
        return Task.done();
    }

    @Async
    private static Task<Void> calls(boolean suspended, Object operation) throws Exception {
        if (operation instanceof Operation starting) {
            await(waits(suspended, starting));
        } else {
            await(waits(suspended, (StageOperation) operation));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> begins(boolean suspended, Object operation) throws Exception {
        await(calls(suspended, operation));
        return Task.done();
    }

    private static final List<String> CALLERS = List.of("waits", "calls", "begins");

    private static Throwable thrownBy(EventLoop loop, Awaitable<?> main) {
        try {
            loop.run(main);
            return new AssertionError("nothing was thrown");
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** The methods of this class in the trace, from the first of the callers on. */
    private static List<String> callersIn(Throwable thrown) {
        return methodsIn(thrown).dropWhile(name -> !CALLERS.contains(name)).toList();
    }

    private static Stream<String> methodsIn(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .filter(element -> element.getClassName().equals(AsyncTraceTest.class.getName()))
                .map(StackTraceElement::getMethodName);
    }

    private static void assertTrace(String story, Throwable thrown, String... below) {
        String text = story + ": " + thrown + "\n" + String.join("\n", lines(thrown));
        List<String> expected =
                Stream.concat(CALLERS.stream(), Stream.of(below)).toList();
        assertEquals(expected, callersIn(thrown).stream().limit(expected.size()).toList(), text);
        assertEquals(3, methodsIn(thrown).filter(CALLERS::contains).count(), text);
        assertEquals(
                List.of(),
                lines(thrown).stream()
                        .skip(1)
                        .filter(line -> line.startsWith("dev.weft"))
                        .toList(),
                text);
    }

    private static List<String> lines(Throwable thrown) {
        return Stream.of(thrown.getStackTrace()).map(Object::toString).toList();
    }

    // ------------------------------------------------------------------ those who make the exceptions

    private static final class Made extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static Throwable madeByAThread() throws Exception {
        AtomicReference<Throwable> made = new AtomicReference<>();
        Thread maker = new Thread(() -> made.set(new Made()));
        maker.start();
        maker.join();
        return made.get();
    }

    private static Throwable madeByAnotherTask() throws Exception {
        AtomicReference<Throwable> made = new AtomicReference<>();
        Thread maker = new Thread(() -> {
            try (EventLoop loop = EventLoop.create()) {
                loop.run(makes(made));
            }
        });
        maker.start();
        maker.join();
        return made.get();
    }

    @Async
    private static Task<Void> makes(AtomicReference<Throwable> made) {
        await(yieldNow());
        made.set(new Made());
        return Task.done();
    }

    private interface Maker {
        Throwable make() throws Exception;
    }

    private static final Map<String, Maker> MAKERS = Map.of(
            "this code", Made::new,
            "a thread", AsyncTraceTest::madeByAThread,
            "a task", AsyncTraceTest::madeByAnotherTask);

    // ------------------------------------------------------------------ what fails

    @Async
    private static Task<Void> fails(boolean suspends, Throwable failure) {
        if (suspends) {
            await(sleep(ms(1)));
        }
        throw sneaky(failure);
    }

    @Async
    private static CompletableFuture<Void> failsStage(boolean suspends, Throwable failure) {
        if (suspends) {
            await(sleep(ms(1)));
        }
        await(Task.failed(failure));
        return CompletableFuture.completedFuture(null);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneaky(Throwable failure) throws X {
        throw (X) failure;
    }

    private enum Step {
        IS_READY,
        SUBSCRIBE,
        RESULT
    }

    /** As a user may write it: it fails when it is asked for one thing. */
    private record Failing(Step where, Throwable failure) implements Awaitable<Object> {
        @Override
        public boolean isReady() {
            fail(Step.IS_READY);
            return where == Step.RESULT;
        }

        @Override
        public Object result() {
            fail(Step.RESULT);
            return "";
        }

        @Override
        public void subscribe(Waiter waiter) {
            fail(Step.SUBSCRIBE);
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        private void fail(Step here) {
            if (where == here) {
                throw sneaky(failure);
            }
        }
    }

    private static <T> T later(T value, Runnable action) {
        EventLoop loop = EventLoop.current();
        loop.post(() -> loop.post(action));
        return value;
    }

    private static Awaitable<?> cancelledSleep() {
        ScheduledTask<?> task = Weft.currentTask();
        return later(sleep(LONG), task::cancel);
    }

    private static CompletableFuture<Void> failedLater(Throwable failure) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        return later(stage, () -> stage.completeExceptionally(failure));
    }

    @Async
    private static Task<Void> completes(CompletableFuture<Void> stage, Throwable failure) {
        await(sleep(ms(1)));
        stage.completeExceptionally(failure);
        return Task.done();
    }

    private static CompletableFuture<Void> failedByATask(Throwable failure) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        spawn(completes(stage, failure));
        return stage;
    }

    private static CompletableFuture<Void> failedByAThread(Throwable failure) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        return later(stage, () -> Schedules.startThread("failer", () -> stage.completeExceptionally(failure)));
    }

    private static Map<String, Object> operations(Throwable failure) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("null", (Operation) () -> null);
        all.put("a failed task", (Operation) () -> Task.failed(failure));
        for (boolean suspends : new boolean[] {false, true}) {
            all.put("a spawned task " + suspends, (Operation) () -> spawn(fails(suspends, failure)));
            all.put("a named task " + suspends, (Operation) () -> spawn("named", fails(suspends, failure)));
            all.put("a task on the loop " + suspends, (Operation)
                    () -> EventLoop.current().spawn(fails(suspends, failure)));
            all.put("gather " + suspends, (Operation) () -> gather(List.of(fails(suspends, failure), sleep(LONG))));
            all.put("waitFor " + suspends, (Operation) () -> waitFor(fails(suspends, failure), LONG));
            all.put("a stage of an async method " + suspends, (StageOperation) () -> failsStage(suspends, failure));
            all.put("a stage of a task " + suspends, (StageOperation)
                    () -> fails(suspends, failure).toCompletableFuture());
        }
        for (Step step : Step.values()) {
            all.put("an awaitable that fails at " + step, (Operation) () -> new Failing(step, failure));
        }
        all.put("waitFor that is late", (Operation) () -> waitFor(sleep(LONG), ms(1)));
        all.put("a sleep that is cancelled", (Operation) AsyncTraceTest::cancelledSleep);
        all.put("a stage that has failed", (StageOperation) () -> CompletableFuture.failedFuture(failure));
        all.put("a stage after one that has failed", (StageOperation)
                () -> CompletableFuture.failedFuture(failure).thenApply(value -> value));
        all.put("a stage that an action fails", (StageOperation) () -> failedLater(failure));
        all.put("a stage that a task fails", (StageOperation) () -> failedByATask(failure));
        all.put("a stage that a thread fails", (StageOperation) () -> failedByAThread(failure));
        all.put("a stage after such a one", (StageOperation)
                () -> failedByATask(failure).thenApply(none -> null));
        return all;
    }

    private static List<EventLoop> loops() {
        return List.of(EventLoop.create(), EventLoop.simulated(1), EventLoop.simulated(2));
    }

    @Test
    void everyFailureHasTheLineOfEachAsyncCallerOnce() throws Exception {
        for (Map.Entry<String, Maker> maker : MAKERS.entrySet()) {
            for (String name : operations(new Made()).keySet()) {
                for (boolean suspended : new boolean[] {false, true}) {
                    for (EventLoop loop : loops()) {
                        try (loop) {
                            Object operation =
                                    operations(maker.getValue().make()).get(name);
                            assertTrace(
                                    name + ", made by " + maker.getKey() + ", suspended " + suspended,
                                    thrownBy(loop, begins(suspended, operation)),
                                    "thrownBy",
                                    "everyFailureHasTheLineOfEachAsyncCallerOnce");
                        }
                    }
                }
            }
        }
    }

    // ------------------------------------------------------------------ input and output

    @Async
    private static Task<Void> holds(Connection connection) {
        await(sleep(LONG));
        return Task.done();
    }

    private interface OnConnection {
        Awaitable<?> start(Connection connection) throws Exception;
    }

    /** Against a peer that closes at once, or holds. */
    @Async
    private static Task<Void> connected(boolean holds, OnConnection operation) throws Exception {
        try (Server server = Tcp.startServer(holds ? AsyncTraceTest::holds : c -> Task.done(), "127.0.0.1", 0);
                Connection connection = await(Tcp.openConnection(server.localAddress()))) {
            await(begins(true, (Operation) () -> operation.start(connection)));
        }
        return Task.done();
    }

    private static <T> T closingLater(T awaitable, Connection connection) {
        return later(awaitable, connection::close);
    }

    private static Awaitable<?> closed(Connection connection, Operation operation) throws Exception {
        connection.close();
        return operation.start();
    }

    @Test
    void everyFailureOfAConnectionHasTheLineOfEachAsyncCallerOnce() throws Exception {
        Map<String, OnConnection> operations = Map.of(
                "read after close", c -> closed(c, () -> c.read(1)),
                "read closed meanwhile", c -> closingLater(c.read(1), c),
                "readExactly after close", c -> closed(c, () -> c.readExactly(1)),
                "readExactly closed meanwhile", c -> closingLater(c.readExactly(1), c),
                "write after close", c -> closed(c, () -> c.write(new byte[1])));
        for (Map.Entry<String, OnConnection> operation : operations.entrySet()) {
            try (EventLoop loop = EventLoop.create()) {
                Throwable thrown = thrownBy(loop, connected(true, operation.getValue()));
                assertTrace(operation.getKey(), thrown, "connected", "thrownBy");
            }
        }
        try (EventLoop loop = EventLoop.create()) {
            assertTrace("end of stream", thrownBy(loop, connected(false, c -> c.readExactly(1))), "connected");
        }
    }

    @Test
    void aConnectionThatCannotBeOpenedHasTheLineOfEachAsyncCallerOnce() throws Exception {
        for (boolean suspended : new boolean[] {false, true}) {
            try (EventLoop loop = EventLoop.create()) {
                for (String host : List.of("127.0.0.1", "no such host")) {
                    Operation connect = () -> Tcp.openConnection(host, 1);
                    assertTrace(host, thrownBy(loop, begins(suspended, connect)), "thrownBy");
                }
            }
        }
    }

    /** A simulated loop watches nothing; the call to it is no part of the loop. */
    @Test
    void aCallThatTheLoopRefusesIsWhereItWasMade() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Throwable thrown = thrownBy(loop, begins(true, (Operation) AsyncTraceTest::watches));
            List<String> lines = lines(thrown);
            assertEquals(
                    List.of("watches", "waits", "calls", "begins", "thrownBy"),
                    methodsIn(thrown)
                            .filter(name -> !name.contains("$"))
                            .limit(5)
                            .toList(),
                    lines::toString);
            assertTrue(lines.get(1).startsWith("dev.weft.internal.LoopEngine.watch("), lines::toString);
        }
    }

    private static Awaitable<?> watches() throws Exception {
        try (var channel = SocketChannel.open()) {
            EventLoop.current().watch(channel, 0, ready -> {});
            return Task.done();
        }
    }

    // ------------------------------------------------------------------ calls that are refused

    /** Calls with arguments that are not allowed. Some refuse them themselves, others in what they call. */
    private static Map<String, Operation> refusedCalls() {
        return Map.of(
                "dev.weft.Weft.sleep", () -> sleep(null),
                "dev.weft.Weft.gather", () -> gather((List<Awaitable<?>>) null),
                "dev.weft.tls.Tls.network",
                        () -> {
                            Tls.network(Tcp.network(), Tls.client(), null);
                            return Task.done();
                        },
                "dev.weft.net.Tcp.openConnection", () -> Tcp.openConnection("localhost", 70_000),
                "dev.weft.sync.Channel.bounded",
                        () -> Channel.<String>bounded(-1).receive());
    }

    /** A line may have many calls, and nothing else in the trace says which it was. */
    @Test
    void aCallThatIsRefusedStandsAboveTheLineThatMadeIt() throws Exception {
        for (Map.Entry<String, Operation> call : refusedCalls().entrySet()) {
            for (boolean suspended : new boolean[] {false, true}) {
                try (EventLoop loop = EventLoop.simulated(1)) {
                    Throwable thrown = thrownBy(loop, begins(suspended, call.getValue()));
                    List<String> lines = lines(thrown);
                    List<String> above = lines.stream()
                            .takeWhile(line -> !line.startsWith("com.example"))
                            .toList();
                    assertTrue(
                            !above.isEmpty() && above.get(above.size() - 1).startsWith(call.getKey() + '('),
                            () -> call.getKey() + " refused: " + thrown + "\n" + String.join("\n", lines));
                    assertEquals(
                            List.of("waits", "calls", "begins", "thrownBy"),
                            callersIn(thrown).stream().limit(4).toList(),
                            lines::toString);
                    assertEquals(
                            List.of(),
                            lines.stream()
                                    .skip(above.size())
                                    .filter(line -> line.startsWith("dev.weft"))
                                    .toList());
                }
            }
        }
    }

    // ------------------------------------------------------------------ one exception and several awaits

    @Async
    private static Task<Void> awaitsLate(boolean[] ended, ScheduledTask<?> task) throws Exception {
        await(failureOf(sleep(ms(5))));
        ended[0] = task.isReady();
        await(begins(false, (Operation) () -> task));
        return Task.done();
    }

    /** What stood in for the await until then, the line of the spawn, has gone. */
    @Test
    void aTaskThatHasFailedBeforeItWasAwaitedHasTheLineOfTheAwait() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Void> task = loop.spawn(fails(true, new Made()));
            boolean[] ended = {false};
            Throwable thrown = thrownBy(loop, awaitsLate(ended, task));
            assertEquals(List.of(true), List.of(ended[0]));
            assertTrace("awaited late", thrown, "awaitsLate", "thrownBy");
        }
    }

    @Async
    private static Task<Void> relays(ScheduledTask<?> task) throws Exception {
        await(task);
        return Task.done();
    }

    @Test
    void aTaskThatHasEndedByTheFailureOfAnotherHasBothLines() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Void> task = loop.spawn(relays(loop.spawn(fails(true, new Made()))));
            Throwable thrown = thrownBy(loop, awaitsLate(new boolean[1], task));
            assertTrace("relayed", thrown, "awaitsLate", "thrownBy");
            assertEquals(1, methodsIn(thrown).filter("relays"::equals).count());
        }
    }

    @Test
    void aFailureThatManyShareHasTheCallersOfTheFirst() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            CompletableFuture<Void> shared = CompletableFuture.failedFuture(new Made());
            StageOperation operation = () -> shared;
            Throwable first = thrownBy(loop, begins(false, operation));
            List<String> once = lines(first);
            for (int i = 0; i < 3; i++) {
                assertEquals(once, lines(thrownBy(loop, begins(true, operation))));
            }
            assertTrace("shared", first, "thrownBy");
        }
    }

    @Async
    private static Task<Void> catches(List<Throwable> caught) {
        try {
            await(waitFor(sleep(LONG), ms(1)));
        } catch (Exception late) {
            caught.add(late);
        }
        return Task.done();
    }

    @Async
    private static Task<Void> callsCatches(List<Throwable> caught) {
        await(catches(caught));
        return Task.done();
    }

    /** Nobody but the code that awaits ever sees it. */
    @Test
    void whatIsCaughtWhereItIsThrownIsCompleteToo() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            List<Throwable> caught = new ArrayList<>();
            loop.run(callsCatches(caught));
            assertEquals(
                    List.of("catches", "callsCatches", "whatIsCaughtWhereItIsThrownIsCompleteToo"),
                    methodsIn(caught.get(0)).toList(),
                    () -> lines(caught.get(0)).toString());
        }
    }

    @Async
    private static Task<Void> throwsAgain(boolean suspended) throws Exception {
        try {
            await(waits(suspended, () -> Task.failed(new Made())));
        } catch (Made made) {
            await(yieldNow());
            throw made;
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUp(boolean suspended) throws Exception {
        try {
            await(throwsAgain(suspended));
        } finally {
            await(yieldNow());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> callsCleansUp(boolean suspended) throws Exception {
        await(cleansUp(suspended));
        return Task.done();
    }

    /** Its callers stood on the Java stack when it was made, and are on the heap when it is thrown again. */
    @Test
    void whatIsThrownAgainAfterAnAwaitHasEachCallerOnce() throws Exception {
        for (boolean suspended : new boolean[] {false, true}) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                Throwable thrown = assertThrows(Made.class, () -> loop.run(callsCleansUp(suspended)));
                assertEquals(
                        List.of("waits", "throwsAgain", "cleansUp", "callsCleansUp"),
                        methodsIn(thrown)
                                .dropWhile(name -> !name.equals("waits"))
                                .limit(4)
                                .toList(),
                        () -> lines(thrown).toString());
                assertEquals(
                        1,
                        methodsIn(thrown).filter("callsCleansUp"::equals).count(),
                        () -> lines(thrown).toString());
            }
        }
    }
}
