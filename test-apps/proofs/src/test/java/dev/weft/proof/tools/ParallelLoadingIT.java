// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads load woven classes, whose frame classes are defined inside their loading, all at once and each in an order of its
 * own. The classes call one another in a ring, and each superclass is woven too. Holds off (docs/weaving-limits.md): Classes
 * loaded while weaving.
 */
@Company(
        name = "parallel class loading",
        checked = "8 threads, 4 kinds of class loaders, woven superclasses across loaders")
class ParallelLoadingIT {
    private static final int CLASSES = 48;

    /** A class of the ring. Even ones are superclasses of the odd ones before them. */
    private static String link(int i) {
        int next = (i + 7) % CLASSES;
        String superclass = i % 2 == 1 ? " extends Link" + (i + 1) % CLASSES : "";
        return """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;

                public class Link%d%s {
                    @Async
                    public static Task<Integer> step(int left) {
                        await(yieldNow());
                        return Task.of(left == 0 ? 0 : 1 + await(Link%d.step(left - 1)));
                    }

                    @Async
                    public Task<Integer> walk(int left) {
                        return Task.of(await(step(left)) + (left == 0 ? 0 : await(new Link%d().walk(left - 1))));
                    }
                }
                """.formatted(i, superclass, next, next);
    }

    @TempDir
    Path folder;

    /** No duplicate definition, no class that waits for itself. */
    @ParameterizedTest
    @MethodSource("loadersOnEachJdk")
    void classesLoadedByManyThreadsAtOnceAreWovenOnce(Path jdk, String loader) throws Exception {
        String[] sources =
                IntStream.range(0, CLASSES).mapToObj(ParallelLoadingIT::link).toArray(String[]::new);
        Path links = new Javac().compile(folder.resolve("links"), sources);
        Path own = Built.placeOf(LoadingStress.class);
        int rounds = Scale.of(2, 6);
        String said = Launch.on(jdk)
                .weft()
                .classPath(own)
                .run(LoadingStress.class.getName(), loader, links.toString(), "" + CLASSES, "" + rounds);
        // Eight threads walk from each class: steps of 3, 2, 1 and 0 more.
        assertEquals(rounds + " rounds, sum " + rounds * 8 * CLASSES * 6 + "\n", said);
    }

    private static Stream<Arguments> loadersOnEachJdk() {
        return Stream.of("PARALLEL", "NOT_PARALLEL", "WITHOUT_LOCK", "CROSSED")
                .limit(Scale.of(1, 4))
                .flatMap(loader -> Scale.jdksFor(loader).map(jdk -> Arguments.of(jdk, loader)));
    }
}
