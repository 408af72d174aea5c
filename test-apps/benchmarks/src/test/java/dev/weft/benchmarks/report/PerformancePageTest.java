// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/performance.md to the result files. */
class PerformancePageTest {
    @Test
    void hasTheTablesThatTheResultsMake() throws IOException {
        String page = Files.readString(Path.of("../../docs/performance.md"));
        assertEquals(
                Page.written(page, Report.results(Path.of("results"))),
                page,
                "write them with test-apps/benchmarks/report");
    }
}
