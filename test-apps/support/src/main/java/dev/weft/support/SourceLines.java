// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The numbers of lines in a source file, found by what stands on them, so that no test has to be changed when a line moves. */
public final class SourceLines {
    private SourceLines() {}

    /** Returns the number of the only line that has the text; {@link AssertionError} if none has it, or several. */
    public static int with(Path source, String text) {
        return only(source, text, line -> line.contains(text));
    }

    /** Returns the number of the only line that ends with the comment {@code // # mark}, as {@link #with} does. */
    public static int marked(Path source, String mark) {
        String comment = "// # " + mark;
        return only(source, comment, line -> line.endsWith(comment));
    }

    private static int only(Path source, String text, Predicate<String> wanted) {
        List<String> lines;
        try {
            lines = Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Integer> found = IntStream.rangeClosed(1, lines.size())
                .filter(number -> wanted.test(lines.get(number - 1)))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(source + " should have \"" + text + "\" on one line, and has it on " + found);
        }
        return found.get(0);
    }
}
