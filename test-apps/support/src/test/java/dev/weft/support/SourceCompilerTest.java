// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {
    private static final Map<String, String> TWO = Map.of(
            "p.A", "package p; class A { static class Nested {} q.B b; }",
            "q.B", "package q; public class B { public static int seven() { return 7; } }");

    private static final String WRONG = """
            package p;
            class Wrong {
                int number = "text";
            }
            """;

    @TempDir
    Path folder;

    @Test
    void classFilesGoByTheNamesOfTheirClasses() throws ReflectiveOperationException {
        Map<String, byte[]> classes =
                new SourceCompiler("--release", "17").compile(TWO).requireClasses();
        assertEquals(Set.of("p.A", "p.A$Nested", "q.B"), classes.keySet());
        Class<?> loaded = new MemoryLoader(classes).loadClass("q.B");
        assertEquals(7, loaded.getMethod("seven").invoke(null));
    }

    @Test
    void theFolderHasWhatTheMemoryHas() throws IOException {
        Path classes = new SourceCompiler().compileInto(folder.resolve("a/b"), TWO);
        assertEquals(
                Set.of("p/A.class", "p/A$Nested.class", "q/B.class"),
                FileTree.contents(classes).keySet());
        assertEquals(
                Set.of("p.A", "p.A$Nested", "q.B"), FileTree.classes(classes).keySet());
        FileTree.delete(folder.resolve("a"));
        assertFalse(folder.resolve("a").toFile().exists());
    }

    @Test
    void anErrorComesWithItsLineOfTheSource() {
        SourceCompiler compiler = new SourceCompiler();
        String told = """
                /p/Wrong.java:3: error: incompatible types: %sString cannot be converted to int
                    int number = "text";
                """;
        SourceCompiler.Result result = compiler.compile("p.Wrong", WRONG);
        assertFalse(result.succeeded());
        String toldInFull = told.formatted("java.lang.");
        assertStarts(toldInFull, result.errors());
        assertRefused(toldInFull, result::requireClasses);
        assertStarts(told.formatted(""), compiler.print("p.Wrong", WRONG));
        Map<String, String> sources = Map.of("p.Wrong", WRONG);
        assertRefused(told.formatted(""), () -> compiler.compileInto(folder, sources));
    }

    /** The class path of one compilation is not that of the next, though both use one file manager. */
    @Test
    void aPathAmongTheOptionsTakesThePlaceOfTheClassPath() {
        String source = "class C { dev.weft.support.Jdks jdks; }";
        assertTrue(new SourceCompiler().compile("C", source).succeeded());
        assertFalse(new SourceCompiler("-classpath", folder.toString())
                .compile("C", source)
                .succeeded());
        assertTrue(new SourceCompiler().compile("C", source).succeeded());
    }

    private static void assertRefused(String start, Executable compilation) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, compilation);
        assertStarts(start, String.valueOf(refusal.getMessage()));
    }

    private static void assertStarts(String start, String text) {
        assertTrue(text.replace("\r\n", "\n").startsWith(start), text);
    }
}
