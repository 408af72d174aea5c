// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/**
 * The woven form, word for word, so that a change to it is seen in the diff of a snapshot. A mismatch writes the new text
 * beside the class files; copy it over the snapshot if the change is meant.
 */
class SnapshotTest {
    private static final Path SNAPSHOTS = Path.of("src/test/snapshots");
    private static final Path WRITTEN = Path.of("target/snapshots");
    private static final Pattern LABEL = Pattern.compile("\\bL\\d+\\b");

    private static final String SOURCE = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            public class Target {
                @Async
                static Task<Integer> factorial(int n) {
                    if (n <= 1) {
                        await(dumpCallStack());
                        return Task.of(1);
                    }
                    return Task.of(await(factorial(n - 1)) * n);
                }

                @Async
                Task<String> guarded(long deadline, Task<String> task) {
                    try {
                        return Task.of("got " + await(task) + deadline);
                    } catch (IllegalStateException e) {
                        return task;
                    } finally {
                        await(yieldNow());
                    }
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"Target", "Target$weft$factorial", "Target$weft$guarded"})
    void hasTheExpectedForm(String name) throws IOException {
        assumeTrue(Runtime.version().feature() == 17, "the snapshots show what javac 17 makes of the source");
        var source = new WovenSource("p.Target", SOURCE);
        String actual = normalised(text(source.bytes("p." + name)));
        Path snapshot = SNAPSHOTS.resolve(name.replace('$', '.') + ".txt");
        if (!Files.exists(snapshot) || !lines(Files.readString(snapshot)).equals(lines(actual))) {
            Path written = WRITTEN.resolve(snapshot.getFileName());
            Files.createDirectories(WRITTEN);
            Files.writeString(written, actual);
            fail("The woven form changed. Expected: " + snapshot.toAbsolutePath() + "\nActual: "
                    + written.toAbsolutePath() + "\n" + firstDifference(snapshot, actual));
        }
    }

    private static String text(byte[] classFile) {
        StringWriter text = new StringWriter();
        new ClassReader(classFile).accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)), 0);
        return text.toString();
    }

    /** Labels are numbered from 0 in each method, in the order in which they are named. */
    private static String normalised(String text) {
        Map<String, String> labels = new HashMap<>();
        StringBuilder out = new StringBuilder();
        for (String line : lines(text)) {
            if (line.startsWith("  // access flags")) {
                labels.clear();
            }
            Matcher matcher = LABEL.matcher(line);
            out.append(matcher.replaceAll(found -> renamed(labels, found.group()))
                            .stripTrailing())
                    .append('\n');
        }
        return out.toString();
    }

    private static String renamed(Map<String, String> labels, String label) {
        return labels.computeIfAbsent(label, added -> "L" + labels.size());
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static String firstDifference(Path snapshot, String actual) throws IOException {
        List<String> expected = Files.exists(snapshot) ? lines(Files.readString(snapshot)) : new ArrayList<>();
        List<String> found = lines(actual);
        int line = 0;
        while (line < Math.min(expected.size(), found.size())
                && expected.get(line).equals(found.get(line))) {
            line++;
        }
        return "First difference in line " + (line + 1) + ": " + at(expected, line) + " | " + at(found, line);
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "(end)";
    }
}
