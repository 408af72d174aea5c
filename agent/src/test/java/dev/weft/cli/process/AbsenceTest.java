// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsenceTest {
    private static final String JCMD =
            "; `jcmd 4711 VM.system_properties` shows weft.debug.socket, or weft.debug.socket.failure";

    @TempDir
    Path folder;

    private FakeProc proc;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self")), "as on Linux");
        proc = new FakeProc(folder);
    }

    private String message(String... commandLine) throws IOException {
        proc.process(4711, commandLine);
        Failure failure = proc.machine().process(4711).orElseThrow().withoutSocket();
        assertEquals(ExitStatus.NO_WEFT, failure.status());
        return failure.sentence();
    }

    @Test
    void ofAnotherProgramIsThatItIsNoJvm() throws Exception {
        proc.file(4711, "maps", "7f00-7f01 r-xp 00000000 00:00 0 /usr/lib/libc.so.6\n");
        assertEquals("process 4711 (sleep) is no JVM: it has not loaded libjvm.so", message("/usr/bin/sleep", "1000"));
    }

    /** As launchers that load the JVM into themselves. */
    @Test
    void ofAJvmOfAnotherNameIsAsThatOfAnyJvm() throws Exception {
        proc.file(4711, "maps", "7f00-7f01 r-xp 00000000 00:00 0 /opt/jbr/lib/server/libjvm.so\n");
        assertEquals(
                "process 4711 (idea) cannot be asked: either there is no Weft in it, or no loop runs there yet" + JCMD,
                message("/opt/idea"));
    }

    @Test
    void ofWhatCannotBeLookedIntoIsLeftOpen() throws Exception {
        assertEquals(
                "process 4711 (idea) cannot be asked: it may be no JVM, which cannot be seen from here, or there is"
                        + " no Weft in it",
                message("/opt/idea"));
    }

    @Test
    void ofAJvmWithWeftIsThatNoLoopRuns() throws Exception {
        Files.createDirectories(proc.of(4711).resolve("fd"));
        Files.createSymbolicLink(proc.of(4711).resolve("fd/7"), Path.of("/srv/lib/weft-runtime-0.1.0.jar"));
        assertEquals(
                "process 4711 (com.example.Shop) cannot be asked: weft-runtime-0.1.0.jar is loaded, so no loop has"
                        + " run for a quarter of a second yet, or all of them have ended"
                        + JCMD,
                message("java", "com.example.Shop"));
    }

    @Test
    void isThatItIsSwitchedOffOnTheCommandLine() throws Exception {
        assertEquals(
                "process 4711 (com.example.Shop) has been told to answer nobody, by -Dweft.debug=off; start it without"
                        + " that",
                message("java", "-Dweft.debug=off", "com.example.Shop"));
    }

    @Test
    void isThatTheAgentSwitchesItOff() throws Exception {
        String message =
                message("java", "-javaagent:lib/weft-agent.jar=include=com.example.*,debug=off", "com.example.Shop");
        assertTrue(message.contains("answer nobody, by -javaagent:lib/weft-agent.jar=include"), message);
    }

    @Test
    void isThatTheEnvironmentSwitchesItOff() throws Exception {
        proc.file(4711, "environ", "HOME=/root\0JAVA_TOOL_OPTIONS=-Xmx1g -Dweft.debug=off\0");
        assertTrue(message("java", "com.example.Shop").contains("answer nobody, by -Dweft.debug=off"));
    }

    @Test
    void isNotWhatTheProgramIsTold() throws Exception {
        String message = message("java", "com.example.Shop", "-Dweft.debug=off");
        assertTrue(message.contains("either there is no Weft in it"), message);
    }

    @Test
    void saysWhereItCouldNotLook() throws Exception {
        String message = message("java", "@/srv/options", "com.example.Shop");
        assertTrue(message.contains("; whether @/srv/options has -Dweft.debug=off is not known"), message);
    }
}
