// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import java.util.Arrays;

/** Whether the Maven plugin of ea-async has done its work. Unwoven, an await would block the thread or start another agent. */
public final class EaWeaving {
    private EaWeaving() {}

    /** Throws if a method of these classes has not become a state machine. */
    public static void require() {
        for (Class<?> type : Arrays.asList(EaChain.class, EaSuspendingChain.class, EaLoops.class, EaMemory.class)) {
            if (Arrays.stream(type.getDeclaredMethods())
                    .noneMatch(method -> method.getName().startsWith("async$"))) {
                throw new IllegalStateException(type + " is not woven by ea-async");
            }
        }
    }
}
