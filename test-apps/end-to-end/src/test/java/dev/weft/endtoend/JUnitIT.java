// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that await, on JUnit 5 and 6, woven by javac and by the agent, on both JDKs; only an exhaustive run has each JUnit on both. */
class JUnitIT {
    private static final String TESTS = """
        package p;

        import static dev.weft.Weft.*;
        import static org.junit.jupiter.api.Assertions.*;

        import dev.weft.*;
        import dev.weft.junit.AsyncTest;
        import java.time.Duration;
        import java.util.concurrent.*;
        import org.junit.jupiter.api.*;
        import org.junit.jupiter.params.ParameterizedTest;
        import org.junit.jupiter.params.provider.ValueSource;

        @AsyncTest class SomeTest {
            static int events;

            @BeforeEach @Async void before(EventLoop loop) { await(sleep(Duration.ofDays(1))); events++; }
            @AsyncTest void nothing() { await(sleep(Duration.ofDays(1))); events++; }
            @AsyncTest Task<Integer> task() { await(sleep(Duration.ofDays(1))); events++; return Task.of(1); }
            @AsyncTest public CompletionStage<Integer> stage() {
                await(sleep(Duration.ofDays(1)));
                events++;
                return CompletableFuture.completedFuture(1);
            }
            @AsyncTest(seeds = 3) void seeds() { await(sleep(Duration.ofDays(1))); }
            @ParameterizedTest @ValueSource(ints = {1, 2}) @AsyncTest void parameters(int n) {
                await(sleep(Duration.ofDays(n)));
            }
            @Test void plain() {}
            @AsyncTest Task<Void> fails() throws Exception {
                await(sleep(Duration.ofDays(1)));
                throw new java.io.IOException("down");
            }
            @AfterEach @Async Task<Void> after() { await(sleep(Duration.ofDays(1))); events++; return Task.done(); }
            @AfterAll static void last() { System.out.println(events + " events"); }
        }
        """;

    private static final String ORDERS = """
        package p;

        import static dev.weft.Weft.*;
        import static org.junit.jupiter.api.Assertions.*;

        import dev.weft.*;
        import dev.weft.junit.AsyncTest;
        import org.junit.jupiter.params.ParameterizedTest;
        import org.junit.jupiter.params.provider.ValueSource;

        class OrdersTest {
            @AsyncTest(seeds = 3) @ParameterizedTest @ValueSource(ints = {1, 2}) void seedsFirst(int n, SimulatedLoop loop) {
                await(yieldNow());
                passesUnderOne("seedsFirst " + n, loop.seed().orElseThrow());
            }
            @ParameterizedTest @ValueSource(ints = {1, 2}) @AsyncTest(seeds = 3) void seedsLast(int n, SimulatedLoop loop) {
                await(yieldNow());
                passesUnderOne("seedsLast " + n, loop.seed().orElseThrow());
            }
            static void passesUnderOne(String test, long seed) {
                System.out.println(test + " under " + seed);
                assertEquals(1, seed);
            }
        }
        """;

    private static final String UNWOVEN = """
        package p;

        import dev.weft.*;
        import dev.weft.junit.AsyncTest;

        class UnwovenTest {
            @AsyncTest void nothing() {}
        }

        class OnlyTasksTest {
            @AsyncTest Task<Void> task() { return Task.done(); }
        }
        """;

    @TempDir
    Path folder;

    /** Each JUnit on each JDK, in one of the two ways; of the JDKs one in turn. */
    static Stream<Arguments> ways() throws Exception {
        Stream.Builder<Arguments> ways = Stream.builder();
        for (String version : List.of("junit-6", "junit-5.14", "junit-5.10")) {
            List<Path> jars = version.equals("junit-6") ? JUnitProject.ours() : JUnitProject.copied(version);
            Scale.inTurn(version, Jdks.available().toList()).forEach(jdk -> {
                boolean byJavac = jdk.equals(Jdks.current()) != version.equals("junit-5.14");
                ways.add(Arguments.of(jdk, jars, byJavac));
            });
        }
        return ways.build();
    }

    /** A test that returns a task is also found by its name, though there are two methods of that. */
    @ParameterizedTest
    @MethodSource("ways")
    void runsTestsThatAwait(Path jdk, List<Path> jars, boolean byJavac) throws Exception {
        JUnitProject project = new JUnitProject(jdk, jars, folder.resolve("classes"));
        project.compile(
                byJavac,
                Files.writeString(folder.resolve("SomeTest.java"), TESTS),
                Files.writeString(folder.resolve("OrdersTest.java"), ORDERS));
        List<String> options = byJavac ? List.of() : List.of(Built.agentOption());
        String all =
                project.run(options, "p.SomeTest,p.OrdersTest", "p.SomeTest#task,p.SomeTest#stage,p.SomeTest#nothing");
        assertTrue(all.contains("13 succeeded, 5 failed"), all);
        assertTrue(all.contains("23 events"), all);
        assertTrue(all.contains("=> java.io.IOException: down"), all);
        assertTrue(all.contains("p.SomeTest.fails(SomeTest.java:32)"), all);
        assertTrue(all.contains("-Dtest='p.SomeTest#fails'"), all);
        for (String test : List.of("seedsFirst", "seedsLast")) {
            String printed = List.of("1 under 1", "2 under 1", "1 under 2", "2 under 2").stream()
                    .map(run -> test + " " + run + "\n")
                    .collect(Collectors.joining());
            assertTrue(all.contains(printed), all);
            assertFalse(all.contains(test + " 1 under 3"), all);
        }
        assertEquals(4 + 1, all.split("seed 2, the first to fail from 1 on", -1).length, all);
        assertTrue(all.contains("\n3 succeeded, 0 failed"), all); // those that were asked for by their names
    }

    @Test
    void whatIsNotWovenFailsInPlaceOfBeingPassedOver() throws Exception {
        Path source = Files.writeString(folder.resolve("UnwovenTest.java"), UNWOVEN);
        for (List<Path> jars : List.of(JUnitProject.ours(), JUnitProject.copied("junit-5.10"))) {
            JUnitProject project = new JUnitProject(Jdks.current(), jars, folder.resolve("classes"));
            project.compile(false, source);
            String printed = project.run(List.of(), "p.UnwovenTest,p.OnlyTasksTest");
            assertTrue(printed.contains("void p.UnwovenTest.nothing() is not woven"), printed);
            assertTrue(printed.contains("dev.weft.Task p.OnlyTasksTest.task() is not woven"), printed);
            assertTrue(printed.contains("0 succeeded, 2 failed"), printed);
        }
    }

    @Test
    void theSeedOfAFailureRepeatsIt() throws Exception {
        JUnitProject project = new JUnitProject(Jdks.current(), JUnitProject.ours(), folder.resolve("classes"));
        project.compile(true, Samples.failing("AccountTest"));
        String again = project.run(List.of("-Dweft.seed=3"), "com.example.AccountTest#isNeverOverdrawn");
        assertTrue(again.contains("=> org.opentest4j.AssertionFailedError: overdrawn: -30"), again);
        String other = project.run(List.of("-Dweft.seed=1"), "com.example.AccountTest#isNeverOverdrawn");
        assertEquals("1 succeeded, 0 failed", other.strip());
    }
}
