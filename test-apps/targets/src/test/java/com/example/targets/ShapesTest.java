// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Weft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The weaver's proof: a shape leaves the same events whether it is woven, and suspends everywhere, nowhere or here and there,
 * or is compiled from the same source as a blocking program. A shape is a public static method that takes a {@link Trail}.
 *
 * <p>What javac makes of a source depends on its options, so the shapes are also compiled here with several.
 */
class ShapesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path SOURCES_21 = Path.of("src/main/java21");
    private static final String SHAPES = "com.example.targets.shapes.";
    private static final int SEEDS = 5;

    /** Stands in the Javadoc of a file that Java 8 does not compile. */
    private static final String NEEDS_JAVA_17 = "Needs Java 17.";

    @TestFactory
    Stream<DynamicContainer> asBuilt() {
        Map<String, String> sources = sources(SOURCES, source -> true);
        return containers(sources, ShapesTest.class.getClassLoader(), List.of("--release", "17"));
    }

    /** Before nestmates, indy concatenation and dynamic constants; without line numbers and names of variables. */
    @TestFactory
    Stream<DynamicContainer> compiledForJava8WithoutDebugInformation() {
        Map<String, String> sources = sources(SOURCES, source -> !source.contains(NEEDS_JAVA_17));
        return compiled(sources, List.of("--release", "8", "-g:none"));
    }

    @TestFactory
    Stream<DynamicContainer> compiledForTheRunningJdk() {
        return compiled(sources(SOURCES, source -> true), List.of("-g"));
    }

    @TestFactory
    Stream<DynamicContainer> ofJava21() {
        return Runtime.version().feature() < 21
                ? Stream.of()
                : compiled(sources(SOURCES_21, source -> true), List.of("--release", "21", "-g"));
    }

    private static Stream<DynamicContainer> compiled(Map<String, String> sources, List<String> options) {
        return containers(sources, new CompiledSources(sources, options), options);
    }

    private static Stream<DynamicContainer> containers(
            Map<String, String> sources, ClassLoader woven, List<String> options) {
        Map<String, String> plain = new TreeMap<>();
        sources.forEach((name, source) -> plain.put(name, blocking(source)));
        ClassLoader blocking = new CompiledSources(plain, options);
        return sources.keySet().stream().map(name -> container(load(blocking, name), load(woven, name)));
    }

    private static DynamicContainer container(Class<?> blocking, Class<?> woven) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Method shape : shapes(blocking)) {
            tests.add(DynamicTest.dynamicTest(shape.getName(), () -> compare(shape, twin(shape, woven))));
        }
        return DynamicContainer.dynamicContainer(woven.getSimpleName(), tests);
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
                .replace("import dev.weft.Async;", "")
                .replaceAll("@Async\\b", "");
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Method> shapes(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Trail.class}))
                .filter(method -> Awaitable.class.isAssignableFrom(method.getReturnType())
                        || CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static Method twin(Method shape, Class<?> woven) throws NoSuchMethodException {
        return woven.getMethod(shape.getName(), Trail.class);
    }

    private static void compare(Method blocking, Method woven) {
        assertFalse(Weft.isWoven(blocking.getDeclaringClass()));
        assertTrue(Weft.isWoven(woven.getDeclaringClass()));
        List<String> expected = blockingRun(blocking);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            Trail always = onLoop(woven, new Trail(() -> true), 0);
            assertEvents(expected, always, "with every await suspending");
            assertTrue(always.suspensions() > 0, "suspends");
            assertEvents(expected, onLoop(woven, new Trail(() -> false), 0), "with no await suspending");
            for (int seed = 0; seed < SEEDS; seed++) {
                Trail some = new Trail(new Random(seed)::nextBoolean);
                assertEvents(expected, onLoop(woven, some, seed), "with the seed " + seed);
            }
            assertEvents(expected, withoutLoop(woven, new Trail(() -> true)), "without a loop");
        });
    }

    private static void assertEvents(List<String> expected, Trail actual, String how) {
        assertEquals(String.join("\n", expected), String.join("\n", actual.events()), how);
    }

    private static List<String> blockingRun(Method shape) {
        Trail trail = new Trail(() -> false);
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
