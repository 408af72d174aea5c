// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.files.Compiled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaving through symbolic links. */
class LinksTest {
    private final CommandRun weft = new CommandRun();

    @TempDir
    Path folder;

    private int weave(Path from, Path to) {
        return run("weave", from.toString(), to.toString());
    }

    private int run(String... args) {
        return weft.run(args);
    }

    private Path classes() throws IOException {
        return Compiled.into(Files.createDirectories(folder.resolve("classes")), Compiled.SOURCE);
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("real/orders.jar");
        Files.createDirectories(folder.resolve("real"));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("p/Orders.class"));
            Files.copy(classes().resolve("p/Orders.class"), out);
        }
        return jar;
    }

    private Path link(String name, Path to) throws IOException {
        try {
            return Files.createSymbolicLink(folder.resolve(name), to);
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "there are no symbolic links here");
            throw e;
        }
    }

    private void assertLinkTo(Path real, Path link) throws IOException {
        assertTrue(Files.isSymbolicLink(link), link + " is a link still");
        assertEquals(0, run("verify", real.toString()), () -> weft.err());
    }

    private void assertRefused(int status, String message) {
        assertEquals(2, status);
        assertTrue(weft.err().contains(message), weft.err());
    }

    @Test
    void aJarIsWovenThroughTheLinkToIt() throws Exception {
        Path jar = jar();
        Path link = link("linked.jar", jar);
        assertEquals(0, weave(link, link));
        assertLinkTo(jar, link);
    }

    @Test
    void aJarIsWovenInAFolderThatIsALink() throws Exception {
        Path jar = jar();
        Path link = link("linked", folder.resolve("real"));
        assertEquals(0, weave(link.resolve("orders.jar"), link.resolve("woven.jar")), () -> weft.err());
        assertLinkTo(jar.resolveSibling("woven.jar"), link);
    }

    @Test
    void aFolderIsWovenThroughTheLinkToIt() throws Exception {
        Path classes = classes();
        Path link = link("linked", classes);
        assertEquals(1, run("verify", link.toString()));
        assertEquals(0, weave(link, link), () -> weft.err());
        assertLinkTo(classes, link);
    }

    @Test
    void aClassFileIsWovenThroughTheLinkToIt() throws Exception {
        Path classes = classes();
        Path real = Files.move(classes.resolve("p/Orders.class"), folder.resolve("Elsewhere.class"));
        Path link = link("classes/p/Orders.class", real);
        long before = Files.size(real);
        assertEquals(0, weave(classes, classes), () -> weft.err());
        assertLinkTo(classes, link);
        assertTrue(Files.size(real) > before, "the file that the link leads to is the woven one");
    }

    @Test
    void aPackageThatIsALinkIsWoven() throws Exception {
        Path classes = classes();
        Path real = Files.move(classes.resolve("p"), folder.resolve("elsewhere"));
        Path link = link("classes/p", real);
        assertEquals(0, weave(classes, classes), () -> weft.err());
        assertLinkTo(classes, link);
        assertTrue(Files.exists(real.resolve("Orders$weft$total.class")));
    }

    @Test
    void aCopyGoesThroughTheLinkThatIsInItsPlace() throws Exception {
        Path classes = classes();
        Files.writeString(classes.resolve("a.txt"), "new");
        Path real = Files.writeString(folder.resolve("real.txt"), "old");
        Files.createDirectories(folder.resolve("target"));
        Path link = link("target/a.txt", real);
        assertEquals(0, weave(classes, folder.resolve("target")), () -> weft.err());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void aLinkThatLeadsNowhereIsNamed() throws Exception {
        Path gone = folder.resolve("gone.jar");
        Path link = link("linked.jar", gone);
        assertRefused(weave(link, link), link + " is a symbolic link that leads nowhere, to " + gone);
        weft.forget();
        assertRefused(weave(jar(), link), link + " is a symbolic link that leads nowhere, to " + gone);
    }

    @Test
    void aClassFileThatIsALinkThatLeadsNowhereIsNamed() throws Exception {
        Path classes = classes();
        Path link = link("classes/p/Gone.class", folder.resolve("gone"));
        assertRefused(weave(classes, classes), link + " is a symbolic link that leads nowhere");
    }

    @Test
    void linksThatLeadToOneAnotherAreNamed() throws Exception {
        Path one = link("one.jar", folder.resolve("other.jar"));
        link("other.jar", one);
        assertRefused(weave(one, one), one + " is a symbolic link that leads nowhere");
    }

    @Test
    void aLinkToAFolderThatItLiesInIsNamed() throws Exception {
        Path classes = classes();
        Path link = link("classes/p/round", classes);
        assertRefused(weave(classes, classes), link + " is a symbolic link to a folder that it lies in");
    }
}
