// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static List<Integer> lines(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void aStackOfOrdinaryDepthIsWrittenAsItIs() {
        assertEquals("", Excerpt.of(List.of()));
        assertEquals("\n\tat 1\n\tat 2", Excerpt.of(lines(2)));
        assertTrue(Excerpt.of(lines(101)).contains("\n\tat 71\n\tat 72"));
    }

    @Test
    void ofALongOneBothEndsAreWrittenAndTheOthersCounted() {
        String text = Excerpt.of(lines(100_000));
        assertTrue(text.startsWith("\n\tat 1\n"), text);
        assertTrue(text.contains("\n\tat 70\n\t... 99900 lines are left out\n\tat 99971\n"), text);
        assertTrue(text.endsWith("\n\tat 100000"), text);
    }
}
