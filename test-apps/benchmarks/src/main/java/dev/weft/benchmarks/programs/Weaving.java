// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import dev.weft.benchmarks.startup.WeavingBenchmark;
import java.io.IOException;

/** How fast the weaver is: see {@link WeavingBenchmark}. */
public final class Weaving {
    private Weaving() {}

    /** Takes the name of the variant, which it does not need, and how many classes. */
    public static void main(String[] args) throws IOException {
        double classes = WeavingBenchmark.classesPerSecond(Integer.parseInt(args[1]));
        Results.print("classes per second", "1/s", classes);
    }
}
