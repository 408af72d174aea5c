// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.callStack;
import static dev.weft.Weft.dumpCallStack;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Async call stacks and traces, whole and with lines. A line is named by {@code mark(name)}, called on that line: it gives
 * the line away when it runs, and returns its argument.
 */
@Timeout(120)
class CallStackTest implements OnEverySchedule {
    private static final Map<String, Integer> MARKS = new ConcurrentHashMap<>();

    private static <T> T mark(String name, T argument) {
        StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst())
                .ifPresent(frame -> MARKS.put(name, frame.getLineNumber()));
        return argument;
    }

    /** The element of a line, as {@code class.method(File.java:line)}. */
    private static String at(String method, String mark) {
        return CallStackTest.class.getName() + "." + method + "(CallStackTest.java:" + MARKS.get(mark) + ")";
    }

    private static List<String> lines(List<StackTraceElement> stack) {
        return stack.stream().map(StackTraceElement::toString).toList();
    }

    // ------------------------------------------------------------------ the code that is looked at

    @Async
    private static Task<List<StackTraceElement>> leaf(boolean suspends) {
        if (suspends) {
            await(sleep(ms(1)));
        }
        return Task.of(mark("leaf", callStack()));
    }

    /** An instance method: its frame resumes it by a door. */
    private static final class Instance {
        @Async
        Task<List<StackTraceElement>> leaf(boolean suspends) {
            if (suspends) {
                await(sleep(ms(1)));
            }
            return Task.of(mark("instance", callStack()));
        }
    }

    @Async
    private static Task<List<StackTraceElement>> middle(boolean suspends) {
        return Task.of(await(mark("middle", leaf(suspends))));
    }

    @Async
    private static Task<List<StackTraceElement>> top(boolean suspends) {
        List<StackTraceElement> stack = await(mark("top", middle(suspends)));
        return Task.of(stack);
    }

    private static final List<String> METHODS = List.of("leaf", "middle", "top");

    private static List<String> nested() {
        return METHODS.stream().map(method -> at(method, method)).toList();
    }

    private static List<String> joined(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    // ------------------------------------------------------------------ call stacks

    @AsyncTest
    void instanceMethodIsListedOnce() throws Exception {
        for (boolean suspends : new boolean[] {false, true}) {
            List<String> stack = lines(await(spawn(new Instance().leaf(suspends))));
            String line = at("leaf", "instance").replace("Test.leaf", "Test$Instance.leaf");
            assertEquals(line, stack.get(0));
            assertEquals(
                    1, stack.stream().filter(at -> at.contains("$Instance")).count(), stack.toString());
        }
    }

    @AsyncTest
    void nestedCallsAreListedInnermostFirstSuspendedOrNot() throws Exception {
        for (boolean suspends : new boolean[] {false, true}) {
            List<String> stack = lines(await(spawn("looked at", top(suspends))));
            assertEquals(nested(), stack.subList(0, 3));
            assertEquals(
                    0, stack.stream().filter(line -> line.contains("dev.weft")).count());
        }
    }

    @Async
    private static Task<List<StackTraceElement>> gathers(boolean suspends) {
        return Task.of(await(mark("gathers", gather(yieldNow(), top(suspends)))).second());
    }

    @Async
    private static Task<List<StackTraceElement>> limits(boolean suspends) throws Exception {
        return Task.of(await(mark("limits", waitFor(gathers(suspends), LONG))));
    }

    @Async
    private static Task<List<StackTraceElement>> spawns(boolean suspends) {
        ScheduledTask<List<StackTraceElement>> task = spawn(mark("spawned", limitsUnchecked(suspends)));
        return Task.of(await(mark("awaits", task)));
    }

    @Async
    private static Task<List<StackTraceElement>> limitsUnchecked(boolean suspends) {
        try {
            return Task.of(await(mark("unchecked", limits(suspends))));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Async
    private static Task<List<StackTraceElement>> root(boolean suspends) {
        return Task.of(await(mark("root", spawns(suspends))));
    }

    @Test
    void aStackGoesOnPastGatherTimeoutAndSpawnToWhoeverWaits() {
        for (boolean suspends : new boolean[] {false, true}) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                List<String> stack = lines(loop.run(root(suspends)));
                assertEquals(
                        joined(
                                nested(),
                                at("gathers", "gathers"),
                                at("limits", "limits"),
                                at("limitsUnchecked", "unchecked"),
                                at("spawns", "awaits"),
                                at("root", "root")),
                        stack);
            }
        }
    }

    @Async
    private static Task<List<StackTraceElement>> spawnsWithoutAwaiting(List<List<StackTraceElement>> stacks) {
        spawn(mark("background", background(stacks)));
        await(sleep(ms(5)));
        return Task.of(stacks.get(0));
    }

    @Async
    private static Task<Void> background(List<List<StackTraceElement>> stacks) {
        stacks.add(await(mark("calls top", top(true))));
        return Task.done();
    }

    /** asyncio test_tasks: task source traceback. */
    @Test
    void aTaskThatNobodyAwaitsEndsItsStackWithTheLineOfItsSpawn() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            List<String> stack = lines(loop.run(spawnsWithoutAwaiting(new ArrayList<>())));
            assertEquals(
                    joined(nested(), at("background", "calls top"), at("spawnsWithoutAwaiting", "background")), stack);
        }
    }

    @Async
    private static Task<Void> sleeps() {
        await(mark("sleeps", sleep(LONG)));
        return Task.done();
    }

    @Async
    private static Task<Void> callsSleeps() {
        await(mark("calls sleeps", sleeps()));
        return Task.done();
    }

    /** asyncio test_tasks: get stack. */
    @AsyncTest
    void aSuspendedTaskTellsWhereItStands() throws Exception {
        ScheduledTask<Void> task = spawn(callsSleeps());
        assertEquals(List.of(), task.callStack());
        await(sleep(ms(1)));
        assertEquals(
                List.of(at("sleeps", "sleeps"), at("callsSleeps", "calls sleeps")),
                lines(task.callStack()).subList(0, 2));
        task.cancel();
        await(failureOf(task));
        assertEquals(List.of(), task.callStack());
    }

    @Async
    private static Task<Integer> factorial(int n) {
        if (n <= 1) {
            await(mark("dump", dumpCallStack()));
            return Task.of(1);
        }
        return Task.of(await(mark("recurses", factorial(n - 1))) * n);
    }

    @Test
    void dumpCallStackPrintsNumberedLines() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(6, loop.run(factorial(3)));
        } finally {
            System.setOut(before);
        }
        String recursion = at("factorial", "recurses");
        assertEquals(
                List.of("[0] " + at("factorial", "dump"), "[1] " + recursion, "[2] " + recursion, ""),
                printed.toString(StandardCharsets.UTF_8).lines().toList());
    }

    // ------------------------------------------------------------------ traces

    @Async
    private static Task<Void> fails(boolean suspends) throws IOException {
        if (suspends) {
            await(sleep(ms(1)));
        }
        throw mark("fails", new IOException("of the leaf"));
    }

    @Async
    private static Task<Void> callsFails(boolean suspends) throws IOException {
        await(mark("calls fails", fails(suspends)));
        return Task.done();
    }

    @Async
    private static Task<Void> gathersFails(boolean suspends) throws IOException {
        await(mark("gathers fails", gather(List.of(callsFails(suspends)))));
        return Task.done();
    }

    @Async
    private static Task<Throwable> catches(boolean suspends) {
        try {
            await(mark("catches", gathersFails(suspends)));
            return Task.of(null);
        } catch (IOException thrown) {
            return Task.of(thrown);
        }
    }

    /** asyncio test_tasks: exception traceback. */
    @Test
    void theTraceOfAnExceptionHasTheLineOfEveryAwaitOnce() {
        for (boolean suspends : new boolean[] {false, true}) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                Throwable thrown = loop.run(catches(suspends));
                List<String> trace = lines(List.of(thrown.getStackTrace()));
                assertEquals(
                        List.of(
                                at("fails", "fails"),
                                at("callsFails", "calls fails"),
                                at("gathersFails", "gathers fails"),
                                at("catches", "catches")),
                        trace.subList(0, 4));
                assertTrue(
                        trace.get(4)
                                .startsWith(CallStackTest.class.getName()
                                        + ".theTraceOfAnExceptionHasTheLineOfEveryAwaitOnce("),
                        trace.get(4));
                assertEquals(
                        5,
                        trace.stream()
                                .filter(line -> line.contains("CallStackTest"))
                                .count());
                assertEquals(
                        0,
                        trace.stream().filter(line -> line.contains("dev.weft")).count());
            }
        }
    }

    /** asyncio test_tasks: cancel traceback for future result; cancel traceback for future exception. */
    @AsyncTest
    void aCancellationHasTheLineOfTheAwaitItIsThrownAt() throws Exception {
        ScheduledTask<Void> task = spawn(callsSleeps());
        await(sleep(ms(1)));
        task.cancel();
        List<String> trace = lines(List.of(await(failureOf(task)).getStackTrace()));
        assertEquals(List.of(at("sleeps", "sleeps"), at("callsSleeps", "calls sleeps")), trace.subList(0, 2));
    }

    // ------------------------------------------------------------------ failures made elsewhere

    @Async
    private static Task<String> awaitsStage(CompletableFuture<String> stage) {
        return Task.of(await(mark("stage", stage)));
    }

    @Async
    private static Task<String> callsIt(CompletableFuture<String> stage) {
        String value = await(mark("calls", awaitsStage(stage)));
        return Task.of(value);
    }

    /** Whether the stage fails before or after the await, the trace says the same. */
    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // it takes no time
    void aFailureMadeElsewhereIsGivenTheWholeStackOfTheAwait() throws Exception {
        for (boolean early : new boolean[] {true, false}) {
            IllegalStateException failure = CompletableFuture.supplyAsync(() -> new IllegalStateException("elsewhere"))
                    .join();
            CompletableFuture<String> stage = new CompletableFuture<>();
            EventLoop.current().post(() -> stage.completeExceptionally(failure));
            if (early) {
                await(yieldNow());
            }
            assertSame(failure, await(failureOf(callsIt(stage))));
            List<String> ours = lines(List.of(failure.getStackTrace())).stream()
                    .filter(line -> line.contains("awaitsStage") || line.contains("callsIt"))
                    .toList();
            assertEquals(List.of(at("awaitsStage", "stage"), at("callsIt", "calls")), ours);
        }
    }

    @Async
    private static CompletableFuture<String> startsAtOnce() {
        await(Task.done());
        throw mark("thrown", new IllegalStateException("at once"));
    }

    /** The body stands for the entry: called from plain Java, both are on the stack. */
    @Test
    void aStageThatStartsAtOnceIsInTheTraceOnce() {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> startsAtOnce().get());
        List<String> trace = lines(List.of(failed.getCause().getStackTrace()));
        assertEquals(at("startsAtOnce", "thrown"), trace.get(0));
        assertEquals(
                1, trace.stream().filter(line -> line.contains("startsAtOnce")).count(), trace.toString());
    }
}
