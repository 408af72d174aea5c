// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what the JVM takes for having one. */
public final class IdleAgent {
    private IdleAgent() {}

    /** Called by the JVM before the program. */
    public static void premain(String arguments, Instrumentation instrumentation) {}
}
