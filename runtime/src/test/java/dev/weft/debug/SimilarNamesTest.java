// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimilarNamesTest {
    private static String all(String... names) {
        assertEquals(1, Stream.of(names).map(SimilarNames::shape).distinct().count());
        return Stream.of(names).reduce(SimilarNames::both).orElseThrow();
    }

    @Test
    void aShapeHasAStarForEachNumber() {
        assertEquals("fetch-*", SimilarNames.shape("fetch-1006"));
        assertEquals("*-a*b", SimilarNames.shape("12-a3b"));
        assertEquals("main", SimilarNames.shape("main"));
        assertEquals("", SimilarNames.shape(""));
    }

    @Test
    void onlyTheNumbersThatDifferAreMasked() {
        assertEquals("server 127.0.0.1:*", all("server 127.0.0.1:80", "server 127.0.0.1:8080", "server 127.0.0.1:80"));
        assertEquals("/run/b12/b.sock", all("/run/b12/b.sock", "/run/b12/b.sock"));
        assertEquals("*-a3b", all("12-a3b", "1-a3b", "2-a3b"));
        assertEquals("1*2*", all("1*2*", "1*2*"));
        assertEquals("*-*", all("1-12", "11-2"));
    }

    @Test
    void whatIsMaskedStaysSo() {
        assertEquals("*", all("1", "2", "1"));
        assertEquals("page * of 10", all("page 1 of 10", "page 2 of 10", "page * of 10"));
    }

    @Test
    void tasksThatAreOneEntryShowWhatTheirNamesHaveInCommon() {
        String text = Dumps.of(
                        task("1.1", "server 127.0.0.1:80", 1).awaits("accept", "server 127.0.0.1:80"),
                        task("2.1", "server 127.0.0.1:80", 1).awaits("accept", "server 127.0.0.1:80"))
                .toText();
        assertTrue(text.contains("#1.1 #2.1 server 127.0.0.1:80 ×2  SUSPENDED"), text);
        String pages = Dumps.of(
                        task(1, "page 1 of 10", 1).awaits("event", "not set"),
                        task(2, "page 2 of 10", 1).awaits("event", "not set"))
                .toText();
        assertTrue(pages.contains("#1.1 #1.2 page * of 10 ×2  SUSPENDED"), pages);
    }

    /** As one that stands for many tasks of which nobody has kept the names. */
    @Test
    void anEntryOfManyMasksAllNumbers() {
        String text = Dumps.of(
                        task(1, "page 1 of 10", 1).awaits("event", "not set").count(9))
                .toText();
        assertTrue(text.contains("page * of * ×9"), text);
    }
}
