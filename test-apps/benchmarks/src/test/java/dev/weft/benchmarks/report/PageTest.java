// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From JSON to a table in a page. */
class PageTest {
    private static final String JMH = """
            [{"benchmark": "dev.weft.benchmarks.SlotBenchmark.ea",
              "params": {"depth": "10"},
              "primaryMetric": {"rawData": [[3.0, 1.0], [2.5, 40.0]]},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": [[24.0]]}}}]
            """;
    private static final String PROGRAM = """
            [{"benchmark": "Memory", "variant": "weft", "parameters": "1000", "jdk": "25.0.1",
              "metric": "heap", "unit": "B", "values": [96.25]}]
            """;
    private static final String EMPTY = """
            before
            <!-- figures: benchmarks SlotBenchmark -->
            <!-- end of figures -->
            between
            <!-- figures: programs Memory -->
            <!-- end of figures -->
            after
            """;

    @Test
    void writesMediansAndBests() {
        List<Figure> jmh = new ArrayList<>(ResultFiles.parse(JMH, 17));
        jmh.addAll(ResultFiles.parse(JMH.replace("40.0", "5000.0"), 25));
        Map<String, List<Figure>> results = Map.of("benchmarks", jmh, "programs", ResultFiles.parse(PROGRAM, 25));
        assertEquals("""
                before
                <!-- figures: benchmarks SlotBenchmark -->
                | variant | JDK 17, ns | JDK 25, ns | JDK 17, bytes allocated, B | JDK 25, bytes allocated, B |
                |---|---|---|---|---|
                | ea, depth 10 | 2.75 (1.00) | 2.75 (1.00) | 24.0 | 24.0 |
                <!-- end of figures -->
                between
                <!-- figures: programs Memory -->
                | variant | JDK 25, heap, B |
                |---|---|
                | weft, 1000 | 96.3 |
                <!-- end of figures -->
                after
                """, Page.written(EMPTY, results));
    }

    @Test
    void theBestThroughputIsTheLargest() {
        Figure figure = new Figure("echo-64", "weft", "", 25, "throughput", Figure.PER_SECOND, List.of(3.0, 1.0, 2.0));
        assertEquals(3, figure.best());
    }

    @Test
    void refusesABenchmarkThatThePageDoesNotShow() {
        Map<String, List<Figure>> results = Map.of("not-inlined", ResultFiles.parse(JMH, 17));
        assertThrows(IllegalArgumentException.class, () -> Page.written(EMPTY, results));
    }
}
