// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.weave.Weaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
                Files.createDirectories(parent(copy));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
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
                Files.createDirectories(parent(written));
                Files.write(written, each.getValue());
            }
        }
    }

    private boolean isLeftOver(String name) throws IOException {
        String owner = Tally.ownerOf(name);
        Path file = folder.resolve(owner);
        return !owner.equals(name) && Files.exists(file) && Weaver.mayNeedWeaving(Files.readAllBytes(file));
    }

    /** In a fixed order, as what is reported follows it. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
