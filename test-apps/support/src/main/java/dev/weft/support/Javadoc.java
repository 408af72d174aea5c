// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The {@code javadoc} of a JDK, which looks at more in the comments of sources than the {@code javac} that compiles them, and each at other things. */
public final class Javadoc {
    private Javadoc() {}

    /**
     * Makes the documentation of public and protected elements of the module that the test runs in, with its class path.
     *
     * @param jdkHome the JDK
     * @param scratch an empty folder
     * @return the warnings and errors, none if all is well
     */
    public static List<String> complaints(Path jdkHome, Path scratch) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-quiet", "-Xdoclint:all", "-encoding", "UTF-8", "-d", scratch.toString()));
        arguments.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path")
                        + File.pathSeparator
                        + System.getProperty("jdk.module.path", "")));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .forEach(file -> arguments.add(file.toString()));
        }
        Subprocess.Result result = Jvm.process(jdkHome, "javadoc", arguments).run();
        List<String> complaints = result.output()
                .lines()
                .filter(line -> line.matches(".*(warning|error)[:s ].*"))
                .toList();
        return result.exitCode() == 0 || !complaints.isEmpty() ? complaints : List.of(result.output());
    }
}
