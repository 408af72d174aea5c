// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A sample that hangs, as a process of its own on JDK 17; what commands say about it, and what of that differs from run to run. */
final class HangingSample implements AutoCloseable {
    /** What the tree of each has when it hangs. */
    private static final Map<String, String> HANGS =
            Map.of("Bank", "DEADLOCK", "Answers", "gather 1 of 3 running", "Kiosk", "BLOCKED");

    private static final Pattern REPORT = Pattern.compile("(?m)^WARNING: .*\\R(\tat .*\\R)*\tat .*\\.open\\(.*\\R");
    private static final Pattern TIME = Pattern.compile("\\b\\d+(\\.\\d+)? (ms|s|min|h)\\b( \\d+ (s|min|h)\\b)?");
    private static final Pattern OF_THE_RUN =
            Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+|(?<=\\w@)\\p{XDigit}+|(?<=pid )\\d+|(?<=jdk )\\S+|(?<=weft )\\S+"
                    + "|\\d{4}-\\d\\d-\\d\\dT\\S+|(?<=lag=)\\S+|(?m)^ *\\d+(?=:)");

    /** How often its garbage is collected before nothing counts as lost: one proves it on a machine that has time for its finalizers. */
    private static final int MOST_COLLECTIONS = 50;

    private final Path jdk;
    private final Process process;
    private final Console console;

    /** Starts it; it proves no task lost unless that is wanted, for whether it has when it is asked is a matter of time. */
    HangingSample(String sample, boolean findsLost) throws IOException, InterruptedException {
        jdk = Jdks.available()
                .filter(each -> Jdks.feature(each) == 17)
                .findFirst()
                .orElseGet(Jdks::requireOther);
        List<String> arguments = new ArrayList<>(Samples.arguments(sample));
        arguments.remove(Jvm.NO_STALLS); // what it reports of itself is what is shown of it
        if (!findsLost) {
            arguments.add(0, "-Dweft.debug.lost=off");
        }
        process = Jvm.start(jdk, arguments);
        console = new Console(process);
        String hangs = HANGS.get(sample);
        while (!ask("tree").output().contains(hangs)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(sample + " has ended");
            }
        }
    }

    /** Runs a command about it. */
    Subprocess.Result ask(String command) throws IOException, InterruptedException {
        return OpenZoo.weft(jdk, List.of(command, Long.toString(process.pid())));
    }

    /** Returns the first report that it has logged by itself on its loop. */
    String report() throws InterruptedException {
        Matcher report = REPORT.matcher(console.readUntil(REPORT));
        return report.find() ? report.group() : "";
    }

    /** Returns what is lost in it, when its garbage has been collected as often as that takes. */
    String lost() throws IOException, InterruptedException {
        Subprocess.Result lost = ask("lost");
        for (int tries = 0; lost.exitCode() == 0; tries++) {
            assertTrue(tries < MOST_COLLECTIONS, "nothing is lost after so many collections: " + lost.output());
            jcmd("GC.run");
            lost = ask("lost");
        }
        return lost.output();
    }

    /** Returns the frames on its heap, counted by their methods. */
    String counted() throws IOException, InterruptedException {
        return jcmd("GC.class_histogram")
                .lines()
                .filter(line -> line.contains("$weft$"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        return Jvm.process(jdk, "jcmd", List.of(Long.toString(process.pid()), command))
                .run()
                .requireSuccess();
    }

    /** Returns a text with the same in place of all that differs from run to run. */
    static String withoutTheRun(String printed) {
        return OF_THE_RUN.matcher(TIME.matcher(printed).replaceAll("a while")).replaceAll("…");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
