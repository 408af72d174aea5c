// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Document.Block;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every output in the README, the guide and the walk through programs that hang, against what is printed by the program that the comment above it names. */
class ShownOutputIT {
    private static final String MISTAKES = "../samples/src/mistakes/java/com/example";

    /** Pages of which tests beside their samples run all. */
    private static final Set<String> ELSEWHERE = Set.of("docs/guide/cluster.md", "docs/guide/http.md");

    private static final String GATEWAY = "printed by Gateway, told to end after a request";

    /** What hangs stays so, and is there for all who ask. */
    private static final Map<String, HangingSample> HANGING = new HashMap<>();

    /** What is shown twice is run once. */
    private static final Map<String, String> PRINTED = new HashMap<>();

    @TempDir
    Path classes;

    @AfterAll
    static void close() {
        HANGING.values().forEach(HangingSample::close);
    }

    static Stream<Block> outputs() {
        return texts().filter(block -> !isOfACommand(block));
    }

    static Stream<Block> answers() {
        return texts().filter(ShownOutputIT::isOfACommand);
    }

    private static boolean isOfACommand(Block block) {
        return block.origin().contains(", asked ") || block.origin().contains(", counted ");
    }

    private static Stream<Block> texts() {
        return Document.checked().stream()
                .filter(document -> !ELSEWHERE.contains(document.path()))
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals("text"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsWhatIsPrinted(Block shown) throws Exception {
        String printed = PRINTED.get(shown.origin());
        if (printed == null) {
            printed = printed(shown.origin()).replace("\r", "");
            PRINTED.put(shown.origin(), printed);
        }
        if (shown.origin().endsWith(", by JUnit")) { // with a dump, whose times are those of the run
            assertEquals(HangingSample.withoutTheRun(printed), HangingSample.withoutTheRun(shown.text()), printed);
        } else if (shown.origin().equals(GATEWAY)) {
            assertEquals(withoutMetrics(printed), withoutMetrics(shown.text()));
        } else if (shown.text().endsWith("\n…\n")) {
            String beginning = shown.text().substring(0, shown.text().length() - "…\n".length());
            assertTrue(printed.startsWith(beginning), printed);
        } else {
            assertEquals(printed, shown.text());
        }
    }

    /** Of a program that hangs, times and identities are those of the run that is shown. */
    @ParameterizedTest
    @MethodSource("answers")
    void answerIsWhatACommandPrints(Block shown) throws Exception {
        String program = shown.origin().replaceAll("^printed by (\\w+), .*", "$1");
        String asked = shown.origin().replaceAll(".*, ", "");
        HangingSample sample = hanging(program, asked.equals("asked for what is lost"));
        String printed = switch (asked) {
            case "asked for what is lost" -> sample.lost();
            case "asked for nothing" -> sample.report();
            case "counted by jcmd" -> sample.counted();
            default -> sample.ask(asked.replace("asked for its ", "")).output();
        };
        assertEquals(HangingSample.withoutTheRun(printed), HangingSample.withoutTheRun(shown.text()), printed);
    }

    private static HangingSample hanging(String program, boolean findsLost) throws Exception {
        String name = program + findsLost;
        HangingSample sample = HANGING.get(name);
        if (sample == null) {
            sample = new HangingSample(program, findsLost);
            HANGING.put(name, sample);
        }
        return sample;
    }

    private String printed(String origin) throws Exception {
        if (origin.equals("printed by Quickstart")) {
            return MavenIT.PRINTED;
        }
        String program = origin.replaceAll("^printed (by|for) (\\w+).*", "$2");
        String circumstances = origin.replaceAll("^printed (by|for) \\w+", "$1");
        return switch (circumstances) {
            case "by" -> run(Samples.arguments(program));
            case "by, not woven" -> run(withoutTheAgent(Samples.arguments(program)));
            case "by, told to end while it serves" -> runUntilToldToEnd(program);
            case "by, told to end after a request" -> runUntilToldToEndAfterARequest(program);
            case "by, sent SIGHUP and told to end" -> runSentHangUp(program);
            case "by, with its client" -> UdpEcho.run().server();
            case "by, with its server" -> UdpEcho.run().client();
            case "for by javac" -> javac(program);
            case "by, by JUnit" -> runByJUnit(program);
            default -> throw new AssertionError("nobody knows how to print what is \"" + origin + "\"");
        };
    }

    private static String run(List<String> arguments) throws Exception {
        return Jvm.run(Jdks.current(), arguments).output();
    }

    private String runByJUnit(String tests) throws Exception {
        JUnitProject project = new JUnitProject(Jdks.current(), JUnitProject.ours(), classes);
        project.compile(true, Samples.failing(tests));
        return project.run(List.of(), "com.example." + tests);
    }

    private static List<String> withoutTheAgent(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.startsWith("-javaagent:"))
                .toList();
    }

    /** Without the folders in front of the file's name. */
    private String javac(String program) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--release", "17"));
        arguments.addAll(List.of("-cp", Built.runtimeJar().toString(), "-d", classes.toString()));
        arguments.addAll(List.of("-processorpath", Built.compilerPlugin().toString()));
        arguments.add(Path.of(MISTAKES, program + ".java").toString());
        return Jvm.javac(Jdks.current(), arguments).output().replaceAll("(?m)^\\S*[/\\\\](\\w+\\.java:)", "$1");
    }

