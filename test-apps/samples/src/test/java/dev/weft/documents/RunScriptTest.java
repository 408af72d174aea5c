// SPDX-License-Identifier: Apache-2.0
package dev.weft.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code test-apps/samples/run} says where a tool is missing or too old. It runs in a copy of the repository in which nothing was
 * built, with a PATH on which there is nothing but what a test puts there.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a script for bash")
class RunScriptTest {
    private static final List<String> TOOLS = List.of("dirname", "find", "grep", "head", "ls", "sed", "tr");
    private static final String PLACE = ", and %sput its bin folder on the PATH: ";
    private static final String JDK = "Install a JDK, 17 or later" + PLACE.formatted("set JAVA_HOME to it or ");
    private static final String MAVEN = "Install Maven, 3.8 or later" + PLACE.formatted("");

    @TempDir
    Path folder;

    private Path bin;
    private Path script;

    @BeforeEach
    void copyTheScript() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            program(tool, "exec " + found(tool) + " \"$@\"");
        }
        Path sources = folder.resolve("test-apps/samples/src/main/java/com/example");
        Files.createDirectories(sources);
        Files.createFile(sources.resolve("Factorial.java"));
        script = folder.resolve("test-apps/samples/run");
        Files.copy(Path.of("run"), script);
    }

    @Test
    void saysThatThereIsNoJdk() throws Exception {
        assertEndsWith(JDK + "there is no javac.", Map.of());
    }

    @Test
    void saysThatAJreIsNoJdk() throws Exception {
        program("java", "exit 0");
        assertEndsWith(JDK + "there is no javac.", Map.of());
        assertEndsWith(JDK + "there is no javac.", Map.of("JAVA_HOME", folder.toString()));
    }

    @Test
    void saysHowOldTheJdkIs() throws Exception {
        jdk("11");
        assertEndsWith(JDK + bin.resolve("javac") + " is of version 11.", Map.of());
        jdk("1.8");
        assertEndsWith(JDK + bin.resolve("javac") + " is of version 1.8.", Map.of());
    }

    @Test
    void saysHowOldTheJdkOfJavaHomeIs() throws Exception {
        jdk("11");
        assertEndsWith(JDK + bin.resolve("javac") + " is of version 11.", Map.of("JAVA_HOME", folder.toString()));
    }

    @Test
    void saysThatThereIsNoMaven() throws Exception {
        jdk("17");
        assertEndsWith(MAVEN + "there is no mvn.", Map.of());
    }

    @Test
    void saysHowOldMavenIs() throws Exception {
        jdk("17");
        program("mvn", "echo 'Apache Maven 3.6.3'");
        assertEndsWith(MAVEN + bin.resolve("mvn") + " is of version 3.6.", Map.of());
    }

    @Test
    void saysWhatAMavenSaysThatDoesNotStart() throws Exception {
        jdk("17");
        program("mvn", "echo 'Error occurred:' >&2; echo 'no such option' >&2; exit 1");
        assertEndsWith(MAVEN + bin.resolve("mvn") + " does not start, and says \"no such option\".", Map.of());
    }

    /** The fake Maven refuses to build, and says with which JDK it would. */
    @Test
    void buildsWithTheJdkThatItFound() throws Exception {
        jdk("25");
        for (String version : List.of("3.8.1", "3.10.0", "4.0.0")) {
            program("mvn", "[ $1 = -version ] && echo 'Apache Maven " + version + "' || { echo $JAVA_HOME; exit 3; }");
            Subprocess.Result result = run(Map.of());
            assertEquals("building…\n" + folder + "\n", result.output());
            assertEquals(3, result.exitCode());
        }
    }

    private void assertEndsWith(String sentence, Map<String, String> environment) throws Exception {
        assertEquals(new Subprocess.Result(1, sentence + "\n"), run(environment));
    }

    private Subprocess.Result run(Map<String, String> environment) throws IOException, InterruptedException {
        Subprocess process = new Subprocess(List.of(found("bash").toString(), script.toString(), "Factorial"));
        process.without("JAVA_HOME");
        environment.forEach(process::with);
        return process.with("PATH", bin.toString()).run();
    }

    private void jdk(String version) throws IOException {
        program(
                "javac",
                "echo '    java.home = " + folder + "'; echo '    java.specification.version = " + version + "'");
    }

    private void program(String name, String commands) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!" + found("bash") + "\n" + commands + "\n", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(Files.isExecutable(file));
    }

    private static Path found(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
    }
}
