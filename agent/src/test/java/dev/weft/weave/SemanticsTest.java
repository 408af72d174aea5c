// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** What a comparison with a blocking run does not show: laziness, class initialisation, and what a frame keeps alive. */
class SemanticsTest {
    private static final String HEADER = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.lang.ref.WeakReference;
            import java.util.*;
            import java.util.concurrent.*;
            public class A {
                static final StringBuilder LOG = new StringBuilder();
                static void log(Object o) { LOG.append(o).append(' '); }
                @Async static Task<Integer> failing(String message) {
                    log("failing");
                    await(yieldNow());
                    throw new IllegalStateException(message);
                }
                @Async static Task<Integer> work(int n) {
                    log("work" + n);
                    await(yieldNow());
                    return Task.of(n);
                }
            """;

    @Test
    void awaitsATaskKeptInALocalWhereItIsReturned() throws Throwable {
        assertLog("before failing caught finally after1", """
                @Async static Task<Integer> shape() {
                    Task<Integer> task = failing("kept");
                    log("before");
                    try {
                        return task;
                    } catch (IllegalStateException e) {
                        log("caught");
                        return Task.of(1);
                    } finally {
                        log("finally");
                    }
                }
            """);
    }

    @Test
    void awaitsATaskKeptInALocalAfterTheTryThatMadeIt() throws Throwable {
        assertLog("finally work1 after1", """
                @Async static Task<Integer> shape() {
                    Task<Integer> task;
                    try {
                        task = work(1);
                    } finally {
                        log("finally");
                    }
                    return task;
                }
            """);
    }

    @Test
    void awaitsAReturnedParameter() throws Throwable {
        assertLog("finally work1 after1", """
                @Async static Task<Integer> pass(Task<Integer> given, boolean now) {
                    if (now) {
                        return given;
                    }
                    return Task.of(await(given));
                }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = work(1);
                    log("finally");
                    return pass(task, LOG.length() > 0);
                }
            """);
    }

    @Test
    void awaitsAnArgumentThatATryMayReplace() throws Throwable {
        assertLog("finally work1 finally work2 after3", """
                @Async static Task<Integer> pass(Task<Integer> given) {
                    try {
                        if (LOG.length() > 10) {
                            given = work(2);
                        }
                    } finally {
                        log("finally");
                    }
                    return given;
                }
                @Async static Task<Integer> shape() {
                    return Task.of(await(pass(work(1))) + await(pass(null)));
                }
            """);
    }

    @Test
    void startsATaskWhenItIsAwaitedAndAFutureWhenItIsCalled() throws Throwable {
        assertLog("future made work2 after3", """
                @Async static CompletableFuture<Integer> future() {
                    log("future");
                    await(yieldNow());
                    return CompletableFuture.completedFuture(1);
                }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = work(2);
                    CompletableFuture<Integer> future = future();
                    log("made");
                    return Task.of(await(task) + await(future));
                }
            """);
    }

    @Test
    void putsAnExceptionBeforeTheFirstAwaitIntoTheTask() throws Throwable {
        assertLog("made futureMade caught1 caught2 after0", """
                @Async static Task<Integer> task() { throw new IllegalStateException("1"); }
                @Async static CompletableFuture<Integer> future() { throw new IllegalStateException("2"); }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = task();
                    log("made");
                    CompletableFuture<Integer> future = future();
                    log("futureMade");
                    try { await(task); } catch (IllegalStateException e) { log("caught" + e.getMessage()); }
                    try { await(future); } catch (IllegalStateException e) { log("caught" + e.getMessage()); }
                    return Task.of(0);
                }
            """);
    }

    @Test
    void initialisesAClassBeforeTheArgumentsOfItsConstructor() throws Throwable {
        assertLog("before initialised work4 constructor after4", """
                static class Early {
                    static { log("initialised"); }
                    final int n;
                    Early(int n) { this.n = n; log("constructor"); }
                }
                @Async static Task<Integer> shape() {
                    log("before");
                    return Task.of(new Early(await(work(4))).n);
                }
            """);
    }

    @Test
    void seesTheExceptionItselfAndNotACopy() throws Throwable {
        assertLog("true true after0", """
                @Async static Task<Integer> thrower(Throwable t) throws Throwable { await(yieldNow()); throw t; }
                @Async static CompletionStage<Integer> stage(Throwable t) throws Throwable { await(yieldNow()); throw t; }
                @Async static Task<Integer> shape() throws Throwable {
                    Exception mine = new Exception("mine");
                    try { await(thrower(mine)); } catch (Throwable e) { log(e == mine); }
                    try { await(stage(mine)); } catch (Throwable e) { log(e == mine); }
                    return Task.of(0);
                }
            """);
    }

    private static final String GATE = """
                static WeakReference<Object> dead;
                static Object alive;
                static CompletableFuture<String> gate = new CompletableFuture<>();
                static Object make() { Object made = new Object(); dead = new WeakReference<>(made); return made; }
                static int hold(Object o) { return o == null ? 0 : 1; }
                static Object start() { alive = shape(); return dead; }
            """;

    @Test
    void keepsADeadLocalNoLonger() throws Throwable {
        assertCollected("""
                @Async static CompletableFuture<Integer> shape() {
                    Object local = make();
                    int n = hold(local);
                    await(gate);
                    return CompletableFuture.completedFuture(n);
                }
            """);
    }

    @Test
    void keepsAnArgumentThatIsDeadNoLonger() throws Throwable {
        assertCollected("""
                @Async static CompletableFuture<Integer> inner(Object argument, int n) {
                    n += hold(argument);
                    argument = null;
                    await(gate);
                    return CompletableFuture.completedFuture(n);
                }
                static CompletableFuture<Integer> shape() { return inner(make(), 1); }
            """);
    }

    @Test
    void keepsAnArgumentNoLongerThanItIsRead() throws Throwable {
        assertCollected("""
                @Async static Task<Integer> inner(Object argument, int n) {
                    n += hold(argument);
                    await(gate);
                    return Task.of(n);
                }
                static Object shape() { return inner(make(), 1).toCompletableFuture(); }
            """);
    }

    @Test
    void keepsNothingOfAnEarlierSuspensionAndTurn() throws Throwable {
        assertCollected("""
                static int turns;
                @Async static CompletableFuture<Integer> shape() {
                    int n = 0;
                    Object local = make();
                    for (;;) {
                        await(turns++ == 0 ? new CompletableFuture<String>().completeOnTimeout("", 0, TimeUnit.DAYS) : gate);
                        n += hold(local);
                        local = null;
                        if (n > 5) break;
                        await(gate);
                    }
                    return CompletableFuture.completedFuture(n);
                }
            """);
    }

    @Test
    void keepsAnOperandNoLongerThanItIsUsed() throws Throwable {
        assertCollected("""
                static int two(Object o, Object p) { return 1; }
                @Async static Task<Object> later(Object o) {
                    await(CompletableFuture.completedFuture(1));
                    return Task.of(o);
                }
                @Async static CompletableFuture<Integer> shape() {
                    int n = two(make(), await(later("p")));
                    await(gate);
                    return CompletableFuture.completedFuture(n);
                }
            """);
    }

    @Test
    void keepsALocalThatIsReadLater() throws Throwable {
        var source = source(GATE + """
                @Async static CompletableFuture<Integer> shape() {
                    Object local = make();
                    await(gate);
                    return CompletableFuture.completedFuture(hold(local));
                }
            """);
        WeakReference<?> kept = (WeakReference<?>) source.call("p.A", "start");
        System.gc();
        assertNotNull(kept.get());
    }

    private static void assertCollected(String members) throws Throwable {
        var source = source(GATE + members);
        WeakReference<?> dead = (WeakReference<?>) source.call("p.A", "start");
        for (int attempt = 0; dead.get() != null && attempt < 50; attempt++) {
            System.gc();
        }
        assertNull(dead.get(), "still reachable");
    }

    private static void assertLog(String expected, String members) throws Throwable {
        var source = source(members + """
                static Object run() throws Throwable {
                    log("after" + Weft.run(shape()));
                    return LOG.toString().trim();
                }
            """);
        assertEquals(expected, source.call("p.A", "run"));
    }

    private static WovenSource source(String members) {
        var source = new WovenSource("p.A", HEADER + members + "}");
        assertEquals(0, source.findings().size());
        return source;
    }
}
