// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM said when it linked classes.
 *
 * @param failures by the name of the class, for those that do not link
 */
record Linked(Map<String, String> failures) {
    /**
     * Starts a JVM that verifies everything, and links classes in it.
     *
     * @param jdkHome its JDK
     * @param options where the classes are
     * @param internalNames the classes
     * @return what it said
     */
    static Linked in(Path jdkHome, List<String> options, Collection<String> internalNames)
            throws IOException, InterruptedException {
        Path names = Files.createTempFile("weft", ".names");
        Path results = Files.createTempFile("weft", ".results");
        try {
            Files.write(
                    names,
                    internalNames.stream().map(name -> name.replace('/', '.')).toList());
            List<String> arguments = new ArrayList<>(Jvm.BRIEF);
            arguments.addAll(List.of("-Xverify:all", "-Xshare:off"));
            arguments.addAll(options);
            arguments.addAll(List.of(LinkClasses.class.getName(), names.toString(), results.toString()));
            Subprocess.Result result = Jvm.run(jdkHome, arguments);
            assertEquals(0, result.exitCode(), result::output);
            List<String> lines = Files.readAllLines(results);
            assertEquals(internalNames.size(), lines.size(), result::output);
            return of(lines);
        } finally {
            Files.delete(names);
            Files.delete(results);
        }
    }

    private static Linked of(List<String> lines) {
        Map<String, String> failures = new HashMap<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space > 0) {
                failures.put(line.substring(0, space).replace('.', '/'), line.substring(space + 1));
            }
        }
        return new Linked(failures);
    }

    /** The classes that link in the other run, or fail there for want of another class, and fail otherwise here. */
    List<String> brokenSince(Linked unwoven) {
        return failures.entrySet().stream()
                .filter(failure -> !kind(failure.getValue()).equals(kind(unwoven.failures.get(failure.getKey()))))
                .map(failure -> failure.getKey() + ": " + failure.getValue())
                .sorted()
                .toList();
    }

    private static String kind(@Nullable String failure) {
        return failure == null ? "" : failure.replaceAll("[: ].*", "");
    }
}
