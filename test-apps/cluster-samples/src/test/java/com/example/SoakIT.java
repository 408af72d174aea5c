// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One run of what {@link Soak} does as often as one likes. */
class SoakIT {
    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void allRequestsEndAndNoneRunsTwiceWhileProcessesAreKilledStoppedLeaveAndJoin(Path jdk) throws Exception {
        Subprocess.Result result = Jvm.run(jdk, Program.arguments(Soak.class, "1", "1000"));
        assertTrue(result.output().endsWith("all promises were kept\n"), result.output());
        assertEquals(0, result.exitCode(), result.output());
    }
}
