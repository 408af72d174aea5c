// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A circle of waits through three processes, found from one of them by one command. */
class KnotIT {
    private static final Path SOURCE = Path.of("src/main/java/com/example/Knot.java");

    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void aCircleThroughThreeProcessesIsNamedWithItsEdgesAndLines(Path jdk) throws Exception {
        String output = Jvm.run(jdk, Program.arguments(Knot.class)).requireSuccess();
        String[] patterns = {
            "DEADLOCK  #a:\\S+ order tea for a/\\d+ → #b:\\S+ stock tea for a/\\d+ → #c:\\S+ price tea for b/\\d+ → #a:\\S+ order tea for c/\\d+",
            edge(
                    "#a:\\S+ order tea for a/\\d+",
                    "stock tea on b",
                    "#b:\\S+ stock tea for a/\\d+",
                    "sell",
                    "ask(\"reserve\")"),
            edge(
                    "#b:\\S+ stock tea for a/\\d+",
                    "price tea on c",
                    "#c:\\S+ price tea for b/\\d+",
                    "reserve",
                    "ask(\"quote\")"),
            edge(
                    "#c:\\S+ price tea for b/\\d+",
                    "order tea on a",
                    "#a:\\S+ order tea for c/\\d+",
                    "quote",
                    "ask(\"how many\")"),
            "#a:\\S+ order tea for c/\\d+ awaits mailbox order tea, held by #a:\\S+ order tea for a/\\d+",
        };
        for (String pattern : patterns) {
            assertTrue(
                    output.lines().anyMatch(line -> line.matches(".*" + pattern + ".*")),
                    "no " + pattern + " in:\n" + output);
        }
        assertTrue(output.strip().endsWith("exited with 3"), output);
    }

    private static String edge(String waits, String on, String serves, String method, String code) {
        return waits + " awaits remote " + on + " 127\\.0\\.0\\.1:\\d+, request \\S+, served by " + serves
                + ", at com\\.example\\.Knot\\." + method + "\\(Knot\\.java:" + SourceLines.with(SOURCE, code) + "\\)";
    }
}
