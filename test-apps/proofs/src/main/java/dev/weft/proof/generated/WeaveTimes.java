// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.ProgramCompiler.InvalidSource;
import dev.weft.weave.Weaver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What it takes to weave generated programs of some Java versions, in a JVM that is warm: nanoseconds for each byte of their class files. The
 * versions take turns. Takes how many programs of each version, and how many seconds each of its turns lasts.
 */
public final class WeaveTimes {
    private static final int[] RELEASES = {8, 11, 17, 21, 25};
    private static final int ROUNDS = 4;
    private static final long FIRST_SEED = 5_000_000;

    private WeaveTimes() {}

    /** Prints a line for each version and round; the first round warms up. */
    public static void main(String[] args) throws InvalidSource {
        List<List<byte[]>> files = new ArrayList<>();
        for (int release : RELEASES) {
            files.add(woven(release, Integer.parseInt(args[0])));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < RELEASES.length; i++) {
                print(RELEASES[i], files.get(i), TimeUnit.SECONDS.toNanos(Integer.parseInt(args[1])));
            }
        }
    }

    /** The class files of programs of a release that the weaver changes. */
    private static List<byte[]> woven(int release, int programs) throws InvalidSource {
        List<byte[]> files = new ArrayList<>();
        List<Program> all = LongStream.iterate(FIRST_SEED, seed -> seed + 1)
                .filter(seed -> Program.release(seed) == release)
                .limit(programs)
                .mapToObj(Program::of)
                .toList();
        for (Program program : all) {
            Check.prepareAll(
                    List.of(program),
                    file -> {
                        files.add(file);
                        return Weaver.weave(file);
                    },
                    new Check.LeftOut());
        }
        files.removeIf(
                file -> !Weaver.mayNeedWeaving(file) || Weaver.weave(file).classFile() == null);
        return files;
    }

    private static void print(int release, List<byte[]> files, long nanos) {
        long start = System.nanoTime();
        long bytes = 0;
        while (System.nanoTime() - start < nanos) {
            for (byte[] file : files) {
                if (Weaver.weave(file).classFile() == null) {
                    throw new IllegalStateException("a class was not woven");
                }
                bytes += file.length;
            }
        }
        double each = (System.nanoTime() - start) / (double) bytes;
        System.out.printf(Locale.ROOT, "Java %-2d  %d classes  %.0f ns/B%n", release, files.size(), each);
    }
}
