// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.weave.WeaveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weaves the class files of a folder or jar. Any thread; one at a time for the same files. */
public final class ClassFiles {
    private ClassFiles() {}

    /**
     * Copies a folder or jar, with its classes woven. What is woven already is copied as it is, and so is all that is no class.
     *
     * @param from a folder or a jar
     * @param to where the same goes, a folder or a jar as that is; may be the same one, and may exist. What is written goes through
     *     symbolic links, which stay
     * @return what was done
     * @throws IOException if a file cannot be read or written, or a symbolic link leads nowhere; a jar is then as it was
     * @throws RefusedException if there is nothing of that name, or this cannot be done with such a jar
     */
    public static WeaveSummary weave(Path from, Path to) throws IOException, RefusedException {
        return weave(from, to, false);
    }

    /**
     * Copies a folder or jar, with its classes woven for debuggers or as usual; otherwise as {@link #weave(Path, Path)}.
     *
     * @param from a folder or a jar
     * @param to where the same goes
     * @param forDebuggers whether frames keep variables that nothing reads any more
     * @return what was done
     * @throws IOException if a file cannot be read or written, or a symbolic link leads nowhere; a jar is then as it was
     * @throws RefusedException if there is nothing of that name, or this cannot be done with such a jar
     */
    public static WeaveSummary weave(Path from, Path to, boolean forDebuggers) throws IOException, RefusedException {
        refuseMissing(from);
        refuseOtherKind(from, to);
        Tally tally = new Tally(forDebuggers ? WeaveOptions.FOR_DEBUGGERS : WeaveOptions.STANDARD);
        if (Files.isDirectory(from)) {
            new ClassFolder(from).weaveTo(to, tally);
        } else {
            new ClassJar(from).weaveTo(to, tally);
        }
        return tally.summary();
    }

    /**
     * Looks for classes that are not woven and should be.
     *
     * @param place a folder or a jar
     * @return what weaving it would do
     * @throws IOException if a file cannot be read
     * @throws RefusedException if there is nothing of that name
     */
    public static WeaveSummary check(Path place) throws IOException, RefusedException {
        refuseMissing(place);
        Tally tally = new Tally(WeaveOptions.STANDARD);
        if (Files.isDirectory(place)) {
            new ClassFolder(place).check(tally);
        } else {
            new ClassJar(place).check(tally);
        }
        return tally.summary();
    }

    private static void refuseMissing(Path place) throws IOException, RefusedException {
        if (Files.isSymbolicLink(place)) {
            Links.follow(place);
        }
        if (!Files.exists(place)) {
            throw new RefusedException(place + " does not exist; give a folder of class files, or a jar");
        }
    }

    private static void refuseOtherKind(Path from, Path to) throws RefusedException {
        if (Files.isDirectory(from)) {
            boolean isOrWillBeFile =
                    Files.exists(to) ? !Files.isDirectory(to) : to.toString().endsWith(".jar");
            if (isOrWillBeFile) {
                throw new RefusedException(
                        to + " is no folder, as " + from + " is; weave to a folder, and then make a jar of it");
            }
        } else if (Files.isDirectory(to)) {
            throw new RefusedException(to + " is a folder, and " + from + " is none; name the jar to write");
        }
    }
}
