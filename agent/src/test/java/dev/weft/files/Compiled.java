// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Class files on disk, as javac leaves them. */
final class Compiled {
    /** One class with an async method, one without, and one with a refused method. */
    static final String SOURCE = """
            package p;
            import dev.weft.*;
            class Plain { int a; }
            class Orders {
                @Async static Task<Integer> total() { return Task.of(Weft.await(one()) + 1); }
                @Async static Task<Integer> one() { return Task.of(1); }
                static class Nested { @Async Task<Integer> two() { return Task.of(2); } }
            }
            """;

    static final String REFUSED = """
            package p;
            import dev.weft.*;
            class Refused {
                int total() { return Weft.await(Task.of(1)); }
            }
            """;

    /** A class whose method is woven, and too long for HotSpot's compilers. */
    static final String NOT_COMPILED = """
            package p;
            import dev.weft.*;
            class Long {
                @Async static Task<Integer> total() { %s return Task.of(1); }
            }
            """.formatted("Weft.await(Weft.yieldNow());".repeat(400));

    private Compiled() {}

    /** Compiles a source file into a folder. */
    static Path into(Path folder, String source) throws IOException {
        Path file = Files.createTempFile("source", ".java");
        Files.writeString(file, source);
        List<String> options = List.of(
                "--release", "17", "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        boolean done = compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjects(file))
                .call();
        assertEquals(true, done);
        Files.delete(file);
        return folder;
    }

    /** The files of a folder, as their names and contents. */
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
