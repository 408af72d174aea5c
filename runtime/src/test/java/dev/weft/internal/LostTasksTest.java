// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Listener;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.lost.LostSearch;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that nobody can have go on, on a loop whose main task waits for the end of the test. With real collections of garbage. */
@Timeout(120)
class LostTasksTest {
    private static final String SOURCES = "ask;com.example.Shop;41,42;Shop.java";

    private final EventLoop loop = EventLoop.create();
    private final CompletableFuture<Object> end = new CompletableFuture<>();
    private final LogRecords log = new LogRecords();
    private final List<String> cleanedUp = new ArrayList<>();
    private @Nullable Thread thread;

    /** Runs the loop on a thread of its own until the end. */
    private void run(Awaitable<?> main) {
        Thread runs = new Thread(() -> {
            try (loop) {
                var unused = loop.run(main);
            } catch (RuntimeException stopped) {
                cleanedUp.add("run: " + stopped.getClass().getSimpleName());
            }
        });
        runs.start();
        thread = runs;
    }

    private void join() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    private void runUntilEnd() {
        run(untilEnd());
    }

    private Task<Object> untilEnd() {
        return Script.of((step, last) -> step == 0 ? end : null);
    }

    @AfterEach
    void endRun() throws Exception {
        end.complete("over");
        loop.stop();
        join();
        log.close();
    }

    /** A task that waits for a future, and says when it cleans up. */
    private Task<Object> asks(String name, Object awaited) {
        return Script.at(SOURCES, (step, last) -> {
            if (step == 0) {
                return awaited;
            }
            cleanedUp.add(name);
            return last.get();
        });
    }

    private void spawn(String name, Object awaited) {
        ScheduledTask<?> unused = loop.spawn(name, asks(name, awaited));
    }

    private LoopInspection inspected() {
        return LoopInspection.all().stream()
                .filter(each -> each.number() == ((LoopEngine) loop).entry.number)
                .findFirst()
                .orElseThrow();
    }

    private List<String> lost() {
        List<String> names = new ArrayList<>();
        inspected()
                .showOutside(
                        task -> {
                            if (task.isLost()) {
                                names.add(task.name());
                            }
                        },
                        Integer.MAX_VALUE);
        names.sort(null);
        return names;
    }

    private List<String> all() {
        List<String> names = new ArrayList<>();
        inspected().showOutside(task -> names.add(task.name()), Integer.MAX_VALUE);
        names.sort(null);
        return names;
    }

