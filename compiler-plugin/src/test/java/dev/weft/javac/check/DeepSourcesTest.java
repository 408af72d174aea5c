// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.support.MemorySource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Source that is nested deep, or that has much of one kind, as generators write it. What counts is how often the rules visit a piece of it, and
 * that they come to its end on a Java stack that is a part of what javac took to compile it.
 */
class DeepSourcesTest {
    private static final String HEADER = """
            import static dev.weft.Weft.*; import dev.weft.*; import java.util.*; import java.util.concurrent.*;
            import java.util.concurrent.locks.*; import java.util.function.*; import java.io.*;
            class G {
              static final ReentrantLock lock = new ReentrantLock(); static int k; G self = this;
              static boolean c(int i) { return i == k; }
              G x() { return this; }
              @Async static Task<Integer> foo() { return Task.of(1); }
              static final java.time.Duration T = java.time.Duration.ZERO; static void use(int i) { k = i; }
              @NotCancelSafe("all") @Async static Task<Void> write() { return Task.done(); }
              static CompletableFuture<Integer> stage() { return CompletableFuture.completedFuture(1); }
              @CancelSafe @Async static Task<Integer> m(Task<Integer> given, CompletableFuture<Integer> future) throws Exception {
                lock.lock(); lock.unlock(); boolean held = lock.tryLock(); int s = await(given) + future.join();
                %s
                return Task.of(s); } }
            """;

    /** The kinds, each with a size for a small source. Most are nested as deep as that. */
    @SuppressWarnings("ImmutableEnumChecker") // functions of constants
    private enum Kind {
        SUM(500, n -> "s += 0" + times(n, " + k") + ";"),
        CONCATENATION(500, n -> "String z = \"\"" + times(n, " + c(1)") + ";"),
        AND(500, n -> "if (c(0)" + times(n, " && lock.tryLock()") + ") s++;"),
        OR(500, n -> "boolean b = c(0)" + times(n, " || !future.isDone()") + ";"),
        AWAITS_IN_A_SUM(300, n -> "s += 0" + times(n, " + await(foo())") + ";"),
        AWAITS_IN_ONE_ANOTHER(100, n -> "s += " + times(n, "await(Task.of(") + "1" + times(n, "))") + ";"),
        ELSE_IF(300, n -> "if (c(0)) s++;" + times(n, " else if (c(1)) s += future.join();")),
        CHAIN(300, n -> "G g = new G()" + times(n, ".x()") + ";"),
        FIELDS(300, n -> "G g = new G()" + times(n, ".self") + ";"),
        CHOICES(300, n -> "s += " + times(n, "c(1) ? await(foo()) : ") + "0;"),
        CHOSEN_TASKS(300, n -> "Task<Integer> t = " + times(n, "c(1) ? foo() : ") + "foo(); await(t);"),
        NOT(300, n -> "boolean b = " + times(n, "!(") + "c(0)" + times(n, ")") + ";"),
        ASSIGNMENTS(300, n -> "int a = 0; a = " + times(n, "a = ") + "1;"),
        LOOPS(
                20,
                n -> numbered(n, "for (int i%1$d = 0; c(i%1$d); i%1$d++) { s += await(foo()); if (held) continue; ")
                        + times(n, "}")),
        CHANGING_LOOPS(
                40,
                n -> "Task<Integer> t = foo();"
                        + numbered(n, "while (c(%1$d)) { t = foo(); boolean h%1$d = lock.tryLock(); ")
                        + "await(t); if (c(7)) return null;" + backwards(n, " if (h%1$d) lock.unlock(); }")),
        DO_LOOPS(40, n -> times(n, "do { future = stage(); ") + " s += await(future);" + times(n, "} while (c(1));")),
        LAMBDAS(
                60,
                n -> numbered(n, "Supplier<Task<Integer>> s%1$d = () -> { int i%1$d = await(foo()); ")
                        + numbered(n, " return Task.of(await(foo())); };")),
        AWAITS_IN_A_LAMBDA(
                300,
                n -> "Supplier<Task<Integer>> l = () -> { int i = 0;" + times(n, " i += await(foo());")
                        + " return foo(); };"),
        CLASSES(30, n -> times(n, "new Object() { int f = 1; void g() {") + times(n, "} };")),
        SWITCHES(60, n -> times(n, "switch (k) { case 0: ") + "s++;" + times(n, "break; default: s--; }")),
        SWITCH_VALUES(
                40,
                n -> "s += " + times(n, "switch (k) { case 0 -> ") + "1;" + times(n, "default -> { yield 2; } };")
                        + ";"),
        A_SWITCH(500, n -> "switch (k) {" + numbered(n, "case %1$d: s += await(foo()); break;") + "}"),
        TRIES(60, n -> times(n, "try { s += await(foo()); ") + times(n, "} catch (RuntimeException e) { s++; }")),
        CATCHES(60, n -> numbered(n, "try { s++; } catch (RuntimeException e%1$d) { ") + times(n, "}")),
        FINALLY(60, n -> times(n, "try { if (c(1)) return foo(); ") + "s++;" + times(n, "} finally { k++; }")),
        FINALLY_IN_FINALLY(
                60, n -> times(n, "try { if (c(1)) return foo(); s++; } finally { ") + "s++;" + times(n, "}")),
        RETURNS_IN_A_TRY(
                200,
                n -> "try {" + numbered(n, "if (c(%1$d)) return foo();") + "} finally { lock.lock(); lock.unlock(); }"),
        AN_ARRAY(1000, n -> "int[] a = {" + times(n, "k, ") + "};"),
        ARGUMENTS(1000, n -> "String.format(\"\"" + times(n, ", k") + ");"),
        BLOCKS(300, n -> times(n, "{") + "s++;" + times(n, "}")),
        TASKS(300, n -> numbered(n, "Task<Integer> t%1$d = foo(); s += await(t%1$d);")),
        FUTURES(300, n -> numbered(n, "CompletableFuture<Integer> f%1$d = stage(); await(f%1$d); s += f%1$d.join();")),
        NAMES_OF_ONE_TASK(300, n -> "Task<Integer> t = foo();" + numbered(n, "Task<Integer> t%1$d = t;") + "await(t);"),
        LOCKS(300, n -> times(n, "lock.lock(); try { s += await(foo()); } finally { lock.unlock(); }")),
        READERS(200, n -> numbered(n, "Reader r%1$d = new StringReader(\"\"); s += r%1$d.read();")),
        READERS_IN_READERS(
                100,
                n -> "s += " + times(n, "new BufferedReader(") + "new StringReader(\"\")" + times(n, ")") + ".read();"),
        LOOPS_THAT_ARE_LEFT(
                60,
                n -> numbered(n, "while (c(%1$d)) { ")
                        + backwards(n, " try { await(foo()); } catch (Exception e%1$d) { break; } }")),
        TRIES_THAT_THROW_ON(
                60,
                n -> "while (c(0)) {" + times(n, "try { s += await(foo()); ")
                        + times(n, "} catch (RuntimeException e) { throw e; }") + "}"),
        WRITES_WITH_A_LIMIT(
                40,
                n -> numbered(n, "while (c(%1$d)) { ")
                        + backwards(
                                n,
                                " try { await(waitFor(write(), T)); s++; } catch (TimeoutException e%1$d) { break; } }")),
        SCOPES(
                100,
                n -> times(n, "await(moveOnAfter(T, scope -> Task.of(await(write()))));")
                        + "if (c(0)) throw new IOException();"),
        VALUES_ON_THEIR_WAY(100, n -> numbered(n, "int v%1$d = await(foo());") + numbered(n, "use(v%1$d);")),
        WHAT_IS_MADE_OF_A_VALUE(
                100, n -> "int v0 = await(foo());" + numbered(n, "int w%1$d = v0 + %1$d; await(foo()); use(w%1$d);")),
        STAGES(200, n -> "s += await(future" + times(n, ".thenApply(v -> v)") + ");");

