// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick start, built by Maven outside of this build, with the compiler plugin and with the Maven plugin. */
class MavenIT {
    /** What the quick start prints. */
    static final String PRINTED = "south: 240\nnorth: 250\nbest: 240\n";

    private static final String SOURCE = "src/main/java/com/example/Quickstart.java";
    private static final String PROCESSOR_PATH = "<annotationProcessorPaths>";
    private static final String MAVEN_PLUGIN = """
              <plugin>
                <groupId>dev.weft</groupId>
                <artifactId>weft-maven-plugin</artifactId>
                <version>${weft.version}</version>
                <executions><execution><goals>GOALS</goals></execution></executions>
              </plugin>
            </plugins>
        """;

    private static final String SUREFIRE = """
              <plugin>
                <groupId>org.apache.maven.plugins</groupId>
                <artifactId>maven-surefire-plugin</artifactId>
                <version>3.6.1</version>
              </plugin>
        """;

    private static final String LOMBOK = """
        <%s>
          <groupId>org.projectlombok</groupId>
          <artifactId>lombok</artifactId>
          <version>1.18.48</version>
        </%s>
        """;
    private static final String ERROR_PRONE = """
        <path>
          <groupId>com.google.errorprone</groupId>
          <artifactId>error_prone_core</artifactId>
          <version>2.42.0</version>
        </path>
        """;
    private static final String ERROR_PRONE_OPTIONS = """
        <showWarnings>true</showWarnings>
        <compilerArgs>
          <arg>-XDcompilePolicy=simple</arg>
          <arg>--should-stop=ifError=FLOW</arg>
          <arg>-Xplugin:ErrorProne -Xep:DeadException:WARN</arg>
        </compilerArgs>
        """;

    /** The getter and the constructor are Lombok's, one mistake is for Error Prone, and one for Weft. */
    private static final String SHOP = """
        package com.example;

        import static dev.weft.Weft.await;

        import dev.weft.*;

        @lombok.RequiredArgsConstructor
        class Shop {
            @lombok.Getter
            private final int price;

            @Async
            Task<Integer> cheapest(Shop other) throws Exception {
                new IllegalStateException("never thrown");
                Thread.sleep(0);
                int price = await(Weft.yieldNow()) == null ? getPrice() : other.getPrice();
                return Task.of(Math.min(price, new Shop(3).getPrice()));
            }
        }
        """;

    /** All projects take from the same, as all of a user's do: Maven copies each artifact once. */
    @TempDir
    static Path repositories;

    @TempDir
    Path folder;

    @BeforeAll
    static void publish() throws Exception {
        MavenProject.publishIn(repositories);
    }

    @Test
    void quickStartIsWovenByTheCompilerPluginAlone() throws Exception {
        MavenProject project = MavenProject.quickStartIn(folder, repositories);
        Subprocess.Result built = project.maven("test");
        assertEquals(0, built.exitCode(), built.output());
        assertTrue(built.output().contains("Tests run: 1, Failures: 0"), built.output());
        assertFalse(built.output().contains("WARNING] Weft"), built.output());
        assertTrue(Files.exists(project.file("target/classes/com/example/Quickstart$weft$best.class")));
        assertTrue(Files.exists(
                project.file("target/test-classes/com/example/QuickstartTest$weft$takesTheLowerPrice.class")));
        assertPrintsTheBest(project);
        Path dump = folder.resolve("dump");
        assertPrintsTheBest(project, Built.agentOption() + "=dump=" + dump);
        try (Stream<Path> woven = Files.list(dump)) {
            assertEquals(List.of(), woven.toList(), "what is woven already the agent leaves alone");
        }
    }

    private static void assertPrintsTheBest(MavenProject project, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        String classPath = Built.classPath(project.file("target/classes"), Built.runtimeJar());
        arguments.addAll(List.of(Jvm.NO_STALLS, "-cp", classPath, "com.example.Quickstart"));
        Subprocess.Result run = Jvm.run(Jdks.current(), arguments);
        assertEquals(PRINTED, run.output().replace("\r", ""));
    }

