// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which classes that do not link are held against the weaver. */
class LinkedTest {
    private static final String MISSING = "java.lang.NoClassDefFoundError: opt/Dep";
    private static final String WRONG = "java.lang.VerifyError: Bad type: java.lang.NoClassDefFoundError";

    @Test
    void classThatLinkedUnwovenMayNotFail() {
        assertEquals(List.of("lib/A: " + WRONG), after("lib/A", WRONG).brokenSince(new Linked(Map.of())));
        assertEquals(List.of("lib/A: " + MISSING), after("lib/A", MISSING).brokenSince(new Linked(Map.of())));
    }

    /** Not even if the library itself lacks a class. */
    @Test
    void frameClassMayNotFail() {
        Linked unwoven = after("lib/A", MISSING);
        Linked woven = new Linked(Map.of("lib/A", MISSING, "lib/A$weft$foo", MISSING));
        assertEquals(List.of("lib/A$weft$foo: " + MISSING), woven.brokenSince(unwoven));
    }

    @Test
    void classThatDidNotLinkUnwovenMayFailInTheSameWayOnly() {
        Linked unwoven = after("lib/A", MISSING);
        assertEquals(List.of(), after("lib/A", MISSING + "2").brokenSince(unwoven));
        assertEquals(List.of("lib/A: " + WRONG), after("lib/A", WRONG).brokenSince(unwoven));
    }

    private static Linked after(String name, String failure) {
        return new Linked(Map.of(name, failure));
    }
}
