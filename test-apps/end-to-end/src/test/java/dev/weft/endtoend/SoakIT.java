// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bounded form of what {@link Soak} does for as long as one likes. */
class SoakIT {
    @Test
    void theHeapIsFlatWithIdleAndBusyConnections() throws Exception {
        Subprocess.Result result = Jvm.run(
                Jdks.current(),
                List.of(
                        Built.agentOption(),
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.placeOf(Soak.class)),
                        Soak.class.getName(),
                        "5",
                        "500",
                        "50"));
        assertTrue(result.output().endsWith("the heap is flat\n"), result.output());
        assertEquals(0, result.exitCode(), result.output());
    }
}
