// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.Caller;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallStacksTest {
    private static final String SERVE = "com.example.Server.serve(Server.java:12)";
    private static final String SPAWNED = "com.example.Caller.call(Caller.java:12)";

    /** As a server spawns the handlers of its connections: its caller has not called for that, and whoever runs the loop has not either. */
    @Test
    void whatTheLoopSpawnsByItselfHasNoSpawnSite() {
        assertEquals(List.of(SERVE), stackOfTaskSpawnedByAnAction(Supplier::get));
    }

    @Test
    void whatAnActionOfTheUsersSpawnsHasItsLine() {
        assertEquals(List.of(SERVE, SPAWNED), stackOfTaskSpawnedByAnAction(Caller::call));
    }

    /** The JDK's selector calls such a handler, and its frames are nobody's call. */
    @Test
    void whatAHandlerOfReadinessSpawnsHasNoLineOfTheSelector() throws Exception {
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink();
                var source = pipe.source();
                EventLoop loop = EventLoop.create()) {
            source.configureBlocking(false);
            sink.write(ByteBuffer.allocate(1));
            AtomicReference<@Nullable ScheduledTask<?>> spawned = new AtomicReference<>();
            AtomicReference<@Nullable Registration> watching = new AtomicReference<>();
            loop.post(() -> watching.set(watch(loop, source, ready -> {
                Objects.requireNonNull(watching.get()).cancel();
                spawned.set(spawnServe(loop));
            })));
            loop.run(Script.of(
                    (step, last) -> spawned.get() == null ? Weft.sleep(Duration.ofNanos(1)) : (Object) "done"));
            assertEquals(List.of(SERVE), stackOf(loop, spawned));
        }
    }

    /** Those who await the spawner have not called what it spawned, and wait for something else. */
    @Test
    void theLineOfTheSpawnEndsTheStackThoughTheSpawnerIsAwaited() {
        assertEquals(List.of(SERVE, SPAWNED), stackSpawnedByAPart((loop, serve) -> loop.spawn(serve)));
    }

    /** Whoever waits for a part has started it. */
    @Test
    void theStackOfAPartGoesOnWithWhoeverWaitsForIt() {
        assertEquals(
                List.of(SERVE, "com.example.All.all(All.java:42)", SPAWNED),
                stackSpawnedByAPart((loop, serve) -> loop.spawn(Script.awaiting(
                        "all;com.example.All;40,42;All.java", Weft.gather(List.of(serve, new Latch()))))));
    }

    @Test
    void theTraceOfAFailureThatNobodyAwaitsEndsAsTheStackDoes() {
        IOException failure = new IOException();
        stackSpawnedByAPart((loop, serve) -> {
            loop.spawn(serve);
            return loop.spawn(Script.awaiting("all;com.example.All;40,42;All.java", Script.of((step, last) -> {
                if (step == 0) {
                    return Weft.yieldNow();
                }
                throw failure;
            })));
        });
        assertEquals(
                List.of("com.example.All.all(All.java:42)", SPAWNED),
                Stream.of(failure.getStackTrace())
                        .map(line -> line.toString().replaceFirst(".*/", "")) // without the module of the tests
                        .filter(line -> line.startsWith("com.example"))
                        .toList());
    }

    /** The stack of a task when it has run to its await. What spawned it is a part of a gather that is awaited. */
    private static List<String> stackSpawnedByAPart(BiFunction<EventLoop, Awaitable<Object>, ScheduledTask<?>> spawn) {
        AtomicReference<@Nullable ScheduledTask<?>> serving = new AtomicReference<>();
        Script<Object> serve = Script.at("serve;com.example.Server;10,12;Server.java", (step, last) -> {
            if (step > 0) {
                return last.get();
            }
            serving.set(Weft.currentTask());
            return new Latch();
        });
        try (EventLoop loop = EventLoop.create()) {
            Script<List<String>> spawner =
                    Script.at("spawns;com.example.Spawner;20,22;Spawner.java", (step, last) -> switch (step) {
                        case 0 -> {
                            Caller.call(() -> spawn.apply(loop, serve));
                            yield Weft.yieldNow();
                        }
                        case 1, 2 -> Weft.yieldNow();
                        default -> lines(serving);
                    });
            return loop.run(Script.awaiting("waits;com.example.Main;30,32;Main.java", Weft.gather(List.of(spawner))))
                    .get(0);
        }
    }

    private static Registration watch(EventLoop loop, Pipe.SourceChannel channel, IntConsumer onReady) {
        try {
            return loop.watch(channel, SelectionKey.OP_READ, onReady);
        } catch (ClosedChannelException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a coroutine at once, in the middle of the caller's step, which does something there. */
    private static <T> T inTheMiddle(Supplier<T> what) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        var unused = Script.of((step, last) -> {
                    result.set(Caller.call(() -> Caller.call(what)));
                    return "";
                })
                .toCompletableFuture();
        return Objects.requireNonNull(result.get());
    }

    private static List<String> lines(ScheduledTask<?> task) {
        return task.callStack().stream().map(StackTraceElement::toString).toList();
    }

    /** What is above it on the Java stack are the steps of others, which have stacks of their own. */
    @Test
    void aTaskBelowThoseThatItHasStartedAtOnceHasItsOwnStack() {
        String call = "com.example.Caller.call(Caller.java:12)";
        try (EventLoop loop = EventLoop.create()) {
            ScheduledTask<List<String>> task =
                    loop.spawn(Script.at("serve;com.example.Server;10,12;Server.java", (step, last) -> {
                        ScheduledTask<?> outer = Weft.currentTask();
                        return Caller.call(() -> inTheMiddle(() -> {
                            ScheduledTask<?> middle = Weft.currentTask();
                            return inTheMiddle(() -> List.of(lines(outer), lines(middle), lines(Weft.currentTask())));
                        }));
                    }));
            assertEquals(
                    List.of(List.of(call), List.of(call, call, call), List.of(call, call, call, call, call)),
                    loop.run(task));
        }
    }

    private interface Action {
        ScheduledTask<?> run(Supplier<ScheduledTask<?>> spawn);
    }

    private static List<String> stackOfTaskSpawnedByAnAction(Action action) {
        AtomicReference<@Nullable ScheduledTask<?>> spawned = new AtomicReference<>();
        try (EventLoop loop = EventLoop.create()) {
            loop.post(() -> spawned.set(action.run(() -> spawnServe(loop))));
            return stackOf(loop, spawned);
        }
    }

    private static ScheduledTask<?> spawnServe(EventLoop loop) {
        return loop.spawn(Script.awaiting("serve;com.example.Server;10,12;Server.java", new Latch()));
    }

    /** The stack of a task when it has run to its await. */
    private static List<String> stackOf(EventLoop loop, AtomicReference<@Nullable ScheduledTask<?>> spawned) {
        return loop.run(Script.of((step, last) -> switch (step) {
            case 0 -> Weft.sleep(Duration.ofNanos(1));
            case 1 -> Weft.yieldNow();
            default -> lines(spawned);
        }));
    }

    private static List<String> lines(AtomicReference<@Nullable ScheduledTask<?>> of) {
        return Objects.requireNonNull(of.get()).callStack().stream()
                .map(StackTraceElement::toString)
                .toList();
    }
}
