// SPDX-License-Identifier: Apache-2.0
package com.example.junit;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.junit.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which seeds tests run, and in which order. */
class SeedsTest {
    private static final List<String> EVENTS = new ArrayList<>();

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    private static void ran(Object what, SimulatedLoop loop) {
        EVENTS.add(what + " under " + loop.seed().orElseThrow());
    }

    static class Parameters {
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @AsyncTest(seeds = 3)
        void test(String name, SimulatedLoop loop) {
            await(yieldNow());
            ran(name, loop);
        }
    }

    static class SeedsBeforeParameters {
        @AsyncTest(seeds = 3)
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void test(String name, SimulatedLoop loop) {
            await(yieldNow());
            ran(name, loop);
        }
    }

    @AsyncTest(seeds = 3)
    static class SeedsOfTheClass {
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @AsyncTest
        void test(String name, SimulatedLoop loop) {
            await(yieldNow());
            ran(name, loop);
        }
    }

    @Test
    void eachParameterRunsUnderEachSeedTheSmallestFirst() {
        List<String> ran = List.of("a under 1", "b under 1", "a under 2", "b under 2", "a under 3", "b under 3");
        for (Class<?> tests : List.of(Parameters.class, SeedsBeforeParameters.class, SeedsOfTheClass.class)) {
            EVENTS.clear();
            assertEquals(6, Run.of(tests).ends().size());
            assertEquals(ran, EVENTS, tests::getSimpleName);
        }
        assertEquals(
                List.of(
                        "[1] name = \"a\" SUCCESSFUL",
                        "[2] name = \"b\" SUCCESSFUL",
                        "[3] name = \"a\", seed 2 SUCCESSFUL",
                        "[4] name = \"b\", seed 2 SUCCESSFUL",
                        "[5] name = \"a\", seed 3 SUCCESSFUL",
                        "[6] name = \"b\", seed 3 SUCCESSFUL"),
                Run.of(Parameters.class).ends());
    }

    static class Failing {
        static long from;

        @AsyncTest(seeds = 3)
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void seedsFirst(int number, SimulatedLoop loop) {
            await(yieldNow());
            run(number, loop);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncTest(seeds = 3)
        void seedsLast(int number, SimulatedLoop loop) {
            await(yieldNow());
            run(number, loop);
        }

        private static void run(int number, SimulatedLoop loop) {
            ran(number, loop);
            assertTrue(number == 2 || loop.seed().orElseThrow() < from);
        }
    }

    /** The other parameters run under that seed all the same. */
    @Test
    void noParameterRunsBehindTheSmallestSeedThatFails() {
        for (int from = 1; from <= 3; from++) {
            Failing.from = from;
            for (String name : List.of("seedsFirst", "seedsLast")) {
                EVENTS.clear();
                Run run = Run.ofMethod(Failing.class, name, "int, dev.weft.SimulatedLoop");
                assertEquals(2 * from, EVENTS.size(), EVENTS::toString);
                assertEquals(List.of("1 under " + from, "2 under " + from), EVENTS.subList(2 * from - 2, 2 * from));
                String says = from == 1 ? "seed 1;" : "seed " + from + ", the first to fail from 1 on;";
                assertTrue(run.suppressed().get(0).startsWith(says), run.suppressed()::toString);
            }
        }
    }

    static class Doubled {
        @RepeatedTest(2)
        @AsyncTest(seeds = 2)
        void repeated() {
            await(yieldNow());
        }
    }

    @Test
    void repetitionsAndSeedsAreRefusedTogether() {
        String message = Run.of(Doubled.class).failure().getMessage();
        assertTrue(message.endsWith("Leave one out: under seeds a test is repeated, too"), message);
    }

