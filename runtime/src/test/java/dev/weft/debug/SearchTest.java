// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Expressions of whoever asks, on texts of whoever wrote the program. */
@Timeout(60)
class SearchTest {
    private static final Pattern ENDLESS = Pattern.compile("(.*)*(.*)*(.*)*!");

    private static final String NAME = "x".repeat(200);

    @Test
    void findsWhatIsThereInALongText() {
        String text = "x".repeat(1_000_000) + "!";
        assertTrue(Search.finds(Pattern.compile("!"), text));
        assertFalse(Search.finds(Pattern.compile("\\?"), text));
    }

    @Test
    void aFilterThatWouldNotComeToAnEndIsRefusedWithTheReason() {
        TaskDump dump = Dumps.of(task(1, NAME, 1));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> DumpForm.TREE.of(dump, DumpOptions.DEFAULT.withFilter(ENDLESS)));
        assertEquals(
                "The expression (.*)*(.*)*(.*)*! takes too long for a text of 200 characters, \"" + "x".repeat(40)
                        + "\"…: write it without a repetition inside a repetition, as in (a*)*",
                refused.getMessage());
    }

    @Test
    void aFilterThatNeedsTooMuchOfTheStackIsRefusedToo() {
        Pattern deep = Pattern.compile("(x|y)*!");
        assertThrows(IllegalArgumentException.class, () -> Search.finds(deep, "x".repeat(500_000)));
    }

    @Test
    void whatCannotBeSearchedForSecretsIsHidden() {
        TaskDump dump = Dumps.of(task(1, NAME, 1)).redacted(ENDLESS);
        assertEquals("[redacted]", dump.tasks().get(0).name());
    }
}
