// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.FullRun;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mocks and spies of Mockito's inline mock maker, which retransforms the class and its superclasses. Holds off
 * (docs/weaving-limits.md): Retransformation.
 */
@Company(
        name = "Mockito, inline mock maker",
        artifact = "mockito-core",
        checked = "mocks and spies of woven classes, in both orders and attached late; mocks "
                + "of final classes and static methods")
class MockitoIT {
    private static final Path[] MOCKITO = ToolJars.jars("mockito-core", "byte-buddy", "byte-buddy-agent", "objenesis");

    private static final String PRICES = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;
            import java.util.concurrent.CompletableFuture;

            public class Prices {
                private final int factor = 10;

                @Async
                public Task<Integer> price(int number) {
                    await(yieldNow());
                    return Task.of(number * factor);
                }

                @Async
                public Task<Integer> total(int count) {
                    int sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += await(price(i));
                    }
                    return Task.of(sum);
                }

                @Async
                public CompletableFuture<String> started() {
                    await(yieldNow());
                    return CompletableFuture.completedFuture("started");
                }
            }
            """;

    private static final String SHOP = """
            package com.example;

            import static dev.weft.Weft.*;
            import static org.mockito.ArgumentMatchers.anyInt;
            import static org.mockito.Mockito.*;

            import dev.weft.*;
            import java.util.concurrent.CompletableFuture;

            public final class Shop {
                @Async
                static Task<Integer> ask(Prices prices) {
                    return Task.of(await(prices.price(1)) + await(prices.total(3)));
                }

                @Async
                static Task<String> start(Prices prices) {
                    return Task.of(await(prices.started()));
                }

                public static void main(String[] arguments) {
                    System.out.println(run(ask(new Prices())));

                    Prices mock = mock(Prices.class);
                    when(mock.price(1)).thenReturn(Task.of(1));
                    when(mock.total(anyInt())).thenReturn(Task.of(2));
                    when(mock.started()).thenReturn(CompletableFuture.completedFuture("mocked"));
                    System.out.println(run(ask(mock)) + " " + run(start(mock)));

                    Prices spy = spy(new Prices());
                    System.out.println(run(ask(spy)) + " " + run(start(spy)));
                    doReturn(Task.of(100)).when(spy).price(2);
                    System.out.println(run(ask(spy)));
                    verify(spy, times(2)).price(2);
                    System.out.println(isWoven(Prices.class) + " " + run(ask(new Prices())));
                }
            }
            """;

    private static final String FINALS = """
            package com.example;

            import static dev.weft.Weft.*;
            import static org.mockito.Mockito.*;

            import dev.weft.*;

            public final class Finals {
                static final class Rates {
                    private final Integer rate = 7;

                    @Async
                    Task<Integer> rate() {
                        await(yieldNow());
                        return Task.of(rate + 0);
                    }

                    @Async
                    static Task<Integer> fixed() {
                        await(yieldNow());
                        return Task.of(5);
                    }

                    @Async
                    Task<Integer> twice() {
                        return Task.of(2 * await(rate()));
                    }
                }

                @Async
                static Task<Integer> ask(Rates rates) {
                    return Task.of(await(rates.rate()));
                }

                @Async
                static Task<Integer> askFixed() {
                    return Task.of(await(Rates.fixed()));
                }

                public static void main(String[] arguments) {
                    Rates mock = mock(Rates.class);
                    when(mock.rate()).thenReturn(Task.of(1));
                    System.out.println(run(ask(mock)));
                    Rates spy = spy(new Rates());
                    doReturn(Task.of(2)).when(spy).rate();
                    System.out.println(run(ask(spy)) + " " + run(spy.twice()));
                    try (var statics = mockStatic(Rates.class)) {
                        statics.when(() -> Rates.fixed()).thenReturn(Task.of(3));
                        System.out.println(run(askFixed()));
                    }
                    System.out.println(run(askFixed()));
                }
            }
            """;

    private static final String SAID = """
            40
            3 mocked
            40 started
            120
            true 40
            """;

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws Exception {
        classes = new Javac().classPath(MOCKITO).compile(folder.resolve("classes"), PRICES, SHOP);
    }

    /** A retransformation starts from the woven class. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void mocksAndSpiesOfWovenClassesAnswerAndSuspend(Path jdk) throws Exception {
        assertEquals(SAID, shop(Launch.on(jdk).weft().agent(MOCKITO[0], "")));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void theOrderOfTheAgentsDoesNotMatter(Path jdk) throws Exception {
        assertEquals(SAID, shop(Launch.on(jdk).agent(MOCKITO[0], "").weft()));
    }

    /** Mockito then attaches itself to the running JVM. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void mockitoMayAttachItself(Path jdk) throws Exception {
        String said = shop(Launch.on(jdk).weft().with("-XX:+EnableDynamicAgentLoading"));
        assertTrue(said.endsWith(SAID), said);
    }

    /**
     * A direct call goes to the body past the entry, where Mockito answers. The option {@code entries} forgoes direct calls. Without
     * it calls within one class go to the real method all the same.
     */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void mocksOfFinalClassesAndStaticMethodsAnswerWithTheOptionEntries(Path jdk) throws Exception {
        Path finals = new Javac().classPath(MOCKITO).compile(folder, FINALS);
        Launch launch = Launch.on(jdk).weft("entries=true").agent(MOCKITO[0], "");
        assertEquals("1\n2 4\n3\n5\n", launch.classPath(with(finals)).run("com.example.Finals"));
        Launch without = Launch.on(jdk).weft().agent(MOCKITO[0], "");
        assertEquals("1\n2 14\n3\n5\n", without.classPath(with(finals)).run("com.example.Finals"));
    }

    /** Without Weft's agent nobody sees what Mockito does to a class after it was loaded. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void mocksOfClassesWovenAtBuildTimeAnswerWithTheProperty(Path jdk) throws Exception {
        String woven = folder.resolve("woven").toString();
        Launch.on(jdk).run("-jar", Built.agentJar().toString(), "weave", classes.toString(), woven);
        Launch launch = Launch.on(jdk).agent(MOCKITO[0], "").with("-Dweft.entries=true");
        assertEquals(SAID, launch.classPath(with(Path.of(woven))).run("com.example.Shop"));
    }

    private String shop(Launch launch) throws Exception {
        return launch.classPath(with(classes)).run("com.example.Shop");
    }

    private static Path[] with(Path classes) {
        return Stream.concat(Stream.of(MOCKITO), Stream.of(classes)).toArray(Path[]::new);
    }
}
