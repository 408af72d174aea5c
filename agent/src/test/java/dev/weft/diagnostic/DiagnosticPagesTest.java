// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosticPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "diagnostics");

    @Test
    void everyDiagnosticHasAPageAndEveryPageADiagnostic() throws IOException {
        TreeSet<String> expected = Arrays.stream(Diagnostic.values())
                .map(diagnostic -> diagnostic.text() + ".md")
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertEquals(
                    expected,
                    pages.map(page -> page.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pageGivesTheProblemAnExampleTheFixAndWhatHappens(Diagnostic diagnostic) throws IOException {
        List<String> lines = Files.readAllLines(PAGES.resolve(diagnostic.text() + ".md"));
        assertEquals("# " + diagnostic.text(), lines.get(0));
        assertEquals(
                List.of("## Fix", "## What happens at weave time"),
                lines.stream().filter(line -> line.startsWith("## ")).toList());
        assertTrue(lines.indexOf("```") > 0 && lines.indexOf("```") < lines.indexOf("## Fix"), "has an example");
    }
}
