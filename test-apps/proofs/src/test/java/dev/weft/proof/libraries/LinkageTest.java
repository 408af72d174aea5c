// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Which classes that do not link are held against the weaver. The library is a class {@code lib/A} that calls {@code opt/Dep}. */
class LinkageTest {
    private static final String NOT_FOUND = "java.lang.NoClassDefFoundError: ";
    private static final String FRAME = "lib/A$weft$foo";

    @Test
    void frameClassMayMissWhatTheLibraryNamesAndLacks() {
        Linkage linkage = after(Map.of(FRAME, NOT_FOUND + "opt/Dep"));
        assertEquals(List.of(), linkage.broken());
        assertEquals(List.of(FRAME), linkage.dependencyMissing());
        assertEquals(1, linkage.linked());
    }

    @Test
    void frameClassMayNotMissWhatTheLibraryDoesNotName() {
        assertBroken(FRAME, NOT_FOUND + "opt/Other");
        assertBroken(FRAME, NOT_FOUND + "opt/De");
    }

    @Test
    void frameClassMayNotMissAClassThatWeMade() {
        assertBroken(FRAME, NOT_FOUND + "lib/A$weft$bar");
        assertBroken(FRAME, NOT_FOUND + "dev/weft/abi/Frame");
    }

    @Test
    void frameClassMayNotMissAClassThatTheLibraryHas() {
        assertBroken(FRAME, NOT_FOUND + "lib/A");
    }

    @Test
    void frameClassMayNotFailOtherwise() {
        assertBroken(FRAME, "java.lang.VerifyError: Bad type: opt/Dep is not assignable");
        assertBroken(FRAME, "java.lang.VerifyError: " + NOT_FOUND + "opt/Dep");
    }

    /** What it names it named before, when the JVM linked it. */
    @Test
    void wovenClassMayNotMissAnything() {
        assertBroken("lib/A", NOT_FOUND + "opt/Dep");
    }

    @Test
    void wovenClassThatDidNotLinkBeforeMayFailInTheSameWayOnly() {
        Linked before = new Linked(Map.of("lib/A", NOT_FOUND + "opt/Dep"));
        Linkage same = linkage(before, new Linked(Map.of("lib/A", NOT_FOUND + "opt/Dep")));
        assertEquals(List.of(), same.broken());
        assertEquals(List.of(1, 1), List.of(same.linked(), same.notLinkable()));
        Linkage other = linkage(before, new Linked(Map.of("lib/A", "java.lang.VerifyError: Bad type")));
        assertEquals(List.of("lib/A: java.lang.VerifyError: Bad type"), other.broken());
    }

    @Test
    void classOfTheRuntimeThatDoesNotLinkIsBrokenAndNotCounted() {
        Linkage linkage = after(Map.of("dev/weft/Weft", NOT_FOUND + "opt/Dep"));
        assertEquals(List.of("dev/weft/Weft: " + NOT_FOUND + "opt/Dep"), linkage.broken());
        assertEquals(2, linkage.linked());
    }

    private static void assertBroken(String name, String failure) {
        Linkage linkage = after(Map.of(name, failure));
        assertEquals(List.of(name + ": " + failure), linkage.broken());
        assertEquals(List.of(), linkage.dependencyMissing());
        assertEquals(1, linkage.linked());
    }

    private static Linkage after(Map<String, String> failures) {
        return linkage(new Linked(Map.of()), new Linked(failures));
    }

    private static Linkage linkage(Linked before, Linked after) {
        Library library = new Library("lib", Map.of("lib/A", classThatNames("opt/Dep")));
        return new Linkage(library, before, Set.of("lib/A", FRAME, "dev/weft/Weft"), after);
    }

    private static byte[] classThatNames(String other) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "lib/A", null, "java/lang/Object", null);
        writer.visitMethod(Opcodes.ACC_ABSTRACT, "foo", "()L" + other + ";", null, null);
        return writer.toByteArray();
    }
}
