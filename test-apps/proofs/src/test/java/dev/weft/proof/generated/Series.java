// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs of consecutive seeds, for some Java versions.
 *
 * @param jdk the JDK that compiles and runs them
 * @param first the first seed
 * @param oldest the oldest Java version of the programs
 * @param newest the newest
 */
record Series(Path jdk, long first, int oldest, int newest) {
    /** With more left out, the rest would say little. */
    private static final int MOST_PERCENT_LEFT_OUT = 3;

    private static final Pattern PREPARED = Pattern.compile("(?m)^PREPARED (\\d+) (\\d+) (\\d+)$");

    /** Java 8 to 17 on that of the build, in an exhaustive run on each JDK; what is newer, on those that know it. */
    static List<Series> all() throws Exception {
        List<Series> all = new ArrayList<>();
        for (Path jdk : Jdks.available().toList()) {
            boolean own = jdk.equals(Jdks.current());
            if (own || Scale.isExhaustive()) {
                all.add(new Series(jdk, own ? 1 : 1_000_000, 8, 17));
            }
            if (Jdks.feature(jdk) >= 25) {
                all.add(new Series(jdk, 2_000_000, 21, 25));
            }
        }
        return all;
    }

    /** What the rows of the table begin with; they name the JDK where it is not the one of every build. */
    String title() throws Exception {
        String versions = "Java %d to %d".formatted(oldest, newest);
        return jdk.equals(Jdks.current()) && newest <= 17 ? versions : versions + ", on JDK " + Jdks.feature(jdk);
    }

    /** Writes the programs into a file. Returns how many were made, how many javac is to blame for, and how many are too large. */
    List<Integer> prepare(Path file, int count) throws Exception {
        Subprocess.Result result = Jvm.run(
                jdk,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Prepare.class.getName(),
                file.toString(),
                String.valueOf(first),
                String.valueOf(count),
                String.valueOf(oldest),
                String.valueOf(newest));
        assertEquals(0, result.exitCode(), result.output());
        Matcher prepared = PREPARED.matcher(result.output());
        assertTrue(prepared.find(), result.output());
        List<Integer> counts = new ArrayList<>();
        for (int i = 1; i <= prepared.groupCount(); i++) {
            counts.add(Integer.parseInt(prepared.group(i)));
        }
        int leftOut = counts.get(1) + counts.get(2);
        assertTrue(leftOut * 100 <= counts.get(0) * MOST_PERCENT_LEFT_OUT, title() + " left out: " + result.output());
        return counts;
    }
}
