// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.NotWovenException;
import dev.weft.Weft;
import dev.weft.diagnostic.Consequence;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.diagnostic.GeneratorDetails;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What cannot be woven is found, says so when it is called, and leaves the rest of its class alone. Holds off
 * (docs/weaving-limits.md): Methods near 64 KiB; Awaits under a monitor; Awaits that block in silence; Constructors, references,
 * callbacks.
 */
class RefusalTest {
    private static final String HEADER = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.time.Duration;
            import java.util.concurrent.*;
            import java.util.function.*;
            public class A {
                @Async static Task<Integer> good() { return Task.of(await(yieldNow()) == null ? 1 : 2); }
                static int goodRun() { return Weft.run(good()); }
            """;

    /** The line of HEADER's last one plus 1. */
    private static final int FIRST = 10;

    @Test
    void refusesAnAwaitInASynchronizedBlock() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST + 2, """
                @Async static Task<Integer> bad() {
                    synchronized (A.class) {
                        await(yieldNow());
                    }
                    return Task.of(1);
                }
                static Object call() { return bad(); }
            """);
    }

    @Test
    void refusesAnAwaitInANestedSynchronizedBlockAfterATry() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST + 7, """
                @Async static Task<Integer> bad() {
                    synchronized (A.class) {
                        synchronized (String.class) {
                            goodRun();
                        }
                        try {
                            goodRun();
                        } catch (RuntimeException e) { await(yieldNow()); }
                    }
                    return Task.of(1);
                }
                static Object call() { return bad(); }
            """);
    }

    @Test
    void refusesATailAwaitInASynchronizedBlock() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST + 2, """
                @Async static Task<Integer> bad() {
                    synchronized (A.class) {
                        return good();
                    }
                }
                static Object call() { return bad(); }
            """);
    }

    @Test
    void saysThatAReturnInASynchronizedBlockAwaits() throws Throwable {
        assertEquals(Diagnostic.RETURN_AWAITS, refusalOf("return good();").detail());
        assertEquals("", refusalOf("return Task.of(await(good()));").detail());
        assertEquals(
                "",
                refusalOf("if (await(good()) > 1) { return good(); } return Task.of(1);")
                        .detail());
    }

    @Test
    void saysThatAnEmitOrACloseInASynchronizedBlockSuspends() throws Throwable {
        Finding emits = onlyFinding(source("""
                @Async static AsyncGenerator<Integer> bad() { synchronized (A.class) { emit(1); } return AsyncGenerator.done(); }
            """), Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST);
        assertEquals(GeneratorDetails.EMIT_SUSPENDS, emits.detail());
        assertTrue(emits.message().contains("emit it behind the synchronized block"), emits.message());
        String closes = "@Async static Task<Integer> bad(AsyncGenerator<Integer> g) { synchronized (A.class) {"
                + " %s } return Task.of(1); }\n";
        for (String statement : List.of("g.close();", "try (g) { good(); }")) {
            Finding finding =
                    onlyFinding(source(closes.formatted(statement)), Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST);
            assertEquals(GeneratorDetails.CLOSE_SUSPENDS, finding.detail());
        }
    }

    @Test
    void saysThatAGeneratorLacksTheMark() throws Throwable {
        Finding finding = onlyFinding(source("""
                static AsyncGenerator<Integer> bad() { emit(1); return AsyncGenerator.done(); }
            """), Diagnostic.EMIT_OUTSIDE_GENERATOR, "bad", FIRST);
        assertTrue(finding.message().endsWith("; mark the method @Async"), finding.message());
    }

    private static Finding refusalOf(String statements) throws Throwable {
        String method = "@Async static Task<Integer> bad() { synchronized (A.class) { " + statements + " } }\n";
        return onlyFinding(source(method), Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST);
    }

    @Test
    void namesTheLineOfTheAwaitInTheBlock() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "bad", FIRST + 3, """
                @Async static Task<Integer> bad() {
                    await(yieldNow());
                    synchronized (A.class) {
                        await(yieldNow());
                    }
                    return good();
                }
                static Object call() { return bad(); }
            """);
    }

    @Test
    void namesRunInMain() throws Throwable {
        assertEquals(
                Diagnostic.IN_MAIN,
                outside("main", "static void main(String[] args)").detail());
        assertEquals(Diagnostic.IN_MAIN, outside("main", "void main()").detail());
        assertEquals("", outside("main", "static void main(int n)").detail());
        assertEquals("", outside("other", "static void other(String[] args)").detail());
    }

    private static Finding outside(String name, String method) throws Throwable {
        return onlyFinding(source(method + " { await(good()); }\n"), Diagnostic.AWAIT_OUTSIDE_ASYNC, name, FIRST);
    }

    @Test
    void refusesASynchronizedMethod() throws Throwable {
        refuses(Diagnostic.ASYNC_SYNCHRONIZED_METHOD, "bad", FIRST + 1, """
                @Async static synchronized Task<Integer> bad() {
                    return Task.of(await(good()));
                }
                static Object call() { return bad(); }
            """);
    }

    @Test
    void refusesAnAwaitInAConstructor() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_CONSTRUCTOR, "<init>", FIRST + 1, """
                A() {
                    await(yieldNow());
                }
                static Object call() { return new A(); }
            """);
    }

    @Test
    void refusesAnAwaitInAnInstanceInitialiser() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_CONSTRUCTOR, "<init>", FIRST, """
                int n = await(good());
                static Object call() { return new A(); }
            """);
    }

    @Test
    void refusesAnAwaitInAStaticInitialiser() {
        var source = source("""
                static class B {
                    static int n = 1;
                    static {
                        n = await(good());
                    }
                }
                static Object call() { return B.n; }
            """);
        Finding finding = onlyFinding(source, Diagnostic.AWAIT_IN_STATIC_INITIALIZER, "<clinit>", FIRST + 3);
        assertEquals("p.A$B", finding.className());
        Throwable thrown = assertThrows(ExceptionInInitializerError.class, () -> source.call("p.A", "call"));
        assertEquals(finding.message(), String.valueOf(thrown.getCause()).split(": ", 2)[1]);
    }

    @Test
    void refusesAnAwaitOutsideAnAsyncMethod() throws Throwable {
        refuses(Diagnostic.AWAIT_OUTSIDE_ASYNC, "call", FIRST + 1, """
                static Object call() {
                    return await(good());
                }
            """);
    }

    @Test
    void refusesAnAwaitInAnUnmarkedMethodThatReturnsATask() throws Throwable {
        refuses(Diagnostic.AWAIT_OUTSIDE_ASYNC, "call", FIRST + 1, """
                static Task<Integer> call() {
                    return Task.of(await(good()));
                }
            """);
    }

    @Test
    void refusesAnAwaitInALambdaThatReturnsNoTask() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_NON_ASYNC_LAMBDA, "lambda$call$0", FIRST + 1, """
                static Object call() {
                    Runnable r = () -> await(yieldNow());
                    r.run();
                    return r;
                }
            """);
    }

    @Test
    void refusesAMethodReferenceToAwait() throws Throwable {
        refuses(Diagnostic.AWAIT_METHOD_REFERENCE, "call", FIRST + 1, """
                static Object call() {
                    Function<Awaitable<Integer>, Integer> f = Weft::await;
                    return f.apply(good());
                }
            """);
    }

    @Test
    void refusesAnAsyncMethodThatReturnsNoTask() throws Throwable {
        refuses(Diagnostic.ASYNC_RETURN_TYPE, "call", FIRST + 1, """
                @Async static Integer call() {
                    return await(good());
                }
            """);
    }

    @Test
    void refusesAnAsyncMethodOfAnotherFutureType() throws Throwable {
        refuses(Diagnostic.ASYNC_RETURN_TYPE, "call", FIRST + 1, """
                @Async static Future<Integer> call() {
                    return null;
                }
            """);
    }

    @Test
    void refusesAnAsyncMethodWithoutBody() throws Throwable {
        var source = source("""
                interface B { @Async Task<Integer> abstractOne(); }
                static Object call() { return null; }
            """);
        onlyFinding(source, Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, "abstractOne", 0);
        assertEquals(Consequence.IGNORES_MARK, Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE.consequence());
        assertEquals(1, source.call("p.A", "goodRun"));
    }

    @Test
    void refusesANativeAsyncMethod() throws Throwable {
        var source = source("""
                @Async static native Task<Integer> call();
            """);
        onlyFinding(source, Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, "call", 0);
        assertEquals(Consequence.IGNORES_MARK, Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE.consequence());
        assertThrows(UnsatisfiedLinkError.class, () -> source.call("p.A", "call"));
        assertEquals(1, source.call("p.A", "goodRun"));
    }

    @Test
    void refusesAReferenceToAwaitAsAnArgument() throws Throwable {
        refuses(Diagnostic.AWAIT_METHOD_REFERENCE, "call", FIRST + 1, """
                @Async static Task<Object> call() {
                    return Task.of(java.util.stream.Stream.of(good()).map(Weft::await).toList());
                }
            """);
    }

    @Test
    void weavesAMonitorUnderWhichATaskIsOnlyRead() throws Throwable {
        var source = source("""
                static final Task<Integer> CACHED = good();
                @Async static Task<Integer> cached() {
                    synchronized (A.class) {
                        synchronized (String.class) {
                            return CACHED;
                        }
                    }
                }
                static Object call() { return Weft.run(cached()); }
            """);
        assertEquals(0, source.findings().size());
        assertEquals(1, source.call("p.A", "call"));
    }

    @Test
    void weavesAMonitorUnderWhichAFailedTaskIsReturned() throws Throwable {
        var source = source("""
                @Async static Task<Integer> failed() {
                    synchronized (A.class) {
                        return Task.failed(new IllegalStateException("as it is"));
                    }
                }
                static Object call() { return Weft.run(failed()); }
            """);
        assertEquals(0, source.findings().size());
        Throwable thrown = assertThrows(IllegalStateException.class, () -> source.call("p.A", "call"));
        assertEquals("as it is", thrown.getMessage());
    }

    @Test
    void weavesAMonitorUnderWhichACompletedOrAFailedTaskIsReturned() throws Throwable {
        var source = source("""
                @Async static Task<Void> checked(boolean isFine) {
                    synchronized (A.class) {
                        return isFine ? Task.done() : Task.failed(new IllegalStateException("as it is"));
                    }
                }
                static Object fine() { return Weft.run(checked(true)); }
                static Object call() { return Weft.run(checked(false)); }
            """);
        assertEquals(0, source.findings().size());
        assertNull(source.call("p.A", "fine"));
        Throwable thrown = assertThrows(IllegalStateException.class, () -> source.call("p.A", "call"));
        assertEquals("as it is", thrown.getMessage());
    }

    @Test
    void weavesAMonitorUnderWhichAFinallyBlockFollowsTheReadingOfATask() throws Throwable {
        var source = source("""
                static final Task<Integer> CACHED = good();
                static int count;
                @Async static Task<Integer> cached() {
                    synchronized (A.class) {
                        try {
                            return CACHED;
                        } finally {
                            count = Thread.holdsLock(A.class) ? 1 : 2;
                        }
                    }
                }
                static Object call() { return Weft.run(cached()) * 10 + count; }
            """);
        assertEquals(0, source.findings().size());
        assertEquals(11, source.call("p.A", "call"));
    }

    /** Also where javac releases the monitor on the way to the finally block, behind which it returns. */
    @Test
    void refusesACallUnderAMonitorInATryWithAFinallyBlock() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "call", FIRST + 3, """
                @Async static Task<Integer> call() {
                    try {
                        synchronized (A.class) {
                            return good();
                        }
                    } finally {
                        A.class.hashCode();
                    }
                }
            """);
    }

    @Test
    void refusesACallUnderTwoMonitorsThatAFinallyBlockForgets() throws Throwable {
        refuses(Diagnostic.AWAIT_IN_SYNCHRONIZED, "call", FIRST + 4, """
                @SuppressWarnings("finally") @Async static Task<Integer> call() {
                    try {
                        synchronized (A.class) {
                            synchronized (String.class) {
                                return good();
                            }
                        }
                    } finally {
                        return Task.of(1);
                    }
                }
            """);
    }

    @Test
    void refusesAMethodThatWouldNotFit() throws Throwable {
        var body = new StringBuilder("    @Async static Task<Integer> bad(int a, long b, double c, String d) {\n");
        body.append("int n = 0;\n");
        body.append("        n += await(good()) + a + (int) b + (int) c + d.length();\n".repeat(1500));
        body.append("        return Task.of(n);\n    }\n");
        body.append("    static Object call() { return bad(1, 2, 3, \"4\"); }\n");
        refuses(Diagnostic.METHOD_TOO_LARGE, "bad", FIRST + 2, body.toString());
    }

    @Test
    void refusesMoreParametersThanABodyCanHave() throws Throwable {
        refuses(Diagnostic.TOO_MANY_PARAMETERS, "bad", FIRST + 1, manyParameters("int a, int b"));
    }

    @Test
    void weavesAsManyParametersAsABodyCanHave() throws Throwable {
        var source = source(manyParameters("int a"));
        assertEquals(0, source.findings().size());
        assertEquals(127, source.call("p.A", "run"));
    }

    /** 126 longs take 252 slots. */
    private static String manyParameters(String more) {
        String longs = IntStream.range(0, 126).mapToObj(i -> ", long p" + i).collect(Collectors.joining());
        String ones = ", 1L".repeat(126);
        int count = more.split(",", -1).length;
        return """
                @Async static Task<Integer> bad(%s%s) {
                    await(yieldNow());
                    int n = await(good());
                    return Task.of(%s);
                }
                static Object call() { return bad(%s%s); }
                static Object run() { return Weft.run(bad(%s%s)); }
            """.formatted(
                more,
                longs,
                "(int) (n + " + IntStream.range(0, 126).mapToObj(i -> "p" + i).collect(Collectors.joining(" + ")) + ")",
                "1" + ", 1".repeat(count - 1),
                ones,
                "1" + ", 1".repeat(count - 1),
                ones);
    }

    @Test
    void weavesAMonitorThatIsLeftBeforeTheAwait() throws Throwable {
        var source = source("""
                @Async static Task<Integer> fine() {
                    int n;
                    synchronized (A.class) {
                        n = 4;
                    }
                    n += await(good());
                    synchronized (A.class) {
                        return Task.of(n);
                    }
                }
                static Object call() { return Weft.run(fine()); }
            """);
        assertEquals(0, source.findings().size());
        assertEquals(5, source.call("p.A", "call"));
    }

    private static void refuses(Diagnostic diagnostic, String method, int line, String members) throws Throwable {
        var source = source(members);
        Finding finding = onlyFinding(source, diagnostic, method, line);
        assertEquals(Consequence.REFUSES_METHOD, diagnostic.consequence());
        assertEquals("p.A", finding.className());
        NotWovenException thrown = assertThrows(NotWovenException.class, () -> source.call("p.A", "call"));
        assertEquals(finding.message(), thrown.getMessage());
        assertEquals(line, thrown.getStackTrace()[0].getLineNumber());
        assertEquals(1, source.call("p.A", "goodRun"));
        assertTrue(Weft.isWoven(source.load("p.A")));
    }

    private static WovenSource source(String members) {
        return new WovenSource("p.A", HEADER + members + "}");
    }

    private static Finding onlyFinding(WovenSource source, Diagnostic diagnostic, String method, int line) {
        assertEquals(1, source.findings().size(), () -> source.findings().toString());
        Finding finding = source.findings().get(0);
        assertEquals(diagnostic, finding.diagnostic());
        assertEquals(method, finding.method());
        assertEquals("A.java", finding.fileName());
        assertEquals(line, finding.line());
        String place = line > 0 ? "A.java:" + line : "A.java";
        assertTrue(finding.message().startsWith(place + ": [" + diagnostic.text() + "] in "), finding.message());
        return finding;
    }
}
