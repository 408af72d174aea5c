// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with tables of figures, each between {@code <!-- figures: KIND BENCHMARK -->} and {@code <!-- end of figures -->}. */
final class Page {
    private static final Pattern TABLE =
            Pattern.compile("(<!-- figures: (\\S+) (\\S+) -->\n).*?(<!-- end of figures -->)", Pattern.DOTALL);

    private Page() {}

    /** The page with the tables that these figures, by kind of results, make. Throws if a benchmark has no place in it. */
    static String written(String page, Map<String, List<Figure>> results) {
        requireAll(page, results);
        return TABLE.matcher(page).replaceAll(place -> {
            String table = table(results.getOrDefault(place.group(2), List.of()), place.group(3));
            return Matcher.quoteReplacement(place.group(1) + table + "\n" + place.group(4));
        });
    }

    private static String table(List<Figure> figures, String benchmark) {
        return new Table(figures.stream()
                        .filter(figure -> figure.benchmark().equals(benchmark))
                        .toList())
                .toString();
    }

    private static void requireAll(String page, Map<String, List<Figure>> results) {
        results.forEach((kind, figures) -> figures.forEach(figure -> {
            String place = "<!-- figures: " + kind + " " + figure.benchmark() + " -->";
            if (!page.contains(place)) {
                throw new IllegalArgumentException("the page has no place " + place);
            }
        }));
    }
}
