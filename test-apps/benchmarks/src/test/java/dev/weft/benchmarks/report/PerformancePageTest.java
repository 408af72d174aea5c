// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds docs/performance.md and README.md to the result files. */
class PerformancePageTest {
    @Test
    void hasTheTablesThatTheResultsMake() throws IOException {
        String page = Files.readString(Path.of("../../docs/performance.md"));
        assertEquals(
                Page.written(page, Report.results(Path.of("results"))),
                page,
                "write them with test-apps/benchmarks/report");
    }

    @Test
    void theReadmeHasTheSummaryOfTheResults() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        Map<String, List<Figure>> results = Report.results(Path.of("results"));
        assertTrue(readme.contains("<!-- summary of tasks -->"));
        assertTrue(readme.contains("<!-- summary of network -->"));
        assertEquals(
                Summary.written(readme, results, Report.newest(results)),
                readme,
                "write it with test-apps/benchmarks/report");
    }
}
