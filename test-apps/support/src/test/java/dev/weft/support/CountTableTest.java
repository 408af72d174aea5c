// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page may say that a run does not. */
class CountTableTest {
    private static final List<String> COLUMNS = List.of("library", "what", "classes", "failed");
    private static final Map<Integer, String> HERE = Map.of(17, "17.0.15+6-Debian", 25, "25.0.3+9-LTS");
    private static final Map<Integer, String> ELSEWHERE = Map.of(17, "17.0.15+6-Debian", 25, "25.0.1+8");
    private static final String ASM = "asm, , 40, 0";
    private static final String ON_17 = "JDK 17, java.base, 6444, 0";
    private static final String ON_25 = "JDK 25, java.base, 7399, 0";

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() {
        CountTable table = table(HERE, ASM, ON_17, ON_25);
        assertEquals("""
                | library | what | classes | failed |
                |---|---|---|---|
                | asm |  | 40 | 0 |
                | JDK 17 | java.base | 6444 | 0 |
                | JDK 25 | java.base | 7399 | 0 |

                Counted on JDK 17.0.15+6-Debian, JDK 25.0.3+9-LTS""", table.toString());
        assertEquals(table, CountTable.parse(table.toString()));
    }

    @Test
    void saysOfNoBuildWhereNoRowNamesAJdk() {
        CountTable table = table(HERE, "JDK proxies, , 1, 0");
        assertEquals(Map.of(), table.builds());
        assertEquals(table, CountTable.parse(table.toString()));
    }

    @Test
    void rowsOfTheJdkOfTheBuildMayComeFirst() {
        assertEquals(table(HERE, ASM, ON_17, ON_25), table(HERE, ASM, ON_25, ON_17));
    }

    @Test
    void holdsThePageToEveryRowIfTheBuildsAreTheSame() throws IOException {
        hold(table(HERE, ASM, ON_17, ON_25), table(HERE, ASM, ON_17, ON_25));
        refuse(table(HERE, ASM, ON_17), table(HERE, ASM, "JDK 17, java.base, 6445, 0"));
        refuse(table(HERE, ASM, ON_17), table(HERE, "asm, , 41, 0", ON_17));
    }

    @Test
    void holdsThePageToAllButTheFiguresIfTheBuildIsAnother() throws IOException {
        hold(table(ELSEWHERE, ASM, ON_25), table(HERE, ASM, "JDK 25, java.base, 7400, 0"));
        refuse(table(ELSEWHERE, ON_25), table(HERE, "JDK 25, java.desktop, 7399, 0"));
        refuse(table(ELSEWHERE, ON_25), table(HERE, "JDK 25 java, java.base, 7399, 0"));
        refuse(table(ELSEWHERE, ON_25, ON_25), table(HERE, ON_25));
        refuse(table(ELSEWHERE, ASM, ON_25), table(HERE, "asm, , 41, 0", ON_25));
        refuse(table(ELSEWHERE, ASM, ON_17, ON_25), table(HERE, ASM, "JDK 17, java.base, 6445, 0", ON_25));
    }

    @Test
    void holdsThePageToItsShapeIfItDoesNotSayTheBuild() throws IOException {
        hold(table(Map.of(), ON_17), table(HERE, "JDK 17, java.base, 1, 0"));
        refuse(table(Map.of(), ON_17, ON_17), table(HERE, ON_17));
    }

    @Test
    void excusesTheRowsOfAJdkThatIsNotThere() throws IOException {
        hold(table(HERE, ASM, ON_17, ON_25), table(HERE, ASM, ON_17));
        hold(table(HERE, ASM, ON_17), table(HERE, ASM, ON_17, ON_25));
        refuse(table(HERE, ASM, ON_17, ON_25), table(HERE, ON_17));
    }

    @Test
    void holdsThePageToTheHead() throws IOException {
        CountTable other = CountTable.of(List.of("library", "what", "methods", "failed"), List.of(), HERE);
        refuse(other, table(HERE));
    }

    @Test
    void refusesAPageThatCountsFailures() throws IOException {
        refuse(table(ELSEWHERE, "JDK 25, java.base, 7399, 1"), table(HERE, "JDK 25, java.base, 7399, 0"));
    }

    @Test
    void keepsTheRowsOfAJdkThatIsNotThereWhenItWrites() throws IOException {
        Path page = page(table(ELSEWHERE, ASM, ON_17, ON_25));
        CountTable run = table(HERE, "asm, , 41, 0", "JDK 17, java.base, 6445, 0");
        Counts.holdPageTo(page, "libraries", run, true);
        assertEquals("""
                before
                <!-- counts: libraries -->
                | library | what | classes | failed |
                |---|---|---|---|
                | asm |  | 41 | 0 |
                | JDK 17 | java.base | 6445 | 0 |
                | JDK 25 | java.base | 7399 | 0 |

                Counted on JDK 17.0.15+6-Debian, JDK 25.0.1+8
                <!-- end of counts -->
                after
                """, Files.readString(page));
    }

    @Test
    void writesIntoAPlaceThatIsEmpty() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "<!-- counts: libraries -->\n<!-- end of counts -->\n");
        assertThrows(AssertionError.class, () -> Counts.holdPageTo(page, "others", table(HERE, ON_17), true));
        refuse(page, table(HERE, ON_17));
        Counts.holdPageTo(page, "libraries", table(HERE, ON_17), true);
        Counts.holdPageTo(page, "libraries", table(HERE, ON_17), false);
    }

    private void hold(CountTable inPage, CountTable run) throws IOException {
        Counts.holdPageTo(page(inPage), "libraries", run, false);
    }

    private void refuse(CountTable inPage, CountTable run) throws IOException {
        refuse(page(inPage), run);
    }

    private static void refuse(Path page, CountTable run) {
        assertThrows(AssertionError.class, () -> Counts.holdPageTo(page, "libraries", run, false));
    }

    private Path page(CountTable table) throws IOException {
        String text = "before\n<!-- counts: libraries -->\n" + table + "\n<!-- end of counts -->\nafter\n";
        return Files.writeString(folder.resolve("page.md"), text);
    }

    private static CountTable table(Map<Integer, String> builds, String... rows) {
        List<List<String>> cells =
                Arrays.stream(rows).map(row -> List.of(row.split(", ", -1))).toList();
        return CountTable.of(COLUMNS, cells, builds);
    }
}
