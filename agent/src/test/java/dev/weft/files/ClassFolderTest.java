// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFolderTest {
    private static final Set<String> WOVEN = Set.of(
            "p/Plain.class",
            "p/Orders.class",
            "p/Orders$Nested.class",
            "p/Orders$weft$total.class",
            "p/Orders$weft$one.class",
            "p/Orders$Nested$weft$two.class",
            "data/a.txt");

    @TempDir
    Path folder;

    private Path classes() throws Exception {
        Path classes = Compiled.into(Files.createDirectories(folder.resolve("classes")), Compiled.SOURCE);
        Files.createDirectories(classes.resolve("data"));
        Files.writeString(classes.resolve("data/a.txt"), "a");
        return classes;
    }

    @Test
    void copiesTheFolderWithItsClassesWoven() throws Exception {
        Path classes = classes();
        Path target = folder.resolve("deep/target");
        var before = Compiled.contents(classes);
        WeaveSummary summary = ClassFiles.weave(classes, target);
        assertEquals(new WeaveSummary(3, List.of("p.Orders$Nested", "p.Orders"), List.of()), summary);
        assertEquals(before, Compiled.contents(classes));
        assertEquals(WOVEN, Compiled.contents(target).keySet());
        assertEquals("a", Compiled.contents(target).get("data/a.txt"));
    }

    @Test
    void weavesInPlaceWhatItWouldCopy() throws Exception {
        Path classes = classes();
        ClassFiles.weave(classes, folder.resolve("target"));
        ClassFiles.weave(classes, classes);
        assertEquals(Compiled.contents(folder.resolve("target")), Compiled.contents(classes));
    }

    @Test
    void touchesNothingTheSecondTime() throws Exception {
        Path classes = classes();
        ClassFiles.weave(classes, classes);
        var woven = Compiled.contents(classes);
        FileTime past = FileTime.fromMillis(0);
        for (String name : woven.keySet()) {
            Files.setLastModifiedTime(classes.resolve(name), past);
        }
        assertEquals(List.of(), ClassFiles.weave(classes, classes).woven());
        assertEquals(woven, Compiled.contents(classes));
        for (String name : woven.keySet()) {
            assertEquals(past, Files.getLastModifiedTime(classes.resolve(name)), name);
        }
    }

    @Test
    void removesTheFramesOfAMethodThatIsNoLongerThere() throws Exception {
        Path classes = classes();
        ClassFiles.weave(classes, classes);
        Compiled.into(classes, Compiled.SOURCE.replace("total()", "sum()"));
        ClassFiles.weave(classes, classes);
        assertTrue(Files.exists(classes.resolve("p/Orders$weft$sum.class")));
        assertFalse(Files.exists(classes.resolve("p/Orders$weft$total.class")));
    }

    @Test
    void saysWhatIsRefusedAndWeavesTheRest() throws Exception {
        Path classes = Compiled.into(classes(), Compiled.REFUSED);
        byte[] before = Files.readAllBytes(classes.resolve("p/Refused.class"));
        WeaveSummary summary = ClassFiles.weave(classes, classes);
        assertEquals(
                List.of(Diagnostic.AWAIT_OUTSIDE_ASYNC),
                summary.refused().stream().map(finding -> finding.diagnostic()).toList());
        assertTrue(summary.woven().contains("p.Orders"));
        assertNotEquals(before.length, Files.size(classes.resolve("p/Refused.class")), "it throws when it is called");
    }

    @Test
    void checksWithoutChangingAnything() throws Exception {
        Path classes = classes();
        var before = Compiled.contents(classes);
        assertEquals(
                List.of("p.Orders$Nested", "p.Orders"),
                ClassFiles.check(classes).woven());
        assertEquals(before, Compiled.contents(classes));
        ClassFiles.weave(classes, classes);
        assertEquals(List.of(), ClassFiles.check(classes).woven());
    }
}
