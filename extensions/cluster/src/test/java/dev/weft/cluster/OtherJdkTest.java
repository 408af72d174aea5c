// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.support.RunAllTests;
import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the tests of what nodes promise once more, on the other JDK. */
class OtherJdkTest {
    private static final String TESTS =
            "dev\\.weft\\.cluster\\.(AtMostOnce|Deadlines|EntityOrder|LanFaults|LanWeather|Owners|Requests)Test";

    @Test
    void passesTheTestsOfNodesInOneJvm() throws Exception {
        assumeTrue(Scale.isFull(), "only in a full run: mvn verify -Pproofs");
        Path otherJdk = Jdks.requireOther();
        Subprocess.Result result = Jvm.run(
                otherJdk,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                Built.agentOption(),
                "-cp",
                System.getProperty("java.class.path"),
                RunAllTests.class.getName(),
                Built.placeOf(OtherJdkTest.class).toString(),
                TESTS);
        System.out.println(result.output().lines().reduce("", (before, line) -> line));
        assertEquals(0, result.exitCode(), () -> otherJdk + ": " + RunAllTests.failures(result.output()));
    }
}
