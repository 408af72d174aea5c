// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are started here are JVMs: there is no other program on each system. */
@Timeout(60) // what is not killed never ends
class SubprocessTest {
    private static final String PROGRAM = """
            import java.nio.file.*;

            class Program {
                public static void main(String[] arguments) throws Exception {
                    System.out.println(arguments[0]);
                    System.err.println(System.getenv("WEFT_TEST") + " in " + Path.of("").toAbsolutePath().getFileName());
                    if (arguments[0].equals("hang")) {
                        Files.writeString(Path.of("pid"), "" + ProcessHandle.current().pid());
                        Thread.sleep(Long.MAX_VALUE);
                    }
                    System.exit(Integer.parseInt(arguments[0]));
                }
            }
            """;

    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    @BeforeAll
    static void compile() {
        new SourceCompiler().compileInto(classes, Map.of("Program", PROGRAM));
    }

    @Test
    void leavesItsExitCodeAndBothOfItsOutputs() throws Exception {
        Subprocess.Result result =
                program("3").with("WEFT_TEST", "set").in(folder).run();
        assertEquals(3, result.exitCode());
        assertEquals(
                List.of("3", "set in " + folder.getFileName()),
                result.output().lines().toList());
        IllegalStateException failure = assertThrows(IllegalStateException.class, result::requireSuccess);
        assertTrue(failure.toString().contains("exit code 3:\n3"), failure.toString());
    }

    @Test
    void succeedsWithExitCodeZero() throws Exception {
        String output =
                program("0").with("WEFT_TEST", "set").without("WEFT_TEST").run().requireSuccess();
        assertTrue(output.contains("null in "), output);
    }

    @Test
    void whatHangsIsKilledAndItsOutputShown() throws Exception {
        Path pid = folder.resolve("pid");
        Subprocess program = program("hang").in(folder);
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> program.run(process -> {
                    while (process.isAlive()
                            && pid.toFile().length() == 0
                            && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return false;
                }));
        assertTrue(failure.toString().contains("killed after PT15M: "), failure.toString());
        assertTrue(failure.toString().contains("\nhang"), failure.toString());
        Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(Files.readString(pid)));
        if (left.isPresent()) {
            left.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aProgramHasTheTimeOfItsLimit() {
        Subprocess program = program("hang").in(folder).limit(Duration.ofMillis(1));
        IllegalStateException failure = assertThrows(IllegalStateException.class, program::run);
        assertTrue(failure.toString().contains("killed after PT0.001S: "), failure.toString());
    }

    private static Subprocess program(String argument) {
        return Jvm.process(Jdks.current(), "java", List.of("-cp", classes.toString(), "Program", argument));
    }
}
