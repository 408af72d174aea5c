// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.debug.DumpOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EndedTasksTest {
    private static List<String> namesOf(EndedTasks ended, String... names) {
        for (String name : names) {
            ended.add(new TaskUse.Row("1", name, 1, 1, 1, 1, ""));
        }
        return ended.rows().stream().map(TaskUse.Row::name).toList();
    }

    /** Without its number the name would not be found any more, and be shown. */
    @Test
    void hidesWhatMustNotBeSeenBeforeTheNumbersGo() {
        EndedTasks ended = new EndedTasks(DumpOptions.DEFAULT.withRedact(Pattern.compile("user [0-9]+ \\w+")));
        assertEquals(
                List.of("mail of [redacted] (2 that ended)"),
                namesOf(ended, "mail of user 17 Smith", "mail of user 4 Jones"));
    }

    @Test
    void keepsTheNumbersThatAllNamesOfARowHave() {
        assertEquals(
                List.of("page * of 10 (2 that ended)"),
                namesOf(new EndedTasks(DumpOptions.DEFAULT), "page 1 of 10", "page 2 of 10"));
    }

    @Test
    void namesOfDigitsOnlyAreOneRow() {
        assertEquals(
                List.of("* (3 that ended)"), namesOf(new EndedTasks(DumpOptions.DEFAULT), "1", "22", "1234567890123"));
    }
}