        private final int size;
        private final IntFunction<String> body;

        Kind(int size, IntFunction<String> body) {
            this.size = size;
            this.body = body;
        }

        private static String times(int n, String text) {
            return text.repeat(n);
        }

        private static String backwards(int n, String format) {
            return IntStream.range(0, n)
                    .mapToObj(i -> format.formatted(n - 1 - i))
                    .collect(Collectors.joining());
        }

        private static String numbered(int n, String format) {
            return IntStream.range(0, n).mapToObj(format::formatted).collect(Collectors.joining());
        }
    }

    /** How much work the rules have with a source, and what they say of themselves. */
    private record Work(long visits, List<String> failures) {}

    @ParameterizedTest
    @EnumSource
    void twiceAsMuchTakesNoMoreThanTwiceAsManyVisits(Kind kind) throws Exception {
        Work none = check(kind.body.apply(0));
        Work once = check(kind.body.apply(kind.size));
        Work twice = check(kind.body.apply(2 * kind.size));
        assertEquals(List.of(), twice.failures());
        long first = once.visits() - none.visits();
        long second = twice.visits() - once.visits();
        assertTrue(
                second <= 1.1 * first + 50, () -> first + " visits for the first half, " + second + " for the second");
    }

    private static Work check(String body) throws Exception {
        JavaFileObject file = new MemorySource("G", HEADER.formatted(body));
        List<String> options =
                List.of("-proc:none", "-Xlint:none", "-XDsuppressNotes", "-cp", System.getProperty("java.class.path"));
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, messages, options, null, List.of(file));
        CompilationUnitTree unit =
                onStack(1 << 26, () -> task.parse().iterator().next());
        onStack(1 << 26, () -> task.analyze());
        assertEquals(
                List.of(),
                messages.getDiagnostics().stream()
                        .map(message -> message.getMessage(null))
                        .filter(text -> !text.startsWith("[")) // javac's own
                        .toList());
        TreePath type = TreePath.getPath(unit, unit.getTypeDecls().get(0));
        Source source = Source.of(task);
        List<String> failures = new ArrayList<>();
        onStack(1 << 18, () -> {
            Checks.run(type, source, BlockingCalls.with(List.of()), wanted -> true, (diagnostic, at, detail) -> {
                if (detail.contains("gave up")) {
                    failures.add(detail);
                }
            });
            return null;
        });
        return new Work(source.memory().visits(), failures);
    }

    /** Runs it in a thread with so many bytes of stack. */
    private static <T> T onStack(long size, Callable<T> work) throws Exception {
        FutureTask<T> result = new FutureTask<>(work);
        Thread thread = new Thread(null, result, "javac", size);
        thread.start();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            thread.join();
        }
    }
}
