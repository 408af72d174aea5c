// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One start of {@code java}, word by word as a user would write it but for {@link Jvm#BRIEF}. */
final class Launch {
    /** For parameterized tests. */
    static final String JDKS = "dev.weft.support.Scale#jdks";

    /** What the JVM says once an agent has put classes of its own on the boot class path. */
    private static final String CDS_WARNING = "OpenJDK 64-Bit Server VM warning: Sharing is only supported";

    private final Path jdk;
    private final List<String> options = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    /** Stalls of a machine that loads other things are not to be told among what is printed. */
    private Launch(Path jdk) {
        this.jdk = jdk;
        options.addAll(Jvm.BRIEF);
        options.add(Jvm.NO_STALLS);
    }

    static Launch on(Path jdk) {
        return new Launch(jdk);
    }

    /** Puts Weft's agent behind those that were named before. */
    Launch weft() {
        return agent(Built.agentJar(), "");
    }

    Launch weft(String arguments) {
        return agent(Built.agentJar(), "=" + arguments);
    }

    Launch agent(Path jar, String arguments) {
        return with("-javaagent:" + jar + arguments);
    }

    Launch with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** What stands on the class path besides the runtime. */
    Launch classPath(Path... entries) {
        Stream.of(entries).map(Path::toString).forEach(path::add);
        return this;
    }

    /** Runs a main class, or whatever the words say, and returns all that it printed; its exit code must be 0. */
    String run(String... words) throws IOException, InterruptedException {
        Subprocess.Result result = end(words);
        assertEquals(0, result.exitCode(), result.output());
        return without(result.output(), CDS_WARNING);
    }

    /** Leaves out the lines that begin with one of these. */
    static String without(String output, String... beginnings) {
        return output.lines()
                .filter(line -> Stream.of(beginnings).noneMatch(line::startsWith))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    Subprocess.Result end(String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        if (!path.isEmpty()) {
            arguments.add("-cp");
            arguments.add(Built.runtimeJar() + File.pathSeparator + String.join(File.pathSeparator, path));
        }
        arguments.addAll(List.of(words));
        return Jvm.run(jdk, arguments);
    }
}
