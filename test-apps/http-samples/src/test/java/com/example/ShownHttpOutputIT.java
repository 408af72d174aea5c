// SPDX-License-Identifier: Apache-2.0
package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Document.Block;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every output in the page of the guide about HTTP, against what is printed or answered by the program that the comment above it names. */
class ShownHttpOutputIT {
    /** Who is run, what it is asked for, and whether it is its answer that is shown. */
    private static final Pattern ORIGIN = Pattern.compile("(printed|answered) by (\\w+)(?:, asked for (.*))?");

    static Stream<Block> outputs() {
        return Document.at("docs/guide/http.md").blocks().stream()
                .filter(block -> block.language().equals("text"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsWhatIsPrintedOrAnswered(Block shown) throws Exception {
        Matcher origin = ORIGIN.matcher(shown.origin());
        assertTrue(origin.matches(), "nobody knows how to print what is \"" + shown.origin() + "\"");
        String program = origin.group(2);
        String got = origin.group(3) == null
                ? Jvm.run(Jdks.current(), arguments(program)).output()
                : asked(program, List.of(origin.group(3).split(" ")), shown);
        assertEquals(withoutTheRun(shown.text()), withoutTheRun(got.replace("\r", "")));
    }

    /** Times, lengths of files and ports are those of the run. */
    private static String withoutTheRun(String text) {
        return text.replaceAll("\\d+ (ms|bytes)", "N $1")
                .replaceAll("(?m)^date: .*", "date: D")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:8080");
    }

    private static List<String> arguments(String program, String... programArguments) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of(Built.agentOption(), Jvm.C1_ALONE, Jvm.NO_STALLS, "-cp"));
        arguments.add(Built.classPath(Built.runtimeJar(), target.resolve("classes"))
                + File.pathSeparator
                + target.resolve("libraries")
                + File.separator
                + '*');
        arguments.add("com.example." + program);
        arguments.addAll(List.of(programArguments));
        return arguments;
    }

    /** Asks a server for one path after the other, and tells it to end. */
    private static String asked(String program, List<String> paths, Block shown) throws Exception {
        List<String> options = program.equals("FileServer") ? List.of(".", "0") : List.of("0");
        Process process = Jvm.start(Jdks.current(), arguments(program, options.toArray(String[]::new)));
        List<String> printed = new ArrayList<>();
        boolean isAnswer = shown.origin().startsWith("answered");
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            assumeTrue(process.supportsNormalTermination(), "a process cannot be asked to end on this system");
            String serving = lines.readLine();
            int port = Integer.parseInt(serving.replaceAll(".*:(\\d+)\\D*", "$1"));
            if (isAnswer) {
                printed.addAll(answer(port, paths.get(0), shown.text().lines().count()));
                return String.join("\n", printed) + "\n";
            }
            printed.add(serving);
            for (String path : paths) {
                answer(port, path, Long.MAX_VALUE);
            }
            process.toHandle().destroy(); // the process's own method would close what it prints to
            lines.lines().forEach(printed::add);
            return String.join("\n", printed) + "\n";
        } finally {
            process.destroyForcibly();
        }
    }

    /** An answer, or so many lines of one that may have no end. */
    private static List<String> answer(int port, String path, long most) throws IOException {
        String connection = most == Long.MAX_VALUE ? "close" : "keep-alive";
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\n\r\n")
                            .getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))
                    .lines()
                    .limit(most)
                    .toList();
        }
    }
}
