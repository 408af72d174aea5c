// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.FullRun;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Completion against cancellation, and waking across threads, with real threads under the optimizing compiler (decision 35). On the newest JDK
 * there is: JDK 17 would run each twice, with biased locks and without.
 */
class CollisionsIT {
    /** How many classes with {@code @JCStressTest} there are. */
    private static final int TESTS = 7;

    @Test
    @FullRun
    void whatTwoThreadsDoAtOnceHasNoForbiddenOutcome(@TempDir Path folder) throws Exception {
        Path newest = Jdks.available().max(Comparator.comparing(Jdks::feature)).orElseThrow();
        Subprocess.Result result =
                Jvm.process(newest, "java", arguments()).in(folder).run();
        String output = result.requireSuccess();
        assertTrue(output.contains("All remaining tests: " + TESTS + " matching test results."), output);
    }

    private static List<String> arguments() {
        int times = Integer.getInteger("weft.concurrent", 1);
        return List.of( // without the options that have C1 alone: the JVMs that it starts would have them too
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-m",
                "quick",
                "-f",
                "1",
                "-iters",
                Integer.toString(times),
                "-time",
                "100",
                "-sc",
                "false",
                "-jvmArgs",
                "-XX:+UseSerialGC");
    }
}
