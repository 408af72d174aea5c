// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.support.FileTree;
import dev.weft.support.SourceCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Class files on disk, as javac leaves them. */
public final class Compiled {
    /** One class with an async method, one without, and one with a refused method. */
    public static final String SOURCE = """
            package p;
            import dev.weft.*;
            class Plain { int a; }
            class Orders {
                @Async static Task<Integer> total() { return Task.of(Weft.await(one()) + 1); }
                @Async static Task<Integer> one() { return Task.of(1); }
                static class Nested { @Async Task<Integer> two() { return Task.of(2); } }
            }
            """;

    /** A class with a refused method. */
    public static final String REFUSED = """
            package p;
            import dev.weft.*;
            class Refused {
                int total() { return Weft.await(Task.of(1)); }
            }
            """;

    /** A class that is woven, but for one of its methods. */
    public static final String PARTLY_REFUSED = """
            package p;
            import dev.weft.*;
            class Partly {
                @Async static Task<Integer> good() { return Task.of(Weft.await(Task.of(1))); }
                @Async static synchronized Task<Integer> bad() { return Task.of(Weft.await(Task.of(1))); }
            }
            """;

    /** A class whose method is woven, and too long for HotSpot's compilers. */
    public static final String NOT_COMPILED = """
            package p;
            import dev.weft.*;
            class Long {
                @Async static Task<Integer> total() { %s return Task.of(1); }
            }
            """.formatted("Weft.await(Weft.yieldNow());".repeat(400));

    private Compiled() {}

    /** Compiles a source file into a folder. */
    public static Path into(Path folder, String source) {
        return new SourceCompiler("--release", "17", "-proc:none").compileInto(folder, Map.of("p.Source", source));
    }

    /** The files of a folder, as their names and contents. */
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        FileTree.contents(folder)
                .forEach((name, content) -> contents.put(name, new String(content, StandardCharsets.ISO_8859_1)));
        return contents;
    }
}
