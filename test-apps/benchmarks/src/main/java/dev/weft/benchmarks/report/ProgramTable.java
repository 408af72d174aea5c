// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints the figures of the programs as text. */
public final class ProgramTable {
    private ProgramTable() {}

    /** Takes the file. */
    public static void main(String[] args) throws IOException {
        List<Figure> figures = ResultFiles.parse(
                Files.readString(Path.of(args[0])), Runtime.version().feature());
        System.out.printf(
                "%-10s %-40s %-10s %-20s %12s   all rounds%n", "program", "variant", "count", "metric", "median");
        for (Figure figure : figures) {
            System.out.printf(
                    "%-10s %-40s %-10s %-20s %12s   %s%n",
                    figure.benchmark(),
                    figure.variant(),
                    figure.parameters(),
                    figure.metric() + ", " + figure.unit(),
                    Figure.text(figure.median()),
                    figure.values().stream().map(Figure::text).toList());
        }
    }
}
