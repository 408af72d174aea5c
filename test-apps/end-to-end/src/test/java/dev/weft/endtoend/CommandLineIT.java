// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands about a running program, on real processes. */
class CommandLineIT {
    private static final Path JDK = Jdks.current();
    private static final String SCENES = "chain,locks";

    private static void assertShowsTheChain(Subprocess.Result tree) {
        assertEquals(0, tree.exitCode(), tree.output());
        assertTrue(tree.output().contains("Chain.java:"), tree.output());
    }

    @Test
    void asksAProcessOfItsOwnJdk() throws Exception {
        try (Weft.Zoo zoo = Weft.zoo(JDK, SCENES)) {
            assertShowsTheChain(Weft.ask(JDK, "tree", zoo.pid()));
            String all = Weft.run(JDK, "ps").requireSuccess();
            assertTrue(all.matches("(?s).*\\b" + zoo.pid() + " .* com\\.example\\.Zoo\\R.*"), all);
            zoo.process().destroyForcibly().waitFor();
            assertEquals(10, Weft.run(JDK, "tree", zoo.pid()).exitCode());
        }
    }

    @Test
    void asksAProcessOfANewerOrOlderJdk() throws Exception {
        Path other = Jdks.requireOther();
        try (Weft.Zoo zoo = Weft.zoo(JDK, SCENES);
                Weft.Zoo otherZoo = Weft.zoo(other, SCENES)) {
            assertShowsTheChain(Weft.ask(other, "tree", zoo.pid()));
            assertShowsTheChain(Weft.ask(JDK, "tree", otherZoo.pid()));
        }
    }

    @Test
    void namesTheUserOfAProcessOfAnother() throws Exception {
        requireRoot("setpriv");
        try (Weft.Zoo zoo = Weft.zoo(JDK, SCENES)) {
            Weft.ask(JDK, "tree", zoo.pid());
            List<String> command =
                    new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            command.add(JDK.resolve("bin/java").toString());
            command.addAll(Weft.arguments("tree", zoo.pid()));
            Subprocess.Result result = new Subprocess(command).run();
            assertEquals(13, result.exitCode(), result.output());
            assertTrue(
                    result.output().contains("process " + zoo.pid() + " belongs to user root, and "), result.output());
        }
    }

    /** In a pid namespace of its own, and with a temporary folder of its own. */
    @Test
    void asksAProcessInAContainer() throws Exception {
        requireRoot("unshare");
        assumeTrue(!Path.of("").toAbsolutePath().startsWith("/tmp"), "the container would not see the classes");
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c"));
        command.add("mount -t tmpfs none /tmp && exec \"$0\" \"$@\"");
        command.add(JDK.resolve("bin/java").toString());
        command.addAll(Samples.arguments("Zoo", SCENES));
        try (Weft.Zoo zoo = Weft.Zoo.of(new Subprocess(command).start())) {
            assertEquals("1", zoo.pid());
            String pid = String.valueOf(
                    zoo.process().children().findFirst().orElseThrow().pid());
            assertShowsTheChain(Weft.ask(JDK, "tree", pid));
        }
    }

    private static void requireRoot(String program) {
        boolean can =
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin", program));
        if (!can) {
            System.out.println("SKIPPED: needs root on Linux, and " + program);
        }
        assumeTrue(can);
    }

    @Test
    void saysThatAProcessIsNoJvm() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/cat")), "there is a program that waits");
        Process cat = new ProcessBuilder("/bin/cat").start();
        try {
            Subprocess.Result result = Weft.run(JDK, "tree", String.valueOf(cat.pid()));
            assertEquals(11, result.exitCode());
            assertEquals(
                    "[weft] process " + cat.pid() + " (cat) is no JVM: it has not loaded libjvm.so\n", result.output());
        } finally {
            cat.destroy();
        }
    }

    @Test
    void writesNoEscapesIntoAPipe() throws Exception {
        Subprocess.Result help = Weft.run(JDK, "help");
        assertEquals(0, help.exitCode());
        assertFalse(help.output().contains("\033["), help.output());
    }
}
