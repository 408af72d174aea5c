// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each command, as far as the command line knows what has to be on it. */
class CommandPagesTest {
    private static final Path DOCS = Path.of("../docs");

    /** One page has the two about class files. */
    private static final Set<String> WEAVING = Set.of("weave", "verify");

    static Stream<CommandEntry> commands() {
        return CommandEntry.ALL.stream();
    }

    private static String page(CommandEntry entry) throws IOException {
        String name = WEAVING.contains(entry.name()) ? "weaving-at-build-time" : "debugging/" + entry.name();
        Path page = DOCS.resolve(name + ".md");
        return Files.readString(page);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandHasAPageThatNamesItsOptions(CommandEntry entry) throws IOException {
        String page = page(entry);
        assertTrue(page.contains(entry.name() + " "), page);
        List<String> missing = Usage.parser(entry, entry.command()).getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .filter(option -> !option.equals("--help") && !page.contains("`" + option))
                .toList();
        assertEquals(List.of(), missing);
    }

    /** As one finds them that has read the walk through programs that hang. */
    @Test
    void thePageOfEachCommandIsLinked() throws IOException {
        String walk = Files.readString(DOCS.resolve("debugging.md"));
        assertEquals(
                List.of(),
                commands()
                        .map(CommandEntry::name)
                        .filter(name -> Files.exists(DOCS.resolve("debugging/" + name + ".md")))
                        .filter(name -> !walk.contains("(debugging/" + name + ".md)"))
                        .toList());
    }
}
