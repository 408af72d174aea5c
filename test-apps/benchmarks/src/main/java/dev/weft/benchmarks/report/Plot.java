// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;

/** Bars for the summary of the README: the best of what is waited for most, one group per kind of work and one bar per variant. */
final class Plot {
    /** What is shown: a benchmark, and what to call it. */
    private static final Map<String, String> GROUPS = new LinkedHashMap<>();

    /** A bar's name, and the variant that it stands for in each of the groups. */
    private static final Map<String, List<String>> BARS = new LinkedHashMap<>();

    static {
        GROUPS.put("RunQueueBenchmark", "await, completed by the loop");
        GROUPS.put("SwitchBenchmark", "switch of tasks");
        GROUPS.put("WakeBenchmark", "wake another task");
        GROUPS.put("YieldStormBenchmark", "one of 10,000 gives way");
        GROUPS.put("SpawnBenchmark", "spawn and join");
        BARS.put("by hand", List.of("callbackObject", "floor", Summary.NOBODY, Summary.NOBODY, "supplyAsync"));
        BARS.put(
                "Kotlin, raw continuations",
                List.of("kotlinRaw", "kotlinRaw", "kotlinRaw", Summary.NOBODY, Summary.NOBODY));
        BARS.put("Weft", List.of("weft", "weft", "weft", "weft", "weft"));
        BARS.put("Kotlin", List.of("kotlinCancellable", "kotlinYield", "kotlinChannel", "kotlin", "kotlinAsync"));
        BARS.put(
                "virtual threads",
                List.of(
                        Summary.NOBODY,
                        "virtualThreadYield",
                        "virtualThreadParkOneCarrier",
                        "virtualThreadOneCarrier",
                        "virtualThreadOneCarrier"));
    }

    private Plot() {}

    /** Writes a PNG. The scale is logarithmic: the bars differ by two orders of magnitude. */
    static void write(List<Figure> figures, int feature, Path file) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1100)
                .height(450)
                .title("Nanoseconds per operation on JDK " + feature + ": less is better")
                .yAxisTitle("ns, logarithmic")
                .build();
        style(chart.getStyler());
        List<String> benchmarks = List.copyOf(GROUPS.keySet());
        BARS.forEach((name, variants) -> {
            List<@Nullable Double> bests = new ArrayList<>();
            for (int i = 0; i < benchmarks.size(); i++) {
                boolean has = !variants.get(i).equals(Summary.NOBODY);
                bests.add(has ? best(figures, feature, benchmarks.get(i), variants.get(i)) : null);
            }
            chart.addSeries(name, List.copyOf(GROUPS.values()), bests);
        });
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    /** White, without frames: a page shows it between its paragraphs. */
    private static void style(CategoryStyler styler) {
        styler.setYAxisLogarithmic(true);
        styler.setYAxisMin(1.0);
        styler.setLabelsVisible(true);
        styler.setDecimalPattern("#,##0");
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private static double best(List<Figure> figures, int feature, String benchmark, String variant) {
        return Figure.best(figures, feature, benchmark, variant)
                .orElseThrow(() -> new IllegalArgumentException(benchmark + "." + variant + " was not measured"));
    }
}
