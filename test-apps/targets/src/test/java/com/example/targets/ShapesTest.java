// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.support.RunAllTests;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.support.Counts;
import dev.weft.support.Jdks;
import dev.weft.support.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The weaver's proof: a shape leaves the same events whether it is woven, and suspends everywhere, nowhere or here and there,
 * or is compiled from the same source as a blocking program. A shape is a public static method that takes a {@link Trail}.
 *
 * <p>What a compiler makes of a source depends on the compiler and its options, so the shapes are compiled here with several.
 * Holds off (docs/weaving-limits.md): Wide values, wide slots, many values.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path SOURCES_21 = Path.of("src/main/java21");
    private static final String SHAPES = "com.example.targets.shapes.";
    private static final int FEATURE = Runtime.version().feature();
    private static final int SEEDS = 5;

    /** Stands in the Javadoc of a file that Java 8 does not compile. */
    private static final String NEEDS_JAVA_17 = "Needs Java 17.";

    /** Stands in the Javadoc of a file whose classes ecj gets wrong. */
    private static final Pattern NOT_FOR_ECJ = Pattern.compile("Not for\\s+(\\*\\s+)?ecj");

    private final Map<String, byte[]> blockingPrograms = new HashMap<>();

    /** Assertions change what a shape does, so there is a blocking program with and one without. */
    private final Map<Boolean, LoadedClasses> blocking = new HashMap<>();

    private final Map<Method, List<String>> expected = new HashMap<>();
    private final Set<String> shapes = new TreeSet<>();
    private int compilations;
    private int executions;
    private int suspensions;

    /** Where the other JDK is missing, its compilers are, and the counts are not those of the page. */
    @AfterAll
    void countWhatWasRun() throws IOException {
        List<Object> row = List.of("JDK " + FEATURE, shapes.size(), compilations, executions, suspensions);
        System.out.println(row);
        if (ShapeCompiler.PLUGIN == null && Jdks.other().isPresent()) {
            List<String> columns = List.of("on", "shapes", "compilations", "executions", "suspensions");
            Counts.publish(
                    "shapes", columns, List.of(row.stream().map(String::valueOf).toList()));
        }
    }

    /** The classes of this module, compiled by the JDK of the build. */
    @TestFactory
    Stream<DynamicContainer> asBuilt() {
        boolean assertions = ShapesTest.class.desiredAssertionStatus();
        compilations++;
        return sources(SOURCES, source -> true).keySet().stream()
                .map(name -> container(name, loadBuilt(name), assertions, SEEDS));
    }

    /** Before nestmates, indy concatenation and dynamic constants; without line numbers and names of variables. */
    @TestFactory
    Stream<DynamicContainer> compiledForJava8WithoutDebugInformation() {
        return compiled(ShapeCompiler.javac(), 8, "-g:none", true);
    }

    @TestFactory
    Stream<DynamicContainer> tooLargeForASourceFile() {
        Map<String, String> sources = Map.of(LargeShapes.NAME, LargeShapes.source());
        return Stream.of(
                        compiled(ShapeCompiler.javac(), sources, 8, "-g", false),
                        compiled(ShapeCompiler.javac(), sources, 17, "-g:none", false),
                        ShapeCompiler.PLUGIN == null
                                ? compiled(ShapeCompiler.ecj(), sources, 17, "-g", false)
                                : Stream.<DynamicContainer>of())
                .flatMap(containers -> containers);
    }

    @TestFactory
    Stream<DynamicContainer> compiledForJava11WithLinesOnly() {
        return notRepeated(() -> compiled(ShapeCompiler.javac(), 11, "-g:lines", false));
    }

    @TestFactory
    Stream<DynamicContainer> compiledForJava17WithoutDebugInformation() {
        return notRepeated(() -> compiled(ShapeCompiler.javac(), 17, "-g:none", false));
    }

    @TestFactory
    Stream<DynamicContainer> compiledForJava21() {
        return FEATURE < 21 ? Stream.of() : compiled(ShapeCompiler.javac(), 21, "-g", true);
    }

    @TestFactory
    Stream<DynamicContainer> compiledForJava25() {
        return FEATURE < 25 ? Stream.of() : compiled(ShapeCompiler.javac(), 25, "-g:none", false);
    }

    @TestFactory
    Stream<DynamicContainer> compiledByTheOtherJdkForJava8() {
        return notRepeated(() -> compiled(ShapeCompiler.javacOf(Jdks.requireOther()), 8, "-g", false));
    }

    @TestFactory
    Stream<DynamicContainer> compiledByTheOtherJdkForJava17() {
        return notRepeated(() -> compiled(ShapeCompiler.javacOf(Jdks.requireOther()), 17, "-g:none", true));
    }

    @TestFactory
    Stream<DynamicContainer> compiledByEclipseForJava8() {
        return notRepeated(() -> compiledByEclipse(8, "-g:none", true));
    }

    @TestFactory
    Stream<DynamicContainer> compiledByEclipseForJava17() {
        return notRepeated(() -> compiledByEclipse(17, "-g", false));
    }

    @TestFactory
    Stream<DynamicContainer> compiledByEclipseForJava21() {
        return FEATURE < 21 ? Stream.of() : compiledByEclipse(21, "-g:none", false);
    }

    /** Leaves these out of the JVMs that do all tests again, but for an exhaustive run. */
    private static Stream<DynamicContainer> notRepeated(Supplier<Stream<DynamicContainer>> compiled) {
        return RunAllTests.isRunning() && !Scale.isExhaustive() ? Stream.of() : compiled.get();
    }

    /** It takes no plugin of javac's. */
    private Stream<DynamicContainer> compiledByEclipse(int release, String debug, boolean assertions) {
        if (ShapeCompiler.PLUGIN != null) {
            return Stream.of();
        }
        Map<String, String> sources = sourcesFor(release);
        sources.values().removeIf(source -> NOT_FOR_ECJ.matcher(source).find());
        return compiled(ShapeCompiler.ecj(), sources, release, debug, assertions);
    }

    private Stream<DynamicContainer> compiled(ShapeCompiler compiler, int release, String debug, boolean assertions) {
        return compiled(compiler, sourcesFor(release), release, debug, assertions);
    }

    private Stream<DynamicContainer> compiled(
            ShapeCompiler compiler, Map<String, String> sources, int release, String debug, boolean assertions) {
        compilations++;
        List<String> options = List.of("--release", Integer.toString(release), debug);
        LoadedClasses woven = new LoadedClasses(compiler.compile(sources, options), assertions);
        return sources.keySet().stream().map(name -> container(name, woven.load(name), assertions, 1));
    }

    private static Map<String, String> sourcesFor(int release) {
        Map<String, String> sources = sources(SOURCES, source -> release >= 17 || !source.contains(NEEDS_JAVA_17));
        if (release >= 21) {
            sources.putAll(sources(SOURCES_21, source -> true));
        }
        return sources;
    }

    private DynamicContainer container(String name, Class<?> woven, boolean assertions, int seeds) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Method shape : ShapeMethods.of(blocking(assertions, name))) {
            shapes.add(name + "." + shape.getName());
            tests.add(DynamicTest.dynamicTest(shape.getName(), () -> compare(shape, twin(shape, woven), seeds)));
        }
        return DynamicContainer.dynamicContainer(woven.getSimpleName(), tests);
    }

    private Class<?> blocking(boolean assertions, String name) {
        if (blockingPrograms.isEmpty()) {
            blockingPrograms.putAll(compileBlocking());
        }
        return blocking.computeIfAbsent(assertions, either -> new LoadedClasses(blockingPrograms, either))
                .load(name);
    }

    /** Compiled once for all: what woven code is compared with does not depend on who compiled it. */
    private static Map<String, byte[]> compileBlocking() {
        int release = FEATURE < 21 ? 17 : 21;
        Map<String, String> plain = new TreeMap<>();
        sourcesFor(release).forEach((name, source) -> plain.put(name, blocking(source)));
        plain.put(LargeShapes.NAME, blocking(LargeShapes.source()));
        List<String> options = List.of("--release", Integer.toString(release));
        return ShapeCompiler.plainJavac().compile(plain, options);
    }

    private static Map<String, String> sources(Path root, Predicate<String> wanted) {
        Path folder = root.resolve(SHAPES.replace('.', '/'));
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String source = Files.readString(file);
                if (wanted.test(source)) {
                    sources.put(SHAPES + file.getFileName().toString().replace(".java", ""), source);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertFalse(sources.isEmpty());
        return sources;
    }

    /** The same program without Weft. No line moves. */
    private static String blocking(String source) {
        return source.replace("import static dev.weft.Weft.await;", "import static com.example.targets.Blocking.await;")
                .replace(
                        "import static dev.weft.Weft.emit;",
                        "import static com.example.targets.BlockingGenerator.emit;")
                .replace("com.example.targets.Generating.open", "com.example.targets.BlockingGenerator.open")
                .replace("import dev.weft.Async;", "")
                .replaceAll("@Async\\b", "");
    }

    private static Class<?> loadBuilt(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Method twin(Method shape, Class<?> woven) throws NoSuchMethodException {
        return woven.getMethod(shape.getName(), Trail.class);
    }

    private void compare(Method shape, Method woven, int seeds) {
        assertFalse(Weft.isWoven(shape.getDeclaringClass()));
        assertTrue(Weft.isWoven(woven.getDeclaringClass()));
        List<String> events = expected.computeIfAbsent(shape, ShapesTest::blockingRuns);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            Trail always = onLoop(woven, new Trail(() -> true), 0);
            assertEvents(events, always, "with every await suspending");
            assertTrue(always.suspensions() > 0, "suspends");
            assertEvents(events, onLoop(woven, new Trail(() -> false), 0), "with no await suspending");
            for (int seed = 0; seed < seeds; seed++) {
                Trail some = new Trail(new Random(seed)::nextBoolean);
                assertEvents(events, onLoop(woven, some, seed), "with the seed " + seed);
            }
            assertEvents(events, withoutLoop(woven, new Trail(() -> true)), "without a loop");
        });
    }

    private void assertEvents(List<String> expected, Trail actual, String how) {
        executions++;
        suspensions += actual.suspensions();
        assertEquals(String.join("\n", expected), String.join("\n", actual.events()), how);
    }

    /** Twice, and one of them really blocks at each await: on a virtual thread, where the JDK has them. */
    private static List<String> blockingRuns(Method shape) {
        List<String> events = blockingRun(shape, new Trail(() -> false));
        List<String> again = Blocking.onThreadOfItsOwn(() -> blockingRun(shape, new Trail(() -> true)));
        assertEquals(events, again, "blocking runs");
        return events;
    }

    private static List<String> blockingRun(Method shape, Trail trail) {
        try {
            Object made = call(shape, trail).call();
            Object result = made instanceof CompletionStage<?> stage
                    ? Blocking.await(stage)
                    : Blocking.await((Awaitable<?>) made);
            trail.add("returned " + result);
        } catch (Throwable thrown) {
            trail.add("threw " + thrown);
        }
        return trail.events();
    }

    private static Trail onLoop(Method shape, Trail trail, long seed) {
        try (EventLoop loop = EventLoop.simulated(seed)) {
            loop.run(Driver.drive(call(shape, trail), trail));
        }
        return trail;
    }

    private static Trail withoutLoop(Method shape, Trail trail) throws Exception {
        Driver.drive(call(shape, trail), trail).toCompletableFuture().get();
        return trail;
    }

    private static Callable<Object> call(Method shape, Trail trail) {
        return () -> {
            try {
                return shape.invoke(null, trail);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) e.getCause();
            }
        };
    }
}
