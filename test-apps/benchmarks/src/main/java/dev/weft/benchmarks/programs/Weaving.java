// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import dev.weft.Weft;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * How many classes the weaver weaves in a second, in this JVM, once HotSpot has compiled it. The classes have ten async methods each,
 * and each method an await in a loop with a finally block.
 */
public final class Weaving {
    private static final int METHODS_PER_CLASS = 10;
    private static final long WARM_UP_NANOS = 5_000_000_000L;

    private Weaving() {}

    /** Takes the name of the variant, which it does not need, and how many classes. */
    public static void main(String[] args) throws IOException {
        Results.print("classes per second", "1/s", classesPerSecond(Integer.parseInt(args[1])));
    }

    /** Of so many different ones. The class path has the runtime and the agent. */
    private static double classesPerSecond(int classes) throws IOException {
        List<byte[]> files = generate(classes);
        long warm = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < warm) {
            weave(files);
        }
        long start = System.nanoTime();
        int rounds = 0;
        long taken;
        do {
            weave(files);
            rounds++;
            taken = System.nanoTime() - start;
        } while (taken < WARM_UP_NANOS);
        return rounds * (double) files.size() * 1e9 / taken;
    }

    private static void weave(List<byte[]> files) {
        for (byte[] file : files) {
            if (!Weaver.mayNeedWeaving(file) || Weaver.weave(file).classFile() == null) {
                throw new IllegalStateException("a class was not woven");
            }
        }
    }

    private static List<byte[]> generate(int classes) throws IOException {
        Path folder = Files.createTempDirectory("weft-weaving");
        Path jar = new GeneratedProgram(classes * METHODS_PER_CLASS, folder)
                .jar("plain", Jar.of(Weft.class), List.of("-proc:none"));
        List<byte[]> files = new ArrayList<>();
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = opened.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().contains("/Part")) {
                    files.add(opened.getInputStream(entry).readAllBytes());
                }
            }
        }
        return files;
    }
}
