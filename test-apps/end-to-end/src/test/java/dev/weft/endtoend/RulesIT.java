// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.util.Comparator.comparingInt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the compiler plugin, in the jar that users get and in the javac of each JDK. */
class RulesIT {
    private static final Path TEST_APPS = Path.of("..");
    private static final List<String> PROGRAMS = List.of("support", "samples", "targets", "benchmarks", "proofs");
    private static final List<String> TESTS = List.of("support", "targets", "proofs", "end-to-end");

    /** What names these is left out: it needs libraries that are not on the class path of this module, and has no async methods. */
    private static final Pattern FOREIGN =
            Pattern.compile("org\\.openjdk\\.jcstress|org\\.jetbrains\\.lincheck|dev\\.weft\\.proof\\.concurrent");

    @TempDir
    Path classes;

    /** All JDKs in an exhaustive run, else the newest. */
    static Stream<Path> compilers() throws Exception {
        List<Path> all = Jdks.available().toList();
        return Scale.isExhaustive() ? all.stream() : Stream.of(Collections.max(all, comparingInt(Jdks::feature)));
    }

    /** Where one of them is a mistake on purpose, it says so by {@code @SuppressWarnings}. */
    @ParameterizedTest
    @MethodSource("compilers")
    void ourOwnProgramsAndTestsCompileWithAllRulesAtError(Path jdk) throws Exception {
        List<String> all = new ArrayList<>(sources(PROGRAMS, "src/main/java"));
        if (Jdks.feature(jdk) >= 21) {
            all.addAll(sources(List.of("targets"), "src/main/java21"));
        }
        all.addAll(sources(TESTS, "src/test/java"));
        assertEquals("", javac(jdk, all));
    }

    /** One mistake for each way in which rules look at the code: so the silence above means something. */
    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void mistakesAreFound(Path jdk) throws Exception {
        Path program = Files.writeString(classes.resolve("Wrong.java"), """
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.io.Serializable;
                import java.util.function.Supplier;

                class Wrong {
                    int field = await(work());
                    Object lambda = (Runnable & Serializable) () -> await(work());
                    Object async = (Supplier<Task<Integer>> & Serializable) () -> Task.of(await(work()));

                    @Async
                    static Task<Integer> work() {
                        return Task.of(1);
                    }

                    @Async
                    static Task<Integer> twice(int n) throws InterruptedException {
                        Thread.sleep(n);
                        Task<Integer> task = work();
                        int m = switch (n) {
                            case 1 -> await(task);
                            default -> {
                                yield await(task);
                            }
                        };
                        work();
                        synchronized (Wrong.class) {
                            return task;
                        }
                    }
                }
                """);
        String printed = javac(jdk, List.of(program.toString()));
        assertEquals(
                List.of(
                        "7: error: [AwaitInConstructor]",
                        "8: error: [AwaitInNonAsyncLambda]",
                        "18: error: [BlockingCallInAsync]",
                        "26: error: [UnawaitedTask]",
                        "28: error: [TaskAwaitedTwice]"),
                printed.lines()
                        .filter(line -> line.contains(": error: "))
                        .map(line -> line.replaceFirst(".*Wrong\\.java:(.*?\\]).*", "$1"))
                        .toList());
    }

    private static List<String> sources(List<String> modules, String folder) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(TEST_APPS.resolve(module).resolve(folder))) {
                List<String> found = files.filter(RulesIT::isLookedAt)
                        .map(Path::toString)
                        .sorted()
                        .toList();
                assertFalse(found.isEmpty(), module);
                sources.addAll(found);
            }
        }
        return sources;
    }

    /** A package may have a {@code package-info.java}, in which is no code, for its tests too, and javac takes one. */
    private static boolean isLookedAt(Path file) {
        try {
            return file.toString().endsWith(".java")
                    && !file.endsWith("package-info.java")
                    && !FOREIGN.matcher(Files.readString(file)).find();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns what javac says. It makes no class files: the rules are done before. */
    private String javac(Path jdk, List<String> sources) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "-processorpath",
                Built.compilerPlugin().toString(),
                "-Aweft.weave=false",
                "-Aweft.all=error",
                "-Xlint:none",
                "-XDsuppressNotes",
                "--should-stop=ifNoError=FLOW",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(sources);
        return Jvm.javac(jdk, command).output();
    }
}
