// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programs of a JDK, each in a process of its own. */
public final class Jvm {
    /** An option of {@code java} for what ends, or comes to stand, before what C2 makes of it would pay. */
    public static final String C1_ALONE = "-XX:TieredStopAtLevel=1";

    /** An option of {@code java} for what is compared by what it prints: a machine that gives it no time has it report that its loop is held up. */
    public static final String NO_STALLS = "-Dweft.debug.stall=off";

    /** Options of {@code java} for what in a full run ends before what C2 makes of it would pay; in an exhaustive one it runs as users start it. */
    public static final List<String> BRIEF = Scale.isExhaustive() ? List.of() : List.of(C1_ALONE, "-XX:+UseSerialGC");

    private static final String SUFFIX = System.getProperty("os.name").startsWith("Windows") ? ".exe" : "";

    private Jvm() {}

    /** Runs {@code java} of the given JDK to its end, or kills it when it takes too long. */
    public static Subprocess.Result run(Path jdkHome, String... arguments) throws IOException, InterruptedException {
        return run(jdkHome, List.of(arguments));
    }

    /** Runs {@code java} of the given JDK to its end, or kills it when it takes too long. */
    public static Subprocess.Result run(Path jdkHome, List<String> arguments) throws IOException, InterruptedException {
        return process(jdkHome, "java", arguments).run();
    }

    /** Runs {@code javac} of the given JDK. */
    public static Subprocess.Result javac(Path jdkHome, String... arguments) throws IOException, InterruptedException {
        return javac(jdkHome, List.of(arguments));
    }

    /** Runs {@code javac} of the given JDK. */
    public static Subprocess.Result javac(Path jdkHome, List<String> arguments)
            throws IOException, InterruptedException {
        return process(jdkHome, "javac", arguments).run();
    }

    /** Starts {@code java} of the given JDK. The caller ends it. */
    public static Process start(Path jdkHome, List<String> arguments) throws IOException {
        return process(jdkHome, "java", arguments).start();
    }

    /**
     * Returns the process of a program of the given JDK, not started. Its tools run with C1 alone: they end before what C2 makes of them would
     * pay.
     */
    public static Subprocess process(Path jdkHome, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program(jdkHome, program).toString()));
        if (!program.equals("java")) {
            command.add("-J" + C1_ALONE);
        }
        command.addAll(arguments);
        return new Subprocess(command);
    }

    /** Returns where a program of the given JDK is, as {@code java}. */
    static Path program(Path jdkHome, String name) {
        return jdkHome.resolve("bin").resolve(name + SUFFIX);
    }
}
