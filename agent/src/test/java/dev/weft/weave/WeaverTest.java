// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeaverTest {
    @Test
    void runsARecursiveMethodToItsEnd() throws Throwable {
        var source = new WovenSource("p.A", """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.time.Duration;
            public class A {
                @Async
                static Task<Integer> factorial(int n) {
                    if (n <= 1) {
                        await(dumpCallStack());
                        return Task.of(1);
                    }
                    return Task.of(await(factorial(n - 1)) * n);
                }
                @Async
                static Task<Integer> slow(int n) {
                    if (n <= 1) {
                        await(sleep(Duration.ofMillis(1)));
                        await(dumpCallStack());
                        return Task.of(1);
                    }
                    return Task.of(await(slow(n - 1)) * n);
                }
                @Async
                static Task<Integer> deep(int n) {
                    if (n == 0) return Task.of(0);
                    return Task.of(await(deep(n - 1)) + 1);
                }
                public static int run() {
                    return Weft.run(factorial(10)) + Weft.run(slow(5));
                }
                public static int million() {
                    return Weft.run(deep(1_000_000));
                }
            }
            """);
        assertEquals(3628920, source.call("p.A", "run"));
        assertEquals(1000000, source.call("p.A", "million"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "dev.weft.p"})
    void callsTheBodyOfAnotherClassDirectly(String packageName) throws Throwable {
        var source = new WovenSource(packageName + ".A", """
            package PACKAGE;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            public class A {
                @Async
                static Task<Long> outer() {
                    return Task.of(await(B.frames()));
                }
                public static long run() {
                    return Weft.run(outer());
                }
            }
            class B {
                @Async
                static Task<Long> frames() {
                    return Task.of(StackWalker.getInstance()
                        .walk(stack -> stack.filter(element -> element.getMethodName().equals("resume")).count()));
                }
            }
            """.replace("PACKAGE", packageName));
        assertEquals(1L, source.call(packageName + ".A", "run"), "the frame of outer, and none for frames");
    }

    /** More than 32 kB of code, so that ASM widens jumps, and computes the stack maps around those, for each of many locals. */
    @Test
    void weavesAMethodOfManyLocalsThatIsLargerThanAJumpSpans() throws Throwable {
        var body = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            body.append("long l%d = n;%n".formatted(i));
        }
        for (int i = 0; i < 30; i++) {
            body.append("await(yieldNow()); n++;%n".formatted());
        }
        var source = new WovenSource("p.A", """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            public class A {
                @Async
                static Task<Integer> large(int n) {
                    BODY
                    return Task.of(n);
                }
                public static int run() {
                    return Weft.run(large(12));
                }
            }
            """.replace("BODY", body));
        assertEquals(42, source.call("p.A", "run"));
    }
}
