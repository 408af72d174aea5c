// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What javac prints where a mistake is about a generator: what to do can be done with one. */
class GeneratorMessagesTest {
    private static final String HEADER = """
            import static dev.weft.Weft.*;
            import dev.weft.*;
            public class A {
            @Async static AsyncGenerator<Integer> ok() { emit(1); return AsyncGenerator.done(); }
            """;

    @Test
    void aGeneratorThatIsDroppedCanNeitherBeAwaitedNorSpawned() {
        prints(
                "@Async static Task<Void> a() { ok(); return Task.done(); }",
                "[UnawaitedTask] nobody awaits this (none of its code runs before its next() is awaited);"
                        + " go through its elements with next(), in a loop; to hand it on, return it\n");
        prints(
                "@Async static Task<Void> a() { var g = ok(); return Task.done(); }",
                "(nothing reads the variable; none of its code runs before its next() is awaited);"
                        + " go through its elements");
    }

    @Test
    void aGeneratorThatReturnsNullHasAnEndOfItsOwn() {
        prints(
                "@Async static AsyncGenerator<Integer> b() { emit(1); return null; }",
                "(a generator returns another generator, whose elements follow);"
                        + " return AsyncGenerator.done() if no more follow; throw");
    }

    @Test
    void anEmitUnderAMonitorIsCalledAnEmit() {
        prints(
                "@Async AsyncGenerator<Integer> c() { synchronized (this) { emit(1); } return AsyncGenerator.done(); }",
                "(emit suspends as an await does); copy what is to be emitted");
    }

    @Test
    void aCloseUnderAMonitorIsCalledAClose() {
        prints(
                "@Async Task<Void> d() { synchronized (this) { try (var g = ok()) { } } return Task.done(); }",
                "(close() of a generator waits for its finally blocks, as an await does);"
                        + " close the generator behind the synchronized block");
    }

    @Test
    void aGeneratorThatLacksTheMarkIsToldSo() {
        prints(
                "AsyncGenerator<Integer> e() { emit(1); return AsyncGenerator.done(); }",
                "(the method returns an AsyncGenerator, but is not marked @Async); mark the method @Async\n");
    }

    private static void prints(String member, String expected) {
        String printed = Javac.print("A", HEADER + member + "\n}\n");
        assertTrue(printed.contains(expected), printed);
    }
}