    /** Has the garbage collected until something has come about. */
    private static void collectUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            LostSearch.collect();
        }
    }

    private void suspectAll(int count) throws InterruptedException {
        while (inspected().suspects() < count) {
            LostSearch.collect();
        }
        LostSearch.collect();
        LostSearch.collect();
    }

    @Test
    void aTaskIsLostWhenNobodyHoldsWhatItAwaits() throws Exception {
        spawn("forgotten", new CompletableFuture<>());
        runUntilEnd();
        collectUntil(() -> !lost().isEmpty());
        assertEquals(List.of("forgotten"), lost());
        assertEquals(List.of("forgotten", "main"), all());
    }

    @Test
    void itIsAnnouncedOnceWithWhereItStandsAndWhatItAwaits() throws Exception {
        spawn("forgotten", new CompletableFuture<>());
        runUntilEnd();
        collectUntil(() -> !log.messages().isEmpty());
        LostSearch.collect();
        LostSearch.collect();
        assertEquals(1, log.messages().size());
        String text = log.messages().get(0);
        assertTrue(
                text.matches(
                        "(?s)Nobody can have these tasks go on: .*\nTask forgotten, spawned at .*,"
                                + " has awaited stage CompletableFuture@\\w+ for \\d+ s\n\tat com.example.Shop.ask\\(Shop.java:42\\)"),
                text);
    }

    @Test
    void aNameCannotEndTheLineOrCommandATerminal() throws Exception {
        spawn("odd\n\u001b[31m", new CompletableFuture<>());
        runUntilEnd();
        collectUntil(() -> !log.messages().isEmpty());
        String text = log.messages().get(0);
        assertTrue(text.contains("\nTask odd\\n\\u001b[31m, "), text);
    }

    @Test
    void aTaskIsNotLostWhileSomebodyHoldsWhatItAwaits() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        spawn("waits", held);
        runUntilEnd();
        suspectAll(2);
        assertEquals(List.of(), lost());
        held.complete("answer");
        collectUntil(() -> cleanedUp.contains("waits"));
    }

    @Test
    void aCollectionThatHasBeenMadeIsNotRecommended() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        spawn("waits", held);
        runUntilEnd();
        suspectAll(2);
        assertTrue(
                LostSearch.settle().matches("The next collection of all garbage looks into \\d+ tasks: .*"),
                LostSearch.settle());
        String collected = LostSearch.collect();
        assertTrue(
                collected.matches("The collection has looked into \\d+ tasks: somebody can have each go on.*"),
                collected);
        held.complete("answer");
    }

    @Test
    void aTaskIsNotLostWhileSomebodyHoldsTheTaskItself() throws Exception {
        ScheduledTask<Object> held = loop.spawn("held", asks("held", new CompletableFuture<>()));
        runUntilEnd();
        suspectAll(2);
        assertEquals(List.of(), lost());
        held.cancel();
        collectUntil(() -> cleanedUp.contains("held"));
    }

    /** Has a server serve one client by what awaits a dropped future, until the end, and stops it then. */
    private Task<Object> serveUntilEnd() {
        List<Server> servers = new ArrayList<>();
        List<Object> clients = new ArrayList<>();
        return Script.of((step, last) -> switch (step) {
            case 0 -> {
                servers.add(Tcp.startServer(client -> serves(new CompletableFuture<>()), "127.0.0.1", 0));
                yield Tcp.openConnection(servers.get(0).localAddress());
            }
            case 1 -> {
                clients.add(last.get());
                yield end;
            }
            case 2 -> servers.get(0).stop(Duration.ZERO);
            default -> {
                cleanedUp.add("stopped, clients: " + clients.size());
                yield null;
            }
        });
    }

    private Task<Void> serves(Object awaited) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return awaited;
            }
            cleanedUp.add("served");
            return null;
        });
    }

    @Test
    void whatServesAConnectionIsLostAndCancelledByTheStopOfItsServer() throws Exception {
        run(serveUntilEnd());
        collectUntil(() -> !lost().isEmpty());
        assertEquals("connection 127.0.0.1", lost().get(0).replaceAll(":.*", ""));
        end.complete("over");
        join();
        assertEquals(List.of("served", "stopped, clients: 1"), cleanedUp);
    }

    @Test
    void whoSleepsIsNoSuspect() throws Exception {
        spawn("forgotten", new CompletableFuture<>());
        spawn("sleeper", Weft.sleep(Duration.ofHours(1)));
        runUntilEnd();
        collectUntil(() -> !lost().isEmpty());
        LostSearch.collect();
        assertEquals(List.of("forgotten"), lost());
        assertEquals(1, inspected().suspects()); // main
    }

    /** Those that select among others are held by what waits in each of these: an awaitable of users may hold it weakly. */
    @Test
    void whoSelectsIsASuspectIfItWouldBeOneInEachClause() throws Exception {
        spawn("forgotten", select(on(new CompletableFuture<>(), value -> value)));
        spawn("listener", select(on(new CompletableFuture<>(), value -> value), on(new Listener(), value -> value)));
        spawn("nested", select(on(select(on(new Listener(), value -> value)), value -> value)));
        spawn("sleeper", select(on(Weft.sleep(Duration.ofHours(1)), slept -> "slept")));
        runUntilEnd();
        collectUntil(() -> !lost().isEmpty());
        LostSearch.collect();
        assertEquals(List.of("forgotten"), lost());
        assertEquals(1, inspected().suspects()); // main
    }

    /** Spawns a task that awaits one thing after another, and says what came of the last. */
    private void spawnInTurn(Object... awaited) {
        ScheduledTask<?> unused = loop.spawn("in turn", Script.at(SOURCES, (step, last) -> {
            if (step < awaited.length) {
                return awaited[step];
            }
            cleanedUp.add("got " + last.get());
            return null;
        }));
    }

    @Test
    void whoGoesOnIsHeldAgainAtOnce() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        Listener listener = new Listener();
        spawnInTurn(held, listener);
        runUntilEnd();
        suspectAll(2);
        held.complete("answer");
        while (!listener.isAwaited()) {
            Thread.onSpinWait();
        }
        LostSearch.collect();
        LostSearch.collect();
        assertEquals(List.of(), lost());
        listener.hear();
        collectUntil(() -> cleanedUp.contains("got heard"));
    }

    @Test
    void aTaskThatHasGoneOnIsLostTheNextTime() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        spawnInTurn(held, new CompletableFuture<>());
        runUntilEnd();
        suspectAll(2);
        held.complete("answer");
        collectUntil(() -> lost().equals(List.of("in turn")));
    }

    private void spawnTwoThatAwaitOneAnother() {
        BlockingQueue<ScheduledTask<Object>> egg = new LinkedBlockingQueue<>();
        ScheduledTask<Object> chicken = loop.spawn(
                "chicken", Script.of((step, last) -> step == 0 ? Weft.yieldNow() : step == 1 ? egg.take() : null));
        egg.add(loop.spawn("egg", asks("egg", chicken)));
    }

    @Test
    void tasksThatAwaitOneAnotherAreLost() throws Exception {
        spawnTwoThatAwaitOneAnother();
        runUntilEnd();
        collectUntil(() -> lost().size() == 2);
        assertEquals(List.of("chicken", "egg"), lost());
    }

    @Test
    void theMainTaskIsLostToo() throws Exception {
        run(Script.of((step, last) -> {
            if (step == 0) {
                return loop.spawn("part", asks("part", new CompletableFuture<>()));
            }
            cleanedUp.add("main");
            return last.get();
        }));
        collectUntil(() -> lost().size() == 2);
        assertEquals(List.of("main", "part"), lost());
        loop.stop();
        join();
        assertEquals(List.of("part", "main", "run: AsyncCancellation"), cleanedUp);
    }

    @Test
    void whatIsLostCleansUpWhenItsLoopCloses() throws Exception {
        spawn("forgotten", new CompletableFuture<>());
        runUntilEnd();
        collectUntil(() -> !lost().isEmpty());
        end.complete("over");
        join();
        assertEquals(List.of("forgotten"), cleanedUp);
    }

    @Test
    void whatMayBeLostCleansUpWhenItsLoopCloses() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        spawn("waits", held);
        runUntilEnd();
        suspectAll(2);
        end.complete("over");
        join();
        assertEquals(List.of("waits"), cleanedUp);
    }

    /** Completes a future when it is garbage, as a completer should that knows of finalizers. */
    private static final class Completer {
        private final CompletableFuture<Object> future;

        Completer(CompletableFuture<Object> future) {
            this.future = future;
        }

        @Override
        @SuppressWarnings({"deprecation", "removal", "Finalize"})
        protected void finalize() {
            future.completeExceptionally(new IllegalStateException("dropped"));
        }
    }

    private void spawnWithCompleter() {
        CompletableFuture<Object> future = new CompletableFuture<>();
        Completer unused = new Completer(future);
        spawn("waits", future);
    }

    /** Holds up the finalizers of all others until it is told to end, as one of a program that waits for a lock may. */
    private static final class Hanging {
        private static final CountDownLatch BEGUN = new CountDownLatch(1);
        private static final CountDownLatch MAY_END = new CountDownLatch(1);

        @Override
        @SuppressWarnings({"deprecation", "removal", "Finalize"})
        protected void finalize() throws InterruptedException {
            BEGUN.countDown();
            MAY_END.await();
        }
    }

    private static void dropHanging() {
        Hanging unused = new Hanging();
    }

    private static void hangFinalizers() {
        dropHanging();
        while (Hanging.BEGUN.getCount() > 0) {
            System.gc();
        }
    }

    @Test
    void whatIsLostCleansUpWhereAFinalizerHangs() throws Exception {
        List<Object> held = new ArrayList<>(List.of(new CompletableFuture<>(), new CompletableFuture<>()));
        spawn("first", held.get(0));
        spawn("second", held.get(1));
        runUntilEnd();
        suspectAll(3);
        try {
            hangFinalizers();
            held.clear();
            while (!inspected().isFinding()) {
                System.gc();
            }
            end.complete("over");
            join();
            cleanedUp.sort(null);
            assertEquals(List.of("first", "second"), cleanedUp);
        } finally {
            Hanging.MAY_END.countDown();
        }
    }

    @Test
    void aTaskIsNotLostThatAFinalizerHasGoOn() throws Exception {
        spawnWithCompleter();
        runUntilEnd();
        collectUntil(() -> cleanedUp.contains("waits"));
        assertFalse(log.messages().toString().contains("Nobody can have"), log.messages()::toString);
    }
}
