// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.FullRun;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The OpenTelemetry Java agent: it has class loaders of its own, retransforms what it finds loaded, and traces methods by name.
 * Its transformers always come after ours, because they can be asked again for a loaded class. Holds off
 * (docs/weaving-limits.md): Classes that are nobody's business; Other agents.
 */
@Company(
        name = "OpenTelemetry",
        artifact = "opentelemetry-javaagent",
        checked = "runs in both orders, silent; traces woven methods")
class OpenTelemetryIT {
    private static final Path AGENT = ToolJars.jar("opentelemetry-javaagent");

    /** How the lines begin that it prints itself, or makes the JVM print. */
    private static final String[] OTHERS = {"[otel.javaagent", "WARNING: "};

    private static final String ORDERS = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;

            public class Orders {
                @Async
                public Task<Integer> total(int count) {
                    int sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += await(price(i));
                    }
                    return Task.of(sum);
                }

                @Async
                private static Task<Integer> price(int number) {
                    await(yieldNow());
                    return Task.of(number);
                }

                public static void main(String[] arguments) {
                    System.out.println(run(new Orders().total(4)) + " " + isWoven(Orders.class));
                }
            }
            """;

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws Exception {
        classes = new Javac().compile(folder, ORDERS);
    }

    /** Neither agent says a word about the other's classes. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void wovenCodeRunsWhenOpenTelemetryComesFirst(Path jdk) throws Exception {
        String said = orders(Launch.on(jdk).agent(AGENT, "").weft().with("-Dotel.traces.exporter=none"));
        assertEquals("6 true\n", Launch.without(said, OTHERS));
    }

    /** Its advice goes into the woven class, into entry and body. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void wovenMethodsCanBeTracedWhenOpenTelemetryComesLast(Path jdk) throws Exception {
        String said = orders(Launch.on(jdk)
                .weft()
                .agent(AGENT, "")
                .with("-Dotel.traces.exporter=logging")
                .with("-Dotel.instrumentation.methods.include=com.example.Orders[total,price]"));
        assertEquals("6 true\n", Launch.without(said, OTHERS));
        assertTrue(said.contains(" 'Orders.total' : "), said);
        assertTrue(said.contains(" 'Orders.price' : "), said);
    }

    private String orders(Launch launch) throws Exception {
        return launch.with("-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none")
                .classPath(classes)
                .run("com.example.Orders");
    }
}
