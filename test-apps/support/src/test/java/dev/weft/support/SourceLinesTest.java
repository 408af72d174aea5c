// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLinesTest {
    @TempDir
    Path folder;

    private Path source;

    @BeforeEach
    void write() throws IOException {
        source = Files.writeString(folder.resolve("A.java"), """
                first(); // # once
                second(); // # once more
                first();
                """);
    }

    @Test
    void aLineIsFoundByItsTextAndByItsMark() {
        assertEquals(2, SourceLines.with(source, "second()"));
        assertEquals(1, SourceLines.marked(source, "once"));
        assertEquals(2, SourceLines.marked(source, "once more"));
    }

    @Test
    void whatStandsNowhereOrTwiceIsNotALine() {
        AssertionError twice = assertThrows(AssertionError.class, () -> SourceLines.with(source, "first()"));
        assertTrue(twice.toString().endsWith("and has it on [1, 3]"), twice.toString());
        assertThrows(AssertionError.class, () -> SourceLines.marked(source, "more"));
    }
}
