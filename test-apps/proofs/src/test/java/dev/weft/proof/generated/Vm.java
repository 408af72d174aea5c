// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.counts.Scale;
import dev.weft.jdks.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM executes programs. Those that compile do so before the first call, and compile nothing else. */
enum Vm {
    INTERPRETER(Scale.of(80, 600), "-Xint"),
    C1(Scale.of(30, 300), "-Xcomp", "-XX:TieredStopAtLevel=1", Vm.QUIET, Vm.ONLY),
    C2(Scale.of(6, 100), "-Xcomp", "-XX:-TieredCompilation", "-XX:-DontCompileHugeMethods", Vm.QUIET, Vm.ONLY),
    /** As users start it: the agent of the build weaves what is loaded, and the JVM compiles what it likes. */
    AGENT(Scale.of(40, 300), "-javaagent:" + System.getProperty("weft.agentJar"));

    private static final String QUIET = "-XX:CompileCommand=quiet";
    private static final String ONLY = "-XX:CompileCommand=compileonly,gen.*::*";

    final int programs;
    private final String options; // a line each: the fields of an enum are immutable

    Vm(int programs, String... options) {
        this.programs = programs;
        this.options = String.join("\n", options);
    }

    /** Runs the first so many programs of a file. */
    Jvm.Result run(Path jdk, Path file, int count, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(options.lines().toList());
        arguments.addAll(List.of(more));
        // Else C2 throws one NullPointerException for all, to which nothing can be added as suppressed.
        arguments.add("-XX:-OmitStackTraceInFastThrow");
        arguments.addAll(List.of(
                "-Xverify:all",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RunPrograms.class.getName(),
                file.toString(),
                String.valueOf(count),
                this == AGENT ? "unwoven" : "woven"));
        return Jvm.run(jdk, arguments.toArray(String[]::new));
    }
}
