// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weft.support.SourceCompiler;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Methods that have much of one kind, as generators write them. What counts is how much memory the weaver asks for, which is as good as the
 * same in each run: twice as much of a kind asks for twice as much.
 */
class WeavingWorkTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String HEADER = """
            import static dev.weft.Weft.*; import dev.weft.*; import java.util.function.*;
            class G {
              static int k; static boolean c(int i) { return i == k; } static int use(int i) { return i; }
              static final Object lock = new Object(); record Two(int one, int other) {}
              @Async static Task<Integer> foo() { return Task.of(1); }
              @Async static Task<Integer> m(Task<Integer> given) {
                int s = 0;
                %s
                return Task.of(s); } }
            """;

    /** The kinds, each with a size for a method of a few hundred bytes to some thousands. */
    @SuppressWarnings("ImmutableEnumChecker") // functions of constants
    private enum Kind {
        AWAITS(100, n -> "s += await(foo());".repeat(n)),
        AWAITS_OF_A_VALUE(100, n -> "s += await(given);".repeat(n)),
        STATEMENTS(600, n -> "s += use(k);".repeat(n) + "s += await(foo());"),
        LOCALS(50, n -> numbered(n, "int a%1$d = k;") + "s += await(foo());" + numbered(n, "s += a%1$d;")),
        SCOPES(100, n -> numbered(n, "{ int x%1$d = await(foo()); s += x%1$d; }")),
        TRIES(50, n -> "try { s += await(foo()); } catch (Throwable t) { s++; }".repeat(n)),
        FINALLY(40, n -> "try { s += await(foo()); } finally { s++; }".repeat(n)),
        LOOPS(60, n -> "while (c(1)) { s += await(foo()); }".repeat(n)),
        RETURNS(80, n -> "if (c(1)) return foo();".repeat(n)),
        RETURNS_OF_A_VALUE(80, n -> "if (c(1)) return given;".repeat(n)),
        RETURNS_IN_A_TRY(40, n -> "try {" + "if (c(1)) return foo();".repeat(n) + "} finally { s++; }"),
        MONITORS(60, n -> "synchronized (lock) { s++; } s += await(foo());".repeat(n)),
        A_SWITCH(80, n -> "switch (k) {" + numbered(n, "case %1$d: s += await(foo()); break;") + "}"),
        ELSE_IF(80, n -> "if (c(0)) s++;" + " else if (c(1)) s += await(foo());".repeat(n)),
        NEW_OBJECTS(40, n -> "new Two(k, await(foo()));".repeat(n)),
        CHOICES(60, n -> "s += c(1) ? await(foo()) : k;".repeat(n)),
        A_SUM(100, n -> "s += 0" + " + await(foo())".repeat(n) + ";"),
        LAMBDAS(60, n -> numbered(n, "Supplier<Task<Integer>> f%1$d = () -> Task.of(await(foo()));")),
        A_VARIABLE_THAT_IS_RETURNED(
                60, n -> "Task<Integer> r = foo();" + "if (c(1)) r = foo();".repeat(n) + "if (c(2)) return r;");

        private final int size;
        private final IntFunction<String> body;

        Kind(int size, IntFunction<String> body) {
            this.size = size;
            this.body = body;
        }

        private static String numbered(int n, String format) {
            return IntStream.range(0, n).mapToObj(format::formatted).collect(Collectors.joining());
        }
    }

    @ParameterizedTest
    @EnumSource
    void twiceAsMuchTakesAboutTwiceAsMuchMemory(Kind kind) {
        byte[] once = compile(kind.body.apply(kind.size));
        byte[] twice = compile(kind.body.apply(2 * kind.size));
        allocated(twice); // all classes are loaded
        long first = allocated(once);
        long second = allocated(twice);
        assertTrue(second <= 2.3 * first, () -> first + " bytes for one, " + second + " for twice as much");
    }

    private static byte[] compile(String body) {
        return requireNonNull(new SourceCompiler("-g", "-proc:none")
                .compile("G", HEADER.formatted(body))
                .requireClasses()
                .get("G"));
    }

    private static long allocated(byte[] classFile) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        WeaveResult result = Weaver.weave(classFile);
        long after = THREADS.getCurrentThreadAllocatedBytes();
        assertNotNull(result.classFile(), () -> result.findings().toString());
        return after - before;
    }
}
