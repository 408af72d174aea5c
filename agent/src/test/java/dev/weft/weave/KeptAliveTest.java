// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/**
 * What a suspended frame keeps alive: what is read later, and nothing else. Each shape makes an object that it drops and one that
 * it reads after the gate; while it waits there, the first must be collected and the second not. Holds off
 * (docs/weaving-limits.md): Dead locals kept alive; Frames that are not cleared; Something kept per turn of a loop.
 */
class KeptAliveTest {
    private static final String HEADER = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.lang.ref.WeakReference;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            public class A {
                static WeakReference<Object> dropped;
                static WeakReference<Object> kept;
                static Object root;
                static CompletableFuture<String> gate = new CompletableFuture<>();
                static CompletableFuture<String> before = new CompletableFuture<>();

                static Object drop() { return drop(new Object()); }
                static <T> T drop(T made) { dropped = new WeakReference<>(made); return made; }
                static Object keep() { Object made = new Object(); kept = new WeakReference<>(made); return made; }
                static int hold(Object... objects) { return objects.length; }
                static CompletableFuture<Integer> end(Object live) {
                    return CompletableFuture.completedFuture(hold(live));
                }
                static Object start() throws Exception {
                    root = shape();
                    before.complete("");
                    return null;
                }
                static Object dropped() { return dropped; }
                static Object kept() { return kept; }
                static class Pair {
                    Pair(Object a, Object b) {}
                }
                static class Resource implements AutoCloseable {
                    @Override public void close() {}
                }
            """;

    @Test
    void aLocalUntilItsLastReading() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object local = drop();
                    hold(local);
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void aLocalThatAnotherPathWouldRead() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object local = drop();
                    boolean again = hold(local) > 1;
                    if (again) {
                        await(before);
                        hold(local);
                    } else {
                        await(gate);
                    }
                    return end(live);
                }
            """);
    }

    @Test
    void anArgument() throws Throwable {
        collects("""
                @Async static Task<Integer> inner(Object argument, Object live, int n) {
                    n += hold(argument);
                    await(gate);
                    return Task.of(n + hold(live));
                }
                static Object shape() { return inner(drop(), keep(), 1).toCompletableFuture(); }
            """);
    }

    @Test
    void anArgumentThatIsOverwritten() throws Throwable {
        collects("""
                @Async CompletableFuture<Integer> inner(Object argument, Object live) {
                    await(before);
                    argument = hold(argument);
                    await(gate);
                    return end(List.of(argument, live));
                }
                static Object shape() { return new A().inner(drop(), keep()); }
            """);
    }

    @Test
    void aValueOfTheOperandStack() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    int n = hold(drop(), await(before));
                    n += hold(live, await(gate));
                    return end(n);
                }
            """);
    }

    @Test
    void anArrayAndItsElements() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object[][] arrays = {{drop()}, {keep()}};
                    Object[] live = arrays[1];
                    arrays[0][0] = drop(new int[] {await(before).length()});
                    arrays = null;
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void aVariableThatALambdaCaptured() throws Throwable {
        collects("""
                static Object shape() {
                    Object captured = drop();
                    Object live = keep();
                    Supplier<CompletableFuture<Integer>> lambda = () -> {
                        hold(captured);
                        await(gate);
                        return end(live);
                    };
                    return lambda.get();
                }
            """);
    }

    @Test
    void aCaughtException() throws Throwable {
        collects("""
                @Async static Task<Integer> failing() {
                    await(before);
                    throw drop(new IllegalStateException());
                }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    try {
                        await(failing());
                    } catch (IllegalStateException e) {
                        hold(e);
                        await(gate);
                    }
                    return end(live);
                }
            """);
    }

    @Test
    void aClosedResource() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    try (Resource resource = drop(new Resource())) {
                        await(before);
                    }
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void aPatternVariable() throws Throwable {
        collects("""
                static Object any() { return drop(new String("text")); }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    if (any() instanceof String text && hold(text) == 1) {
                        await(gate);
                    }
                    return end(live);
                }
            """);
    }

    @Test
    void theVariableOfALoop() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Deque<Object> all = new ArrayDeque<>(List.of(drop(), ""));
                    for (Object each = all.poll(); each != null; each = all.poll()) {
                        hold(each);
                        each = null;
                        await(gate);
                    }
                    return end(live);
                }
            """);
    }

    @Test
    void theValueOfAnEarlierTurn() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    for (int i = 0; i < 3; i++) {
                        Object made = i == 0 ? drop() : "";
                        await(before);
                        hold(made);
                        if (i == 1) {
                            await(gate);
                        }
                    }
                    return end(live);
                }
            """);
    }

    /** Read at the top of each turn, and written before the turn ends: dead at the await between. */
    @Test
    void whatIsWrittenBeforeTheBackEdge() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object last = drop();
                    for (;;) {
                        hold(last);
                        if (await(gate) == null) {
                            return end(live);
                        }
                        last = "";
                    }
                }
            """);
    }

    @Test
    void theStringOfASwitch() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    switch (drop(new String("word"))) {
                        case "word":
                            await(gate);
                            break;
                        default:
                            await(before);
                    }
                    return end(live);
                }
            """);
    }

    @Test
    void theIteratorAfterItsLoop() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Iterator<Object> made = drop(List.<Object>of("").iterator());
                    Iterable<Object> iterable = () -> made;
                    for (Object each : iterable) {
                        hold(each, await(before));
                    }
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void theArrayOfALoopInItsLastTurn() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    for (Object each : drop(new Object[] {"a", "b"})) {
                        hold(each, await(before));
                        if (each.equals("b")) {
                            break;
                        }
                    }
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void theArgumentsOfAConstructor() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    hold(new Pair(drop(), await(before)));
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void theObjectThatWasConstructed() throws Throwable {
        collects("""
                static class Noted extends Pair {
                    Noted(Object a, Object b) { super(a, b); drop(this); }
                }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    hold(new Noted(1, await(before)), new Noted(2, await(before)));
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void theResultOfAnEarlierAwait() throws Throwable {
        collects("""
                @Async static Task<Object> later() {
                    await(before);
                    return Task.of(drop());
                }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object got = await(later());
                    hold(got);
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void whatWasAwaitedBefore() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    await(drop(before.thenApply(Function.identity())));
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void theLocalsOfTheCaller() throws Throwable {
        collects("""
                @Async static Task<Integer> inner(Object given) {
                    hold(given);
                    await(gate);
                    return Task.of(1);
                }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object local = drop();
                    int n = await(inner(local));
                    return end(List.of(live, n));
                }
            """);
    }

    /** At the first suspension the frame holds three references, at the second one: the other fields are cleared. */
    @Test
    void whatTheSameFrameHeldAtAnEarlierPoint() throws Throwable {
        collects("""
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    Object a = "a";
                    Object b = drop();
                    await(before);
                    hold(a, b);
                    await(gate);
                    return end(live);
                }
            """);
    }

    @Test
    void nothingOfATaskThatHasEnded() throws Throwable {
        collects("""
                static Task<Integer> ended;
                @Async static Task<Integer> task(Object argument) {
                    Object local = drop();
                    await(yieldNow());
                    return Task.of(hold(local, argument));
                }
                @Async static CompletableFuture<Integer> shape() {
                    Object live = keep();
                    ended = task(drop());
                    run(ended);
                    await(gate);
                    return end(live);
                }
            """);
    }

    /**
     * The exception to the rule: the frame of an instance method keeps its object, as a debugger shows it, and as the
     * body that goes on is one of its methods.
     */
    @Test
    void theObjectOfAnInstanceMethodIsKept() throws Throwable {
        var source = shape("""
                @Async CompletableFuture<Integer> inner() {
                    await(gate);
                    return CompletableFuture.completedFuture(1);
                }
                static Object shape() {
                    A object = new A();
                    kept = new WeakReference<>(object);
                    drop();
                    return object.inner();
                }
            """);
        assertCollected(source);
        assertKept(source);
    }

    private static void collects(String members) throws Throwable {
        var source = shape(members);
        assertCollected(source);
        assertKept(source);
    }

    private static WovenSource shape(String members) throws Throwable {
        var source = new WovenSource("p.A", HEADER + members + "}");
        assertEquals(0, source.findings().size());
        source.call("p.A", "start");
        return source;
    }

    private static void assertCollected(WovenSource source) throws Throwable {
        WeakReference<?> dropped = (WeakReference<?>) source.call("p.A", "dropped");
        for (int attempt = 0; dropped.get() != null && attempt < 50; attempt++) {
            System.gc();
        }
        assertNull(dropped.get(), "still reachable");
    }

    private static void assertKept(WovenSource source) throws Throwable {
        WeakReference<?> kept = (WeakReference<?>) source.call("p.A", "kept");
        assertNotNull(kept.get(), "what is read later");
    }
}
