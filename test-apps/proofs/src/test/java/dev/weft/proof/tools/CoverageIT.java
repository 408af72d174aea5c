// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.FullRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.OfflineInstrumentationAccessGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JaCoCo beside the weaver. The program is compiled twice from one text: as it is, and as its <em>twin</em>, in which await is a
 * plain method that blocks, so that JaCoCo measures it without any weaver. Its counters are what woven code has to reach. Holds
 * off (docs/weaving-limits.md): Other agents.
 */
@Company(
        name = "JaCoCo",
        artifact = "org.jacoco.agent",
        checked = "coverage, by line and branch, of woven and of unwoven code; agent first, " + "agent last, offline")
class CoverageIT {
    /** Suspends on every line that says so, and leaves some branches, lines and a method out. */
    private static final String ORDERS = """
            package com.example;

            import static WEFT.await;
            import static WEFT.run;
            import static WEFT.yieldNow;

            import dev.weft.Async;
            import dev.weft.Task;
            import java.util.ArrayList;
            import java.util.List;
            import java.util.function.Supplier;

            public final class Orders {
                private final List<String> log = new ArrayList<>();

                record Line(String name, int count) {}

                @Async
                static Task<Integer> price(int number) {
                    await(yieldNow());
                    if (number > 100) {
                        return Task.of(7);
                    }
                    return Task.of(number < 0 ? -1 : number * 2);
                }

                @Async
                Task<Integer> checked(int number) {
                    try {
                        return price(number);
                    } finally {
                        log.add("checked " + number);
                    }
                }

                @Async
                Task<Integer> guarded(int number) {
                    try {
                        if (number == 3) {
                            throw new IllegalArgumentException(
                                    "three");
                        }
                        return checked(
                                number);
                    } catch (IllegalArgumentException e) {
                        await(yieldNow());
                        log.add(e.getMessage());
                        return Task.of(
                                await(price(1)));
                    } catch (IllegalStateException e) {
                        return Task.of(0);
                    } finally {
                        log.add("done");
                        await(yieldNow());
                    }
                }

                @Async
                Task<Long> total(int count) {
                    long sum = 0;
                    boolean[] odd = {true};
                    for (int i = 0; i < count; i++) {
                        Line line = new Line("n" + await(price(i)), i > 2 ? await(guarded(i)) : i);
                        sum += switch (line.name()) {
                            case "n0" -> await(price(0));
                            case "n2" -> {
                                await(yieldNow());
                                yield 5;
                            }
                            case "n99" -> 99;
                            default -> line.count();
                        };
                        if (odd[0] && i % 2 == 0 || await(price(i)) < 0) {
                            odd[0] = !odd[0];
                        }
                    }
                    Supplier<Task<Integer>> more = () -> {
                        await(yieldNow());
                        return count > 50 ? price(count) : Task.of(1);
                    };
                    do {
                        sum += await(more.get());
                    } while (sum % 2 != 0);
                    return Task.of(sum);
                }

                @Async
                static Task<Void> never() {
                    await(yieldNow());
                    System.out.println("never");
                    return Task.done();
                }

                public static void main(String[] arguments) {
                    Orders orders = new Orders();
                    System.out.println(run(orders.total(6)) + " " + orders.log);
                }
            }
            """;

    private static final String BLOCKING = """
            package com.example;

            import dev.weft.Awaitable;

            final class Blocking {
                static <T> T await(Awaitable<T> done) {
                    return run(done);
                }

                static <T> T run(Awaitable<T> done) {
                    try {
                        return done.result();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }

                static Awaitable<Void> yieldNow() {
                    return dev.weft.Task.done();
                }
            }
            """;

    private static final String SAID = "28 [three, done, checked 4, done, checked 5, done]\n";
    private static final Path JACOCO = ToolJars.jar("org.jacoco.agent");

    @TempDir
    Path folder;

    private Path classes;
    private Path twin;

    @BeforeEach
    void compile() throws IOException {
        classes = new Javac().compile(folder.resolve("classes"), ORDERS.replace("WEFT", "dev.weft.Weft"));
        twin = new Javac().compile(folder.resolve("twin"), ORDERS.replace("WEFT", "com.example.Blocking"), BLOCKING);
    }

    /** Counters of a woven class are those of the same code unwoven, line by line, in instructions and branches. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void coverageIsThatOfUnwovenCodeIfJacocoComesFirst(Path jdk) throws Exception {
        Path measured = folder.resolve("measured.exec");
        assertEquals(
                SAID, jacoco(Launch.on(jdk), measured).weft().classPath(classes).run("com.example.Orders"));
        assertEquals(expected(jdk), Coverage.of(measured, classes).ofClass("com/example/Orders"));
    }

    /**
     * The other order runs, but JaCoCo then measures what the weaver made. A report on the original class files says that the
     * data is of others, and one on the woven ones knows nothing of the bodies, which are synthetic.
     */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void coverageIsLostIfWeftComesFirst(Path jdk) throws Exception {
        Path measured = folder.resolve("measured.exec");
        Path dump = folder.resolve("dump");
        Launch launch = jacoco(Launch.on(jdk).weft("dump=" + dump), measured);
        assertEquals(SAID, launch.classPath(classes).run("com.example.Orders"));
        assertTrue(Coverage.of(measured, classes).isOfAnotherClassFile("com/example/Orders"));
        assertFalse(Coverage.of(measured, dump).isOfAnotherClassFile("com/example/Orders"));
        assertFalse(Coverage.of(measured, dump).ofClass("com/example/Orders").containsAll(expected(jdk)));
    }

    /** Classes that JaCoCo instrumented at build time are woven like any other. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void coverageIsThatOfUnwovenCodeIfJacocoInstrumentedTheClassFiles(Path jdk) throws Exception {
        Path instrumented = instrumentOffline();
        Path measured = folder.resolve("measured.exec");
        Launch launch = Launch.on(jdk).weft().with("-Djacoco-agent.destfile=" + measured);
        assertEquals(SAID, launch.classPath(instrumented, JACOCO).run("com.example.Orders"));
        assertEquals(expected(jdk), Coverage.of(measured, classes).ofClass("com/example/Orders"));
    }

    private Launch jacoco(Launch launch, Path executionData) {
        return launch.agent(JACOCO, "=includes=com.example.*,destfile=" + executionData);
    }

    /** What JaCoCo says of the twin, without any weaver. */
    private List<String> expected(Path jdk) throws Exception {
        Path expected = folder.resolve("expected.exec");
        assertEquals(SAID, jacoco(Launch.on(jdk), expected).classPath(twin).run("com.example.Orders"));
        return Coverage.of(expected, twin).ofClass("com/example/Orders");
    }

    private Path instrumentOffline() throws IOException {
        Instrumenter instrumenter = new Instrumenter(new OfflineInstrumentationAccessGenerator());
        Path instrumented = folder.resolve("instrumented");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = instrumented.resolve(classes.relativize(file));
                Files.createDirectories(target.getParent());
                Files.write(target, instrumenter.instrument(Files.readAllBytes(file), file.toString()));
            }
        }
        return instrumented;
    }
}