    /** The tests by the agent, until then. */
    @Test
    void classesOfAnotherCompilerAreWovenByTheMavenPlugin() throws Exception {
        MavenProject project = MavenProject.quickStartIn(folder, repositories);
        weaveTestsAsTheGuideSays(project);
        project.edit("pom.xml", PROCESSOR_PATH, "<proc>none</proc><skipped>");
        project.edit("pom.xml", "</annotationProcessorPaths>", "</skipped>");
        project.edit("pom.xml", "</plugins>", MAVEN_PLUGIN.replace("GOALS", "<goal>verify</goal>"));
        Subprocess.Result unwoven = project.maven("verify");
        assertEquals(1, unwoven.exitCode(), unwoven.output());
        assertTrue(unwoven.output().contains("Tests run: 1, Failures: 0"), unwoven.output());
        assertTrue(
                unwoven.output().contains("not woven: com.example.Quickstart, com.example.QuickstartTest; put"),
                unwoven.output());
        project.edit("pom.xml", "<goal>verify</goal>", "<goal>weave</goal><goal>weave-tests</goal><goal>verify</goal>");
        Subprocess.Result woven = project.maven("verify");
        assertEquals(0, woven.exitCode(), woven.output());
        assertTrue(woven.output().contains("Woven: 1 of 1 classes in "), woven.output());
        assertPrintsTheBest(project);
    }

    private static void weaveTestsAsTheGuideSays(MavenProject project) throws Exception {
        String xml = Document.at("docs/guide/testing.md").blocks().stream()
                .filter(block -> block.origin().equals("built by MavenIT"))
                .map(Document.Block::text)
                .findFirst()
                .orElseThrow();
        String end = "</dependency>\n";
        int dependency = xml.indexOf(end) + end.length();
        project.edit("pom.xml", "</dependencies>", xml.substring(0, dependency) + "</dependencies>");
        project.edit("pom.xml", SUREFIRE, xml.substring(dependency));
    }

    @Test
    void methodThatCannotBeWovenFailsTheBuild() throws Exception {
        MavenProject project = MavenProject.quickStartIn(folder, repositories);
        project.edit(SOURCE, "    @Async\n    static Task<Integer> best()", "    static Task<Integer> best()");
        long line = Files.readAllLines(project.file(SOURCE)).stream()
                        .takeWhile(each -> !each.contains("await(gather("))
                        .count()
                + 1;
        Subprocess.Result checked = project.maven("compile");
        assertEquals(1, checked.exitCode(), checked.output());
        assertTrue(
                checked.output().contains("Quickstart.java:[" + line + ",27] [AwaitOutsideAsync] await needs"),
                checked.output());
    }

    /**
     * Lombok changes the source before it is attributed, Error Prone looks at it then, as Weft's rules do. Holds off
     * (docs/weaving-limits.md): Lombok.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lombokAndErrorProneWorkInTheSameBuildInEitherOrder(boolean weftIsLast) throws Exception {
        MavenProject project = MavenProject.quickStartIn(folder, repositories);
        project.edit("pom.xml", "</dependencies>", LOMBOK.formatted("dependency", "dependency") + "</dependencies>");
        String others = LOMBOK.formatted("path", "path") + ERROR_PRONE;
        project.edit(
                "pom.xml",
                weftIsLast ? PROCESSOR_PATH : "</annotationProcessorPaths>",
                weftIsLast ? PROCESSOR_PATH + others : others + "</annotationProcessorPaths>");
        project.edit("pom.xml", PROCESSOR_PATH, ERROR_PRONE_OPTIONS + PROCESSOR_PATH);
        project.copy(".mvn/jvm.config"); // what Error Prone needs
        Files.writeString(project.file("src/main/java/com/example/Shop.java"), SHOP);
        Subprocess.Result built = project.maven("compile");
        assertEquals(0, built.exitCode(), built.output());
        assertTrue(built.output().contains("[DeadException]"), "Error Prone looks at it: " + built.output());
        assertTrue(built.output().contains("[BlockingCallInAsync]"), "and so does Weft: " + built.output());
        assertTrue(Files.exists(project.file("target/classes/com/example/Shop$weft$cheapest.class")), built.output());
        assertPrintsTheBest(project);
    }
}
