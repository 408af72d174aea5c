// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Where the JVM starts the agent. */
public final class WeftAgent {
    private WeftAgent() {}

    /** Called by the JVM for {@code -javaagent}, before the application's {@code main}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {}

    /** Called by the JVM for {@code Launcher-Agent-Class}. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        premain(options, instrumentation);
    }
}
