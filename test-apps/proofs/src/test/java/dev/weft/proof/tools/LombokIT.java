// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Subprocess;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sources that Lombok has a hand in. It is done before the weaver sees a class. Holds off (docs/weaving-limits.md): Awaits under
 * a monitor; Lombok.
 */
@Company(
        name = "Lombok",
        artifact = "lombok",
        checked = "methods that Lombok rewrote; the lock that it adds is refused")
class LombokIT {
    private static final Path LOMBOK = ToolJars.jar("lombok");

    private static final String PARCELS = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;
            import java.io.*;
            import java.util.*;
            import lombok.*;

            @Value
            @Builder(toBuilder = true)
            public class Parcels {
                @NonNull String name;
                @With int weight;
                @Singular List<String> labels;

                @Async
                @SneakyThrows
                Task<String> read(boolean fails) {
                    @Cleanup val in = new Closing(name);
                    val text = new ArrayList<String>();
                    await(yieldNow());
                    if (fails) {
                        throw new IOException("cannot read " + name);
                    }
                    for (val label : labels) {
                        await(yieldNow());
                        text.add(label + in.name);
                    }
                    return Task.of(String.join(",", text));
                }

                @Async
                Task<Parcels> heavier(@NonNull Integer by) {
                    await(yieldNow());
                    return Task.of(toBuilder().weight(weight + await(Task.of(by))).label("heavy").build());
                }

                @RequiredArgsConstructor
                static final class Closing implements Closeable {
                    final String name;

                    @Override
                    public void close() {
                        System.out.println("closed " + name);
                    }
                }

                @Async
                static Task<Void> all() {
                    val parcel = Parcels.builder().name("box").weight(3).label("a").label("b").build();
                    System.out.println(await(parcel.read(false)));
                    try {
                        await(parcel.read(true));
                    } catch (Exception e) {
                        System.out.println(e);
                    }
                    System.out.println(await(parcel.heavier(4)) + " " + parcel.withWeight(9).getWeight());
                    try {
                        await(parcel.heavier(null));
                    } catch (NullPointerException e) {
                        System.out.println(e.getMessage());
                    }
                    return Task.done();
                }

                public static void main(String[] arguments) {
                    run(all());
                }
            }
            """;

    private static final String LOCKED = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;
            import lombok.Synchronized;

            public class Locked {
                @Async
                @Synchronized
                Task<Integer> locked() {
                    await(yieldNow());
                    return Task.of(1);
                }

                public static void main(String[] arguments) {
                    run(new Locked().locked());
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void methodsThatLombokRewroteAreWoven(Path jdk) throws Exception {
        String said = Launch.on(jdk).weft().classPath(compiled(PARCELS)).run("com.example.Parcels");
        assertEquals("""
                closed box
                abox,bbox
                closed box
                java.io.IOException: cannot read box
                Parcels(name=box, weight=7, labels=[a, b, heavy]) 9
                by is marked non-null but is null
                """, said);
    }

    /** The lock that Lombok adds is a monitor like any other. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void lockThatLombokAddsIsRefused(Path jdk) throws Exception {
        Subprocess.Result result =
                Launch.on(jdk).weft().classPath(compiled(LOCKED)).end("com.example.Locked");
        assertEquals(1, result.exitCode(), result.output());
        assertTrue(result.output().startsWith("[weft] Locked.java:12: [AwaitInSynchronized]"), result.output());
    }

    private Path compiled(String source) throws Exception {
        return new Javac()
                .classPath(LOMBOK)
                .with("-processorpath", LOMBOK.toString())
                .compile(folder, source);
    }
}
