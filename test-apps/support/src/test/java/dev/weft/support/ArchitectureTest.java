// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureTest {
    private static final String TABLE = """
            | module | package | holds | may use |
            |---|---|---|---|
            | shop | `dev.weft.front` | the front door | `dev.weft.till` (from `Door`), `dev.weft.stock` (only `Shelf`) |
            | shop | `dev.weft.till` | the money | the JDK; `dev.weft.stock`, `javax.tools` |
            | shop | `dev.weft.stock` | the goods | – |
            | elsewhere | `dev.weft.other` | something else | `dev.weft.front` |
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheShop() throws IOException {
        write(
                "org/jspecify/annotations/NullMarked.java",
                "package org.jspecify.annotations; import java.lang.annotation.*;"
                        + " @Retention(RetentionPolicy.RUNTIME) public @interface NullMarked {}");
        for (String name : List.of("front", "till", "stock")) {
            write(name + "/package-info.java", "@org.jspecify.annotations.NullMarked package dev.weft." + name + ";");
        }
        source("front", "Door", "dev.weft.till.Till till; dev.weft.stock.Shelf shelf; java.util.List<String> list;");
        source("till", "Till", "dev.weft.stock.Crate crate; javax.tools.JavaCompiler compiler;");
        source("stock", "Shelf", "Crate crate;");
        source("stock", "Crate", "static class Nail {}");
    }

    @Test
    void hasNothingToSayWhenAllIsAsTheTableSays() throws IOException {
        assertEquals(List.of(), compare(TABLE));
    }

    @Test
    void namesAPackageWithoutARow() throws IOException {
        source("cellar", "Rat", "");
        write("cellar/package-info.java", "@org.jspecify.annotations.NullMarked package dev.weft.cellar;");
        assertEquals(
                List.of(
                        "The package dev.weft.cellar of shop has no row in docs/architecture.md: add one that says what it"
                                + " holds and what it may use."),
                compare(TABLE));
    }

    @Test
    void namesAPackageThatIsNotCheckedForNulls() throws IOException {
        source("cellar", "Rat", "");
        assertEquals(
                List.of("The package dev.weft.cellar of shop has no package-info.java with @NullMarked."),
                compare(TABLE + "| shop | `dev.weft.cellar` | rats | – |\n"));
    }

    @Test
    void namesAnArrowThatNoRowAllows() throws IOException {
        source("stock", "Thief", "dev.weft.till.Till till;");
        assertEquals(
                List.of(
                        "dev.weft.stock.Thief uses dev.weft.till.Till, and the row of dev.weft.stock in"
                                + " docs/architecture.md does not allow that: go another way, or allow it there and say why in a decision."),
                compare(TABLE));
    }

    @Test
    void namesAnArrowToALibraryThatNoRowAllows() throws IOException {
        source("stock", "Thief", "javax.tools.JavaCompiler compiler;");
        assertEquals(
                List.of(
                        "dev.weft.stock.Thief uses javax.tools.JavaCompiler, and the row of dev.weft.stock in"
                                + " docs/architecture.md does not allow that: go another way, or allow it there and say why in a decision."),
                compare(TABLE));
    }

    @Test
    void letsOnlyTheNamedClassesUseAPackage() throws IOException {
        source("front", "Window", "dev.weft.till.Till till;");
        assertEquals(
                List.of(
                        "dev.weft.front.Window uses dev.weft.till.Till, and the row of dev.weft.front in"
                                + " docs/architecture.md does not allow that: go another way, or allow it there and say why in a decision."),
                compare(TABLE));
    }

    @Test
    void letsOnlyTheNamedClassesBeUsed() throws IOException {
        source("front", "Window", "dev.weft.stock.Crate crate;");
        assertEquals(
                List.of(
                        "dev.weft.front.Window uses dev.weft.stock.Crate, and the row of dev.weft.front in"
                                + " docs/architecture.md does not allow that: go another way, or allow it there and say why in a decision."),
                compare(TABLE));
    }

    @Test
    void namesARowThatNothingStandsFor() throws IOException {
        assertEquals(
                List.of(
                        "The row of dev.weft.attic in docs/architecture.md stands for nothing: no class of shop is in that"
                                + " package. Take the row out."),
                compare(TABLE + "| shop | `dev.weft.attic` | dust | – |\n"));
    }

    @Test
    void namesAnAllowanceThatNobodyUses() throws IOException {
        assertEquals(
                List.of(
                        "The row of dev.weft.stock in docs/architecture.md allows dev.weft.front, which no class there uses. Take that out."),
                compare(TABLE.replace("| the goods | – |", "| the goods | `dev.weft.front` |")));
    }

    @Test
    void knowsWhatAJarHasUnderANameOfItsOwn() throws IOException {
        assertEquals(List.of(), compareJar(TABLE.replace("javax.tools", "org.library"), "javax.tools=org.library"));
    }

    @Test
    void letsAJarNotUseWhatARowAllows() throws IOException {
        assertEquals(List.of(), compareJar(TABLE.replace("| the goods | – |", "| the goods | `dev.weft.front` |")));
    }

    @Test
    void refusesInAJarWhatIsRefusedInAFolder() throws IOException {
        source("stock", "Thief", "dev.weft.till.Till till;");
        assertEquals(
                List.of(
                        "dev.weft.stock.Thief uses dev.weft.till.Till, and the row of dev.weft.stock in"
                                + " docs/architecture.md does not allow that: go another way, or allow it there and say why in a decision.",
                        "The row of dev.weft.attic in docs/architecture.md stands for nothing: no class of shop is in that"
                                + " package. Take the row out."),
                compareJar(TABLE + "| shop | `dev.weft.attic` | dust | – |\n"));
    }

    @Test
    void findsPackagesThatUseOneAnother() {
        String circular = TABLE.replace("| the goods | – |", "| the goods | `dev.weft.till` |");
        assertEquals(
                Set.of("dev.weft.stock -> dev.weft.till -> dev.weft.stock"),
                Architecture.of(circular).circles());
        assertEquals(Set.of(), Architecture.of(TABLE).circles());
    }

    @Test
    void leavesTheOneDoorOutOfCircles() {
        String back = TABLE.replace("| the goods | – |", "| the goods | `dev.weft.front` |")
                .replace(", `dev.weft.stock` (only `Shelf`)", "");
        assertEquals(Set.of(), Architecture.of(back).circles());
    }

    @Test
    void listsThePackagesOfAModule() {
        assertEquals(
                Set.of("dev.weft.front", "dev.weft.till", "dev.weft.stock"),
                Architecture.of(TABLE).packagesOf("shop"));
    }

    private List<String> compare(String table) throws IOException {
        compile();
        return Architecture.of(table).compare("shop", folder.resolve("classes"));
    }

    private List<String> compareJar(String table, String... relocated) throws IOException {
        compile();
        return Architecture.of(table).compareJar("shop", folder.resolve("classes"), relocated);
    }

    private void source(String packageName, String name, String members) throws IOException {
        write(
                packageName + '/' + name + ".java",
                "package dev.weft.%s; public class %s { %s }".formatted(packageName, name, members));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void compile() throws IOException {
        try (var files = Files.walk(folder.resolve("src"))) {
            String sources = String.join(
                    " ",
                    files.map(Path::toString)
                            .filter(file -> file.endsWith(".java"))
                            .toList());
            int exit = ToolProvider.findFirst("javac")
                    .orElseThrow()
                    .run(System.out, System.err, ("-d " + folder.resolve("classes") + ' ' + sources).split(" "));
            assertEquals(0, exit);
        }
    }
}
