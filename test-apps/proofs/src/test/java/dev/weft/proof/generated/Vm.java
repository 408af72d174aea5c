// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM executes programs, and how many of them: what one costs is very different. Those that compile do so before the first
 * call. C1 is so fast that it compiles the JDK too, rather than to interpret that; C2 has enough to do with the programs.
 */
enum Vm {
    INTERPRETER(Scale.of(8, 10, 40), "-Xint", Vm.REPORT),
    C1(Scale.of(8, 10, 60), "-Xcomp", "-XX:TieredStopAtLevel=1", Vm.REPORT),
    C2(
            Scale.of(2, 2, 8),
            "-Xcomp",
            "-XX:-TieredCompilation",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=compileonly,gen.*::*",
            Vm.REPORT),
    /** As users start it: the agent of the build weaves what is loaded, and the JVM compiles what it likes. */
    AGENT(Scale.of(25, 28, 170), Built.agentOption());

    /** Lets the JVM print what it compiles, so that the test can see that it does. */
    private static final String REPORT = "-XX:+PrintCompilation";

    final int programs;
    private final String options; // a line each: the fields of an enum are immutable

    Vm(int programs, String... options) {
        this.programs = programs;
        this.options = String.join("\n", options);
    }

    /** Runs the first programs of a file. */
    Subprocess.Result run(Path jdk, Path file) throws Exception {
        List<String> arguments = new ArrayList<>(options.lines().toList());
        // Else C2 throws one NullPointerException for all, to which nothing can be added as suppressed.
        arguments.add("-XX:-OmitStackTraceInFastThrow");
        arguments.addAll(List.of(
                "-Xverify:all",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RunPrograms.class.getName(),
                file.toString(),
                String.valueOf(programs),
                this == AGENT ? "unwoven" : "woven"));
        return Jvm.run(jdk, arguments);
    }
}
