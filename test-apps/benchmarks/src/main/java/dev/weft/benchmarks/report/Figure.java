// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One thing that was measured, on one JDK.
 *
 * @param benchmark the class, without its package
 * @param variant who did the work
 * @param parameters how much of it; empty if that is always the same
 * @param feature the JDK's feature number
 * @param metric what the values are
 * @param unit of the values
 * @param values of all iterations or rounds, smallest first
 */
record Figure(
        String benchmark,
        String variant,
        String parameters,
        int feature,
        String metric,
        String unit,
        List<Double> values) {
    static final String TIME = "time";
    static final String PER_SECOND = "1/s";
    static final String BYTES = "bytes allocated";

    /** Sorts the values. */
    Figure {
        values = values.stream().sorted().toList();
    }

    double best() {
        return values.get(unit.equals(PER_SECOND) ? values.size() - 1 : 0);
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The best that was measured of a variant, in time if several things were; empty if nothing was. */
    static OptionalDouble best(List<Figure> figures, int feature, String benchmark, String variant) {
        return figures.stream()
                .filter(figure -> figure.feature() == feature
                        && figure.benchmark().equals(benchmark)
                        && figure.variant().equals(variant))
                .mapToDouble(Figure::best)
                .findFirst();
    }

    /** The variant and the parameters, as a row of a table has them. */
    String row() {
        return parameters.isEmpty() ? variant : variant + ", " + parameters;
    }

    /** Three digits are more than any run repeats. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
