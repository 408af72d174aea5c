// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder and all below it. */
public final class FileTree {
    private static final String CLASS = ".class";

    private FileTree() {}

    /** Returns the contents of all files, by their paths below the folder, with slashes. */
    public static SortedMap<String, byte[]> contents(Path folder) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        for (Path file : files(folder)) {
            contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return contents;
    }

    /** Returns the class files, by the names of their classes, with dots. */
    public static SortedMap<String, byte[]> classes(Path folder) throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        contents(folder).forEach((path, content) -> {
            if (path.endsWith(CLASS)) {
                classes.put(path.substring(0, path.length() - CLASS.length()).replace('/', '.'), content);
            }
        });
        return classes;
    }

    /** Deletes the folder with everything in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