    static final class Twice implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new TestTemplateInvocationContext() {}, new TestTemplateInvocationContext() {});
        }
    }

    static class OwnTemplate {
        @TestTemplate
        @ExtendWith(Twice.class)
        @AsyncTest(seeds = 2)
        void twice(SimulatedLoop loop) {
            await(yieldNow());
            ran("it", loop);
        }
    }

    @ExtendWith(Twice.class)
    static class TemplateOfTheClass {
        @TestTemplate
        @AsyncTest(seeds = 2)
        void twice() {
            await(yieldNow());
        }
    }

    @Test
    void aTemplateOfTheUsersRunsUnderEachSeedIfItsExtensionIsOnTheMethod() {
        Run.of(OwnTemplate.class);
        assertEquals(List.of("it under 1", "it under 1", "it under 2", "it under 2"), EVENTS);
        Run run = Run.of(TemplateOfTheClass.class);
        String message = run.failures().get(0).getMessage();
        assertTrue(message.contains("twice() has seeds of @AsyncTest, and goes together with one other"), message);
    }

    @AsyncTest(seeds = 3)
    static class Unseeded {
        @Test
        @Async
        void once(SimulatedLoop loop) {
            ran("once", loop);
        }

        @ParameterizedTest
        @ValueSource(ints = 1)
        @Async
        void parameters(int number, SimulatedLoop loop) {
            ran("parameters", loop);
        }

        @RepeatedTest(1)
        @Async
        void repeated(SimulatedLoop loop) {
            ran("repeated", loop);
        }
    }

    @Test
    void whatWouldRunUnderOneOfTheSeedsOfItsClassIsRefused() {
        Run run = Run.of(Unseeded.class);
        assertEquals(3, run.failures().size(), run.ends()::toString);
        for (Throwable failure : run.failures()) {
            String message = failure.getMessage();
            assertTrue(
                    message.contains(") would run under one seed, and the @AsyncTest of its class says seeds = 3"),
                    message);
            assertTrue(message.endsWith("Mark the method @AsyncTest, in place of @Async and of @Test"), message);
        }
        assertEquals(List.of(), EVENTS);
        Run.of(Unseeded.class, "weft.seed=7");
        assertEquals(
                List.of("once under 7", "parameters under 7", "repeated under 7"),
                EVENTS.stream().sorted().toList());
    }

    @AsyncTest(seeds = 3)
    static class AroundPlainTests {
        @BeforeAll
        @Async
        static void first(SimulatedLoop loop) {
            ran("all", loop);
        }

        @BeforeEach
        @Async
        void before(SimulatedLoop loop) {
            ran("each", loop);
        }

        @Test
        void plain() {}
    }

    @Test
    void whatRunsOnceBesideTestsUnderSeedsDrawsOne() {
        Run.of(AroundPlainTests.class);
        Run.of(AroundPlainTests.class);
        assertEquals(4, EVENTS.stream().distinct().count(), EVENTS::toString);
    }

    @AsyncTest(seed = 7, virtualTime = false)
    static class Contradicts {
        @AsyncTest
        void test() {}
    }

    @AsyncTest(seeds = 2)
    static class MayBeReal {
        @AsyncTest(virtualTime = false)
        void real() {
            EVENTS.add("real");
        }

        @AsyncTest(seeds = {1, 2})
        void two() {}

        @AsyncTest(seeds = 0)
        void none() {}
    }

    @Test
    void settingsThatContradictAreRefused() {
        String message = Run.of(Contradicts.class).failure().getMessage();
        assertTrue(message.startsWith("virtualTime = false and seeds of @AsyncTest: a real loop has no seed"), message);
        List<String> messages = Run.of(MayBeReal.class).failures().stream()
                .map(Throwable::getMessage)
                .sorted()
                .toList();
        assertTrue(messages.get(0).endsWith(": seed, seeds and virtualTime take one value each"), messages::toString);
        assertEquals("seeds = 0 of @AsyncTest: a test runs under one seed or more", messages.get(1));
        assertEquals(List.of("real"), EVENTS);
    }

    @AsyncTest(seed = 7, virtualTime = false)
    static class Apart {
        @Nested
        @AsyncTest(virtualTime = true, timeout = "9 s")
        class Inside {
            @AsyncTest(seed = AsyncTest.DRAWN, seeds = 2)
            void drawn(SimulatedLoop loop) {
                ran("drawn", loop);
            }
        }
    }

    @Test
    void theNearestSettingCounts() {
        Run.of(Apart.class);
        long first = Long.parseLong(EVENTS.get(0).substring("drawn under ".length()));
        assertNotEquals(7, first);
        assertEquals(List.of("drawn under " + first, "drawn under " + (first + 1)), EVENTS);
    }
}
