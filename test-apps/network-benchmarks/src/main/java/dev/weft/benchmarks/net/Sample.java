// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.util.ArrayList;
import java.util.List;

/**
 * One figure of one round.
 *
 * @param metric what it is
 * @param unit its unit
 * @param value the figure
 */
record Sample(String metric, String unit, double value) {
    static final String CPU = "cpu per request";
    static final String USER = "user time per request";
    static final String THROUGHPUT = "throughput";
    static final String HEAP = "heap per connection";
    static final String CALLS = "system calls per request";

    /** What a request takes of a processor, in us; of each second that was measured, so that the best is of the quietest. */
    static Sample cpu(double perRequest) {
        return new Sample(CPU, "us", perRequest);
    }

    /** The other figures that follow from the times of a measured span, in us; without {@code load} if that is not known. */
    static List<Sample> of(double requests, double wall, double user, double system, double load) {
        List<Sample> samples = new ArrayList<>(List.of(
                new Sample(USER, "us", user / requests),
                new Sample(THROUGHPUT, "1/s", requests / wall * 1e6),
                new Sample("server busy", "%", (user + system) / wall * 100)));
        if (!Double.isNaN(load)) {
            samples.add(new Sample("load busy", "%", load / wall * 100));
        }
        return samples;
    }
}
