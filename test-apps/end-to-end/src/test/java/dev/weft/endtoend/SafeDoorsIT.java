// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program opens of itself, what it leaves behind, how it opens nothing; and that it needs no module but {@code java.base}. */
class SafeDoorsIT {
    private static final String JDKS = "dev.weft.support.Scale#jdks";
    private static final Pattern SOCKET = Pattern.compile("(?m)^weft\\.debug\\.socket=(\\S+)$");

    @TempDir
    Path folder;

    private static Look at(Path jdk) {
        return new Look(new Way(jdk, true), jdk);
    }

    /** The path of its socket, once it is open. */
    private static Path socketOf(OpenZoo zoo) throws Exception {
        zoo.answer("tree");
        return socketIn(zoo.jcmd("VM.system_properties"));
    }

    private static Path socketIn(String properties) {
        Matcher found = SOCKET.matcher(properties.replace("\\:", ":"));
        assertTrue(found.find());
        return Path.of(found.group(1));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void theSocketIsForItsUserAloneAndTheNextProgramRemovesWhatAKilledOneLeaves(Path jdk) throws Exception {
        try (OpenZoo killed = new OpenZoo(at(jdk), List.of(), "chain")) {
            Path left = socketOf(killed);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(left)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(left.getParent())));
            killed.kill();
            try (OpenZoo next = new OpenZoo(at(jdk), List.of(), "chain")) {
                assertTrue(Files.exists(socketOf(next)));
                assertFalse(Files.exists(left));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void aProgramThatIsToldToOpensNothingAndTheClientSaysWhy(Path jdk) throws Exception {
        try (OpenZoo zoo = new OpenZoo(at(jdk), List.of("-Dweft.debug=off"), "chain")) {
            Subprocess.Result refused = OpenZoo.weft(
                    jdk, List.of("tree", Long.toString(zoo.pid()))); // no second try: there is nothing to wait for
            assertEquals(11, refused.exitCode(), refused.output());
            assertTrue(refused.output().contains("-Dweft.debug=off"), refused.output());
            String properties = zoo.jcmd("VM.system_properties");
            assertFalse(properties.contains("weft.debug.socket"), properties);
            assertFalse(zoo.jcmd("Thread.print").contains("weft-debug"));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void whatMustNotBeSeenIsInNoRecordingAndInNoTreeOfAHeapDump(Path jdk) throws Exception {
        String redact = "-Dweft.debug.redact=paid";
        try (OpenZoo zoo = new OpenZoo(at(jdk), List.of(redact), "chain")) {
            Pattern payment = Pattern.compile("Chain.payment");
            String recorded = zoo.recordsUntil(folder.resolve("tasks.jfr"), "weft.Task", payment);
            assertTrue(recorded.contains("[redacted]") && !recorded.contains("paid"), recorded);
            String file = folder.resolve("zoo.hprof").toString();
            zoo.jcmd("GC.heap_dump", file);
            String agent = Built.agentJar().toString();
            String tree =
                    Jvm.run(jdk, List.of(redact, "-jar", agent, "hprof", file)).requireSuccess();
            assertTrue(payment.matcher(tree).find() && !tree.contains("paid"), tree);
        }
    }

    /** One that is told to end, and does not, is asked why; so its shutdown hooks must not find the socket closed. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void theSocketAnswersWhileShutdownHooksWaitAndIsGoneWhenTheProgramIs(Path jdk) throws Exception {
        Process server = Jvm.start(jdk, new Way(jdk, true).arguments("GracefulServer", "0"));
        try (BufferedReader lines = server.inputReader(UTF_8)) {
            int port = Integer.parseInt(String.valueOf(lines.readLine()).replaceAll("\\D", ""));
            String pid = Long.toString(server.pid());
            Path socket;
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertTrue(client.isConnected());
                assertEquals("a client has come", lines.readLine());
                Weft.ask(jdk, "tree", pid);
                socket = socketIn(Jvm.process(jdk, "jcmd", List.of(pid, "VM.system_properties"))
                        .run()
                        .requireSuccess());
                server.toHandle().destroy(); // the process itself would close what it prints
                assertEquals("stopping, connections left: 1", lines.readLine());
                Subprocess.Result tree = Weft.run(jdk, "tree", pid);
                assertEquals(0, tree.exitCode(), tree.output());
                assertTrue(tree.output().contains("GracefulServer.echo(GracefulServer.java:"), tree.output());
            }
            server.waitFor();
            assertFalse(Files.exists(socket));
        } finally {
            server.destroyForcibly();
        }
    }

    /** As in images that are as small as can be: without Java Management, Flight Recorder, and signals. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void programAndClientNeedNothingButJavaBase(Path jdk) throws Exception {
        Path image = image(jdk);
        Look look = new Look(new Way(jdk, false), image);
        try (OpenZoo zoo = OpenZoo.in(image, look, "chain,sleepers,pool")) {
            assertTrue(zoo.answer("tree").contains("Chain.java:"));
            assertTrue(zoo.printedAtStart().startsWith("ready "), zoo.printedAtStart()); // and no warning before
            assertEquals(0, OpenZoo.weft(image, List.of("help", "tree")).exitCode());
            assertEquals(
                    2, OpenZoo.weft(image, List.of("tree", "1", "--frobnicate")).exitCode());
        }
    }

    private Path image(Path jdk) throws Exception {
        Path jmods = jdk.resolve("jmods");
        if (!Files.isDirectory(jmods)) {
            System.out.println("SKIPPED: there are no jmods in " + jdk);
            assumeTrue(false);
        }
        Path image = folder.resolve("image");
        List<String> arguments =
                List.of("--module-path", jmods.toString(), "--add-modules", "java.base", "--output", image.toString());
        Jvm.process(jdk, "jlink", arguments).run().requireSuccess();
        return image;
    }
}
