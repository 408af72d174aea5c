// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CollapsedStacksTest {
    @Test
    void sumsUpLinesOfTheSameStack() {
        assertEquals(
                "a b;c 7\nd 1\n",
                CollapsedStacks.parse("a b;c 3\nd 1\n\na b;c 4\n").text());
    }

    @Test
    void aSeparatorOfLinesInsideANameEndsNone() {
        assertEquals(
                "a\u2028b\u0085;c 3\n",
                CollapsedStacks.parse("a\u2028b\u0085;c 3").text());
    }

    @Test
    void refusesALineWithoutANumberAndSaysWhich() {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> CollapsedStacks.parse("a 1\nb;c\n"));
        assertEquals("line 2 does not end with a number: b;c", refusal.getMessage());
    }

    @Test
    void tellsChangesTheGreatestFirst() {
        CollapsedStacks before = CollapsedStacks.parse("same 5\nmore 1\nless 100\ngone 2");
        CollapsedStacks after = CollapsedStacks.parse("same 5\nmore 11\nless 40\nnew 3");
        assertEquals("less -60\nmore +10\nnew +3\ngone -2\n", after.changesSince(before));
    }

    @Test
    void framesGoFromTheOutermostInwards() {
        assertEquals(List.of("main", "work", "[running]"), CollapsedStacks.frames("main;work;[running]"));
    }
}
