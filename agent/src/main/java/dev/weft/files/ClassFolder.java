// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The class files of a folder. */
final class ClassFolder {
    private final Path folder;

    ClassFolder(Path folder) {
        this.folder = folder;
    }

    void weaveTo(Path target, Tally tally) throws IOException {
        boolean inPlace = Files.exists(target) && Files.isSameFile(folder, target);
        for (Path file : files()) {
            String name = name(file);
            if (isLeftOver(name)) {
                Files.deleteIfExists(target.resolve(name));
            } else if (Tally.isClass(name)) {
                weave(file, target, tally);
            } else if (!inPlace) {
                Path copy = target.resolve(name);
                Links.createFolders(parent(copy));
                Files.copy(file, Links.follow(copy), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    void check(Tally tally) throws IOException {
        for (Path file : files()) {
            if (Tally.isClass(name(file))) {
                tally.weave(name(file), Files.readAllBytes(file));
            }
        }
    }

    /** Files that do not change keep their time, so that incremental builds see what is new. */
    private void weave(Path file, Path target, Tally tally) throws IOException {
        byte[] classFile = Files.readAllBytes(file);
        for (Map.Entry<String, byte[]> each : tally.weave(name(file), classFile).entrySet()) {
            Path written = target.resolve(each.getKey());
            if (!Files.exists(written) || !Arrays.equals(Files.readAllBytes(written), each.getValue())) {
                Links.createFolders(parent(written));
                Files.write(Links.follow(written), each.getValue());
            }
        }
    }

    private boolean isLeftOver(String name) throws IOException {
        String owner = Tally.ownerOf(name);
        Path file = folder.resolve(owner);
        return !owner.equals(name) && Files.exists(file) && Weaver.mayNeedWeaving(Files.readAllBytes(file));
    }

    /** In a fixed order, as what is reported follows it. Through links, as a class loader finds classes. */
    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (Files.isRegularFile(file)) {
                    found.add(file);
                } else if (Tally.isClass(file.toString())) {
                    Links.follow(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof FileSystemLoopException loop ? inACircle(loop) : new IOException(e);
        }
        return found;
    }

    private static IOException inACircle(FileSystemLoopException loop) {
        return new IOException(
                loop.getFile() + " is a symbolic link to a folder that it lies in; remove the link", loop);
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
