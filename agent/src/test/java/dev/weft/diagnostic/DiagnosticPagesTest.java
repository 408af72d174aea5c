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

    private static final String FAILS =
            " The build fails: javac and the Maven goals give an error, the command line ends with status 1. "
                    + "The agent reports it on standard error.";

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

    @ParameterizedTest
    @EnumSource
    void pageEndsWithWhatTheDiagnosticEntails(Diagnostic diagnostic) throws IOException {
        String[] paragraphs =
                Files.readString(PAGES.resolve(diagnostic.text() + ".md")).split("\\R{2,}", -1);
        String last = paragraphs[paragraphs.length - 1].strip().replaceAll("\\R", " ");
        assertEquals(whatHappens(diagnostic.consequence()), last);
    }

    private static String whatHappens(Consequence consequence) {
        return switch (consequence) {
            case REFUSES_METHOD ->
                "The method is not woven. When it is called it throws a `NotWovenException` with this message; it "
                        + "never runs unwoven. The other methods of the class are woven." + FAILS;
            case IGNORES_MARK ->
                "Nothing changes for the method: it has no code that could throw or run unwoven. The other "
                        + "methods of the class are woven." + FAILS;
            case LEAVES_CLASS ->
                "The whole class stays as it is, never woven by halves. An `await` in it throws a "
                        + "`NotWovenException` when it is reached; it never waits unwoven." + FAILS;
            case LEAVES_CLASS_TO_OTHERS ->
                "The class stays as javac wrote it, and javac gives an error. What weaves later takes it from "
                        + "there: the agent, when the class is loaded, the Maven goals or the command line. Where nothing "
                        + "does, an `await` in it throws a `NotWovenException` when it is reached; it never waits unwoven.";
            case INFORMS ->
                "The method is woven and works, and no build fails for this: javac and the Maven goals warn, the "
                        + "command line and the agent report it on standard error.";
            case SHOWS_MISTAKE ->
                "The weaver does not see this, and weaves the code as it stands. The compiler plugin finds it in "
                        + "the source: javac gives an error.";
            case SHOWS_RISK ->
                "The weaver does not see this, and weaves the code as it stands. The compiler plugin finds it in "
                        + "the source: javac warns.";
            case REPORTS_ITSELF ->
                "The weaver does not see this, and weaves the code as it stands. The compiler plugin says it in a "
                        + "note of javac, which fails no build, one with `-Werror` included.";
        };
    }
}
