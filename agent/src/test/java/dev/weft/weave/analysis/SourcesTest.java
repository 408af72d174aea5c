// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final AsyncMethod METHOD = MethodSource.method("""

            @Async
            static Task<?> foo() {
                await(yieldNow());

                await(yieldNow());
                return Task.done();
            }
            static void other() {}
            """);

    @Test
    void aFrameHasTheLinesOfItsMethodAndItsPoints() {
        List<SuspensionPoint> points =
                SuspensionPoints.of(METHOD, METHOD.method(), METHOD.method().maxLocals, Set.of(), false);
        assertEquals("foo;p.A;4,4,6;A.java", Sources.ofFrame(METHOD, points));
    }

    @Test
    void aMethodWithoutLinesAndFileHasLine0AndNoFile() {
        AsyncMethod method = MethodText.async(MethodText.ofStatic("()Ldev/weft/Task;", "ACONST_NULL\nARETURN"));
        assertEquals("foo;p.A;0;", Sources.ofFrame(method, List.of()));
        assertEquals(0, Sources.headerLine(method, new BitSet()));
    }

    @Test
    void whatTheWeaverAddsIsInTheLineOfTheDeclaration() {
        assertEquals(3, Sources.headerLine(METHOD, Lines.of(METHOD.owner())));
    }

    @Test
    void whatTheWeaverAddsIsInTheNearestLineWithoutCode() {
        BitSet lines = Lines.of(METHOD.owner());
        lines.set(3);
        assertEquals(2, Sources.headerLine(METHOD, lines));
    }

    @Test
    void whatTheWeaverAddsIsInTheFirstLineIfAllAboveHaveCode() {
        BitSet lines = new BitSet();
        lines.set(1, 4);
        assertEquals(4, Sources.headerLine(METHOD, lines));
    }

    @Test
    void aClassHasTheLinesOfAllItsMethods() {
        assertEquals("{1, 4, 6, 7, 9}", Lines.of(METHOD.owner()).toString());
    }
}
