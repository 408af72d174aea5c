// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ILine;
import org.jacoco.core.tools.ExecFileLoader;

/** What JaCoCo's report says of a run: its execution data, read against class files. */
final class Coverage {
    private final CoverageBuilder report;

    private Coverage(CoverageBuilder report) {
        this.report = report;
    }

    static Coverage of(Path executionData, Path classes) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(executionData.toFile());
        CoverageBuilder report = new CoverageBuilder();
        new Analyzer(loader.getExecutionDataStore(), report).analyzeAll(classes.toFile());
        return new Coverage(report);
    }

    /** Whether there is data of a class of that name, but it was of another class file. */
    boolean isOfAnotherClassFile(String name) {
        return report.getNoMatchClasses().stream()
                .anyMatch(type -> type.getName().equals(name));
    }

    /** One text for each line: covered and missed instructions, covered and missed branches. */
    List<String> ofClass(String name) {
        IClassCoverage type = find(name);
        List<String> lines = new ArrayList<>();
        for (int number = type.getFirstLine(); number <= type.getLastLine(); number++) {
            ILine line = type.getLine(number);
            if (line.getStatus() != ICounter.EMPTY) {
                lines.add(number + ": instructions " + text(line.getInstructionCounter()) + ", branches "
                        + text(line.getBranchCounter()));
            }
        }
        return lines;
    }

    private static String text(ICounter counter) {
        return counter.getCoveredCount() + "/" + counter.getMissedCount();
    }

    private IClassCoverage find(String name) {
        return report.getClasses().stream()
                .filter(type -> type.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no coverage of " + name + " among " + report.getClasses()));
    }
}