    /** Tells a server to end while it serves a client, which goes when the server has begun to stop. The port is any. */
    private static String runUntilToldToEnd(String program) throws Exception {
        Process process = Jvm.start(Jdks.current(), Samples.arguments(program, "0"));
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            assumeTrue(process.supportsNormalTermination(), "a process cannot be asked to end on this system");
            String serving = lines.readLine();
            printed.add(serving.replaceAll("\\d+", "8888"));
            int port = Integer.parseInt(serving.replaceAll("\\D+", ""));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                printed.add(lines.readLine());
                process.toHandle().destroy(); // the process's own method would close what it prints to
                printed.add(lines.readLine());
                client.getOutputStream().write("still served".getBytes(UTF_8));
                client.shutdownOutput();
                assertEquals("still served", new String(client.getInputStream().readAllBytes(), UTF_8));
            }
            lines.lines().forEach(printed::add);
        } finally {
            process.destroyForcibly();
        }
        return String.join("\n", printed) + "\n";
    }

    private static String runSentHangUp(String program) throws Exception {
        Process process = Jvm.start(Jdks.current(), Samples.arguments(program));
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            assumeTrue(process.supportsNormalTermination(), "a process cannot be sent a signal on this system");
            printed.add(lines.readLine());
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                            .start()
                            .waitFor());
            printed.add(lines.readLine());
            process.toHandle().destroy(); // the process's own method would close what it prints to
            lines.lines().forEach(printed::add);
            assertEquals(128 + 15, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
        return String.join("\n", printed) + "\n";
    }

    /** How busy a loop was is that of the run. */
    private static String withoutMetrics(String text) {
        return text.replaceAll("\\d+ (%|ms)", "N $1");
    }

    /** Asks a server once, and tells it to end while its client stays: who says nothing is hung up on at once. The port is any. */
    private static String runUntilToldToEndAfterARequest(String program) throws Exception {
        Process process = Jvm.start(Jdks.current(), Samples.arguments(program, "0"));
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            assumeTrue(process.supportsNormalTermination(), "a process cannot be asked to end on this system");
            String serving = lines.readLine();
            printed.add(serving.replaceAll("\\d+", "8888"));
            int port = Integer.parseInt(serving.replaceAll("\\D+", ""));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("hello\n".getBytes(UTF_8));
                var answers = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                assertEquals("HELLO", answers.readLine());
                process.toHandle().destroy(); // the process's own method would close what it prints to
                assertNull(answers.readLine());
            }
            lines.lines().forEach(printed::add);
            assertEquals(128 + 15, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
        return String.join("\n", printed) + "\n";
    }
}
