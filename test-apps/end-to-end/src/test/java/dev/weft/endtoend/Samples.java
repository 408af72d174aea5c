// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The samples, as a user starts them. */
final class Samples {
    private Samples() {}

    /** The arguments of {@code java} for a sample under the agent. */
    static List<String> arguments(String sample, String... programArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                Built.agentOption(),
                Jvm.C1_ALONE,
                Jvm.NO_STALLS,
                "-cp",
                Built.classPath(Built.runtimeJar(), Built.samples()),
                "com.example." + sample));
        arguments.addAll(List.of(programArguments));
        return arguments;
    }

    /** The source of tests that fail. */
    static Path failing(String test) {
        return Path.of("..", "samples", "src", "failing", "java", "com", "example", test + ".java");
    }

    static Path source(String sample) {
        return Path.of("..", "samples", "src", "main", "java", "com", "example", sample + ".java");
    }
}
