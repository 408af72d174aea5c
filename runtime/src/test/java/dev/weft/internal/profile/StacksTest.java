// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StacksTest {
    private final Stacks stacks = new Stacks();

    @Test
    void writesTheSumOfAStackInMilliseconds() throws IOException {
        stacks.add(List.of("main", "work"), 2_000_000);
        stacks.add(List.of("main"), 1_000_000);
        stacks.add(List.of("main", "work"), 1_000_000);
        assertEquals("main 1\nmain;work 3\n", written());
        assertEquals("", written());
    }

    @Test
    void keepsLessThanAMillisecondUntilItIsOne() throws IOException {
        stacks.add(List.of("main"), 600_000);
        assertEquals("", written());
        stacks.add(List.of("main"), 600_000);
        assertEquals("main 1\n", written());
    }

    @Test
    void keepsWhatIsLeftOfAMillisecond() throws IOException {
        stacks.add(List.of("main"), 1_600_000);
        assertEquals("main 1\n", written());
        stacks.add(List.of("main"), 600_000);
        assertEquals("main 1\n", written());
    }

    @Test
    void nothingInAFrameEndsALineOrReachesTheTerminal() throws IOException {
        stacks.add(List.of("a\u2028b\u2029c\u0085d\u001be\rf"), 1_000_000);
        assertEquals("a b c d e f 1\n", written());
    }

    @Test
    void aFrameIsOneWordOfItsLine() throws IOException {
        stacks.add(List.of("a;b\nc"), 1_000_000);
        assertEquals("a,b c 1\n", written());
    }

    private String written() throws IOException {
        StringBuilder text = new StringBuilder();
        stacks.drainTo(text);
        return text.toString();
    }
}
