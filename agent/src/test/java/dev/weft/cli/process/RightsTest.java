// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a door is open, and not asked for anything
class RightsTest {
    private static final String CONTAINER = "3f2a1b4c5d6e" + "0".repeat(52);
    private static final long OTHER = 70_000;

    @TempDir
    Path folder;

    private FakeProc proc;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self")), "as on Linux");
        proc = new FakeProc(folder);
        own("1000", "0000000000000000");
    }

    private void own(String user, String capabilities) throws IOException {
        long pid = ProcessHandle.current().pid();
        proc.file(pid, "status", "Uid:\t%1$s\t%1$s\nCapEff:\t%2$s\n".formatted(user, capabilities));
    }

    private LinuxProcess process() {
        return (LinuxProcess) proc.machine().process(4711).orElseThrow();
    }

    /** Root, too, may be refused: then nothing is readable through the link. */
    private LinuxProcess inAContainer(String groups) throws IOException {
        proc.process(4711, OTHER, "4711 1", "S", "java", "-javaagent:/opt/weft-agent.jar", "com.example.Shop");
        Files.delete(proc.of(4711).resolve("root"));
        proc.file(4711, "cgroup", groups);
        return process();
    }

    @Test
    void nameTheUserWhoHasThem() throws Exception {
        proc.process(4711, OTHER, "4711", "S", "java", "com.example.Shop");
        proc.socket(4711);
        Failure failure = process().refused(folder.resolve("tmp/weft-me"));
        assertEquals(ExitStatus.NO_RIGHTS, failure.status());
        assertEquals(
                "process 4711 belongs to user #70000, and " + folder.resolve("tmp/weft-me")
                        + " (mode 0700) lets in that user and root alone; as one of them: sudo -u #70000 "
                        + FakeProc.AGAIN,
                failure.sentence());
    }

    @Test
    void ofADockerContainerAreThoseOfRoot() throws Exception {
        LinuxProcess process = inAContainer("0::/system.slice/docker-" + CONTAINER + ".scope\n");
        Failure failure = assertThrows(Failure.class, process::sockets);
        assertEquals(ExitStatus.OUT_OF_REACH, failure.status());
        assertEquals("""
                process 4711 is in a container, where its number is 1, and its files are seen through /proc/4711/root, for \
                which one has to be user #70000, or root with the capability CAP_SYS_PTRACE; one of these works:
                  sudo java -jar weft-agent.jar tree 4711
                  docker exec 3f2a1b4c5d6e java -jar /opt/weft-agent.jar tree 1
                  sudo nsenter -t 4711 -m -p java -jar /opt/weft-agent.jar tree 1""", failure.sentence());
    }

    @Test
    void ofAPodAreGotByKubectl() throws Exception {
        LinuxProcess process =
                inAContainer("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + CONTAINER + ".scope\n");
        String message = assertThrows(Failure.class, process::sockets).sentence();
        assertEquals(
                "  kubectl exec POD -c CONTAINER -- java -jar /opt/weft-agent.jar tree 1",
                message.lines().skip(2).findFirst().orElse(""));
    }

    @Test
    void ofRootMayLackTheCapability() throws Exception {
        own("0", "00000000a80425fb");
        LinuxProcess process = inAContainer("");
        String message = assertThrows(Failure.class, process::sockets).sentence();
        assertEquals(
                "for which the capability CAP_SYS_PTRACE is missing (in a container: docker run --cap-add=SYS_PTRACE); one"
                        + " of these works:",
                message.lines().findFirst().orElse("").replaceAll(".*/root, ", ""));
    }

    @Test
    void mayBeThereAndNotBeEnough() throws Exception {
        own("0", "000001ffffffffff");
        LinuxProcess process = inAContainer("");
        String message = assertThrows(Failure.class, process::sockets).sentence();
        assertEquals(
                "for which the capability CAP_SYS_PTRACE is there, so AppArmor, SELinux or a user namespace is what"
                        + " refuses; one of these works:",
                message.lines().findFirst().orElse("").replaceAll(".*/root, ", ""));
    }

    /** Anybody may make a folder of the name of another user's. */
    @Test
    void areNotGivenToFoldersOfOthers() throws Exception {
        assumeTrue(FakeProc.us(folder) != 0, "root may speak for anybody");
        proc.process(4711, OTHER, "4711", "S", "java", "com.example.Shop");
        try (FakeDoor forged = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("forged"))) {
            assertEquals(0, process().sockets().size());
        }
    }
}
