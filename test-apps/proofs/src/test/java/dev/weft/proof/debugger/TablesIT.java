// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Counts;
import dev.weft.weave.WeaveOptions;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables that debuggers read, in every class of the targets and the samples: woven, beside what javac made. Holds off
 * (docs/weaving-limits.md): Overlapping ranges of variables; Debuggers.
 */
class TablesIT {
    /** Those of the targets, which the page counts: the samples change with every feature. */
    private static final List<WovenTables> COUNTED = new ArrayList<>();

    /** Those, the ones of the samples, and the same classes woven for debuggers. */
    private static final List<WovenTables> ALL = new ArrayList<>();

    @BeforeAll
    static void weaveAll() throws IOException {
        COUNTED.addAll(wovenOf(Built.targets()));
        wovenOf(Built.samples());
    }

    private static List<WovenTables> wovenOf(Path jar) throws IOException {
        List<WovenTables> woven = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    weave(file, entry, woven);
                }
            }
        }
        return woven;
    }

    private static void weave(JarFile file, JarEntry entry, List<WovenTables> woven) throws IOException {
        try (InputStream input = file.getInputStream(entry)) {
            byte[] classFile = input.readAllBytes();
            WeaveResult result = Weaver.weave(classFile);
            if (result.classFile() != null) {
                WovenTables tables = new WovenTables(classFile, result.classFile(), result.frameClasses());
                woven.add(tables);
                ALL.add(tables);
                WeaveResult forDebuggers = Weaver.weave(classFile, WeaveOptions.FOR_DEBUGGERS);
                ALL.add(new WovenTables(
                        classFile, Objects.requireNonNull(forDebuggers.classFile()), forDebuggers.frameClasses()));
            }
        }
    }

    @Test
    void everyLineOfABodyIsWhereItWasAndAsOften() {
        assertNothing(ALL.stream().map(WovenTables::linesThatDiffer).toList());
    }

    @Test
    void noLineOfTheSourceIsInAnEntryADoorOrAFrameClass() {
        assertNothing(ALL.stream().map(WovenTables::linesOutsideBodies).toList());
    }

    @Test
    void everyPlaceShowsTheVariablesThatItShowedUnwoven() {
        assertNothing(ALL.stream().map(WovenTables::variablesThatDiffer).toList());
    }

    @Test
    void noVariablesOverlap() {
        assertNothing(ALL.stream().map(WovenTables::overlappingVariables).toList());
    }

    @Test
    void entriesKeepTheirSignaturesAndTheNamesOfTheirParameters() {
        assertNothing(ALL.stream().map(WovenTables::headersThatDiffer).toList());
    }

    @Test
    void countsOfAllThisAreInThePage() throws IOException {
        int[] counts = new int[3];
        for (WovenTables tables : COUNTED) {
            int[] own = tables.counts();
            Arrays.setAll(counts, i -> counts[i] + own[i]);
        }
        assertTrue(COUNTED.size() > 50 && counts[0] > 300, () -> COUNTED.size() + " " + Arrays.toString(counts));
        String jdk = "JDK " + Runtime.version().feature();
        List<List<String>> rows = List.of(
                List.of(jdk, "classes", "" + COUNTED.size()),
                List.of(jdk, "bodies", "" + counts[0]),
                List.of(jdk, "places for breakpoints, in the order of the source", "" + counts[1]),
                List.of(jdk, "variables visible at these, the same as unwoven", "" + counts[2]));
        Counts.publish("debugger-tables", List.of("", "compared", "number"), rows);
    }

    private static void assertNothing(List<List<String>> problems) {
        assertEquals(
                "", String.join("\n", problems.stream().flatMap(List::stream).toList()));
        assertTrue(problems.size() > 50, "too little was woven");
    }
}
