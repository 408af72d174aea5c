// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of the agent's jar, in a JVM of its own. */
final class Weft {
    private static final int NO_WEFT = 11;

    private Weft() {}

    static Subprocess.Result run(Path jdk, String... args) throws Exception {
        return Jvm.run(jdk, arguments(args));
    }

    static List<String> arguments(String... args) {
        List<String> arguments =
                new ArrayList<>(List.of(Jvm.C1_ALONE, "-jar", Built.agentJar().toString()));
        arguments.addAll(Arrays.asList(args));
        return arguments;
    }

    /** Asks a process again while it has no socket: the door opens soon after the loop has begun. */
    static Subprocess.Result ask(Path jdk, String... args) throws Exception {
        Subprocess.Result result = run(jdk, args);
        while (result.exitCode() == NO_WEFT) {
            result = run(jdk, args);
        }
        return result;
    }

    /** Starts a zoo. Its number is in the line that it prints when all stands where it should. */
    static Zoo zoo(Path jdk, String scenes) throws Exception {
        return zoo(jdk, scenes, List.of());
    }

    static Zoo zoo(Path jdk, String scenes, List<String> options) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(Samples.arguments("Zoo", scenes));
        return Zoo.of(Jvm.start(jdk, arguments));
    }

    /** A process with tasks that stand still. */
    record Zoo(Process process, String pid) implements AutoCloseable {
        static Zoo of(Process process) throws Exception {
            BufferedReader lines = process.inputReader(UTF_8);
            List<String> before = new ArrayList<>(); // a slow machine has loops reported that stall
            String line = lines.readLine();
            while (line != null && !line.startsWith("ready ")) {
                before.add(line);
                line = lines.readLine();
            }
            if (line == null) {
                process.destroyForcibly();
                throw new IllegalStateException("the zoo has not opened: " + before);
            }
            return new Zoo(process, line.substring("ready ".length()));
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
