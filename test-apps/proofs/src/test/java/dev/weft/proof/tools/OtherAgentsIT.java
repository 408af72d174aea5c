// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.FullRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shape of the targets, in the company of agents that rewrite classes before and after the weaver. Holds off
 * (docs/weaving-limits.md): Retransformation; Other agents; Weaving twice, odd classes.
 */
@Company(
        name = "other agents",
        checked = "every shape of the targets under JaCoCo and under an agent that rewrites "
                + "all classes, before and after the weaver; retransformation while suspended; the agent twice")
class OtherAgentsIT {
    private static final Path TARGETS = Built.targets();
    private static final Path JACOCO = ToolJars.jar("org.jacoco.agent");

    /** What {@link AllShapes} prints under Weft's agent and no other, for each JDK. */
    private static final Map<Path, String> ALONE = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    /** In {@code try { return foo(); } finally { … }} probes stand where the weaver looks for what javac made of the return. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void shapesBehaveTheSameWhenJacocoComesFirst(Path jdk) throws Exception {
        assertEquals(alone(jdk), shapes(jacoco(Launch.on(jdk)).weft()));
    }

    /** Agents that rewrite what we wove. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void shapesBehaveTheSameWhenJacocoComesLast(Path jdk) throws Exception {
        assertEquals(alone(jdk), shapes(jacoco(Launch.on(jdk).weft())));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void shapesBehaveTheSameWhenAnotherAgentRewritesTheClassesFirst(Path jdk) throws Exception {
        assertEquals(alone(jdk), shapes(Launch.on(jdk).agent(rewriting(), "").weft()));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void shapesBehaveTheSameWhenAnotherAgentRewritesTheClassesLast(Path jdk) throws Exception {
        assertEquals(alone(jdk), shapes(Launch.on(jdk).weft().agent(rewriting(), "")));
    }

    private Launch jacoco(Launch launch) {
        return launch.agent(JACOCO, "=destfile=" + folder.resolve("jacoco.exec"));
    }

    private Path rewriting() throws IOException {
        return RewritingAgent.jar(folder.resolve("rewriting.jar"));
    }

    /** The second one finds the mark of a woven class. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void agentGivenTwiceWeavesOnce(Path jdk) throws Exception {
        assertEquals(alone(jdk), shapes(Launch.on(jdk).weft().weft()));
    }

    /** Weaving adds methods, which a retransformation may neither add nor remove. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void classesStayWovenWhenAnAgentInFrontRetransformsThem(Path jdk) throws Exception {
        assertRetransforms(Launch.on(jdk).agent(rewriting(), "=retransforms").weft());
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void classesStayWovenWhenAnAgentBehindRetransformsThem(Path jdk) throws Exception {
        assertRetransforms(Launch.on(jdk).weft().agent(rewriting(), "=retransforms"));
    }

    /** Retransforms once while frames of the classes are suspended, and once after. */
    private void assertRetransforms(Launch launch) throws Exception {
        String source = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;
                import dev.weft.proof.tools.RewritingAgent;

                public final class Steps {
                    @Async
                    static Task<Integer> add(int n, boolean retransforms) throws Exception {
                        await(yieldNow());
                        if (retransforms) {
                            System.out.println(RewritingAgent.retransformAll() + " classes");
                        }
                        await(yieldNow());
                        return Task.of(n + 1);
                    }

                    @Async
                    Task<Integer> sum(int count) throws Exception {
                        int sum = 0;
                        for (int i = 0; i < count; i++) {
                            sum += await(add(i, i == 1));
                        }
                        return Task.of(sum);
                    }

                    public static void main(String[] arguments) throws Exception {
                        System.out.println(RewritingAgent.hasSeen("com/example/Steps$weft$sum"));
                        for (int round = 0; round < 2; round++) {
                            System.out.println(run(new Steps().sum(3)));
                        }
                    }
                }
                """;
        Path classes = new Javac().classPath(ownClasses()).compile(folder.resolve("classes"), source);
        assertEquals(
                "true\n3 classes\n6\n3 classes\n6\n", launch.classPath(classes).run("com.example.Steps"));
    }

    /** The new code would be unwoven, and the JVM refuses to take methods away. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void classThatSomebodyTriesToRedefineStaysWoven(Path jdk) throws Exception {
        String source = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;
                import dev.weft.proof.tools.RewritingAgent;

                public final class Swapped {
                    @Async
                    static Task<String> value() {
                        await(yieldNow());
                        return Task.of("woven");
                    }

                    public static void main(String[] arguments) throws Exception {
                        try {
                            RewritingAgent.redefine(Swapped.class);
                        } catch (UnsupportedOperationException e) {
                            System.out.println("refused");
                        }
                        System.out.println(run(value()));
                    }
                }
                """;
        Path classes = new Javac().classPath(ownClasses()).compile(folder.resolve("classes"), source);
        Launch launch = Launch.on(jdk).weft().agent(rewriting(), "");
        assertEquals("refused\nwoven\n", launch.classPath(classes).run("com.example.Swapped"));
    }

    private static String alone(Path jdk) {
        return ALONE.computeIfAbsent(jdk, OtherAgentsIT::woven);
    }

    private static String woven(Path jdk) {
        try {
            String events = shapes(Launch.on(jdk).weft());
            assertTrue(events.contains("\nBigShapes."), events);
            return events;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Without what Weft says of methods that are too large for HotSpot: probes make them larger. */
    private static String shapes(Launch launch) throws Exception {
        String said = launch.classPath(TARGETS, ownClasses()).run(AllShapes.class.getName());
        return Launch.without(said, "[weft] BigShapes.java:", "[weft] LocalShapes.java:");
    }

    private static Path ownClasses() {
        return Built.placeOf(AllShapes.class);
    }
}
