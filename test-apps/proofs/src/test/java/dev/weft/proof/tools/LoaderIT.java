// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where woven classes can be loaded from; a child-first loader is in the end-to-end tests. Holds off (docs/weaving-limits.md):
 * Hidden classes.
 */
@Company(
        name = "class loaders, Spring Boot's too",
        artifact = "spring-boot-loader",
        checked = "Spring Boot's nested jars, named modules, hidden classes, one class in two "
                + "loaders, a runtime in another loader")
class LoaderIT {
    private static final String STOCK = """
            package com.example.library;

            import static dev.weft.Weft.*;

            import dev.weft.*;

            public final class Stock {
                @Async
                public static Task<Integer> count(int number) {
                    await(yieldNow());
                    return Task.of(number + 1);
                }

                @Async
                public Task<String> name() {
                    return Task.of("stock " + await(count(1)));
                }
            }
            """;

    private static final String APP = """
            package com.example.app;

            import static dev.weft.Weft.*;

            import com.example.library.Stock;
            import dev.weft.*;

            final class App {
                @Async
                private Task<String> all() {
                    String text = await(new Stock().name()) + " " + await(Stock.count(5));
                    await(dumpCallStack());
                    return Task.of(text);
                }

                public static void main(String[] arguments) {
                    System.out.println(run(new App().all()) + " " + isWoven(App.class) + " " + isWoven(Stock.class));
                }
            }
            """;

    private static final String SAID = "[0] com.example.app.App.all(App.java:12)\n\nstock 2 6 true true\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void classesInSpringBootsNestedJarsAreWoven(Path jdk) throws Exception {
        Path library = new Javac().compile(folder.resolve("library"), STOCK);
        Path app = new Javac().classPath(library).compile(folder.resolve("app"), APP);
        Path jar = Jars.springBoot(
                folder.resolve("app.jar"),
                ToolJars.jar("spring-boot-loader"),
                "com.example.app.App",
                app,
                Built.runtimeJar(),
                Jars.of(folder.resolve("library.jar"), library));
        assertEquals(SAID, Launch.on(jdk).weft().run("-jar", jar.toString()));
    }

    /** Nothing is exported or opened that the application would not export or open anyway. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void namedModulesAreWoven(Path jdk) throws Exception {
        Path modules = folder.resolve("modules");
        String runtime = Built.runtimeJar().toString();
        new Javac()
                .with("--module-path", runtime)
                .compile(
                        modules.resolve("library"),
                        "module com.example.library { requires transitive dev.weft; exports com.example.library; }",
                        STOCK);
        String path = runtime + File.pathSeparator + modules.resolve("library");
        new Javac()
                .with("--module-path", path)
                .compile(modules.resolve("app"), "module com.example.app { requires com.example.library; }", APP);
        assertEquals(
                SAID,
                Launch.on(jdk)
                        .weft()
                        .with("--module-path", path + File.pathSeparator + modules.resolve("app"))
                        .run("-m", "com.example.app/com.example.app.App"));
    }

    /** No transformer ever sees a hidden class. Its own awaits say so; what it calls, and is called by, suspends. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void hiddenClassIsNotWovenButMayStandBetweenWovenCode(Path jdk) throws Exception {
        String hidden = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;

                public final class Hidden implements Hiding.Source {
                    @Override
                    public Task<Integer> next(int number) {
                        return Hiding.twice(number);
                    }

                    @Async
                    @Override
                    public Task<Integer> awaiting(int number) {
                        return Task.of(await(Hiding.twice(number)));
                    }
                }
                """;
        String hiding = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;
                import java.lang.invoke.MethodHandles;

                public final class Hiding {
                    interface Source {
                        Task<Integer> next(int number);

                        Task<Integer> awaiting(int number);
                    }

                    @Async
                    static Task<Integer> twice(int number) {
                        await(yieldNow());
                        return Task.of(2 * number);
                    }

                    @Async
                    static Task<Integer> sum(Source source) {
                        return Task.of(await(source.next(1)) + await(source.next(10)));
                    }

                    public static void main(String[] arguments) throws Exception {
                        byte[] classFile = Hiding.class.getResourceAsStream("Hidden.class").readAllBytes();
                        Class<?> hidden = MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass();
                        Source source = (Source) hidden.getDeclaredConstructor().newInstance();
                        System.out.println(run(sum(source)) + " " + isWoven(hidden));
                        try {
                            run(source.awaiting(1));
                        } catch (NotWovenException e) {
                            System.out.println(e.getMessage().replaceAll("0x[0-9a-f]+", "0x0"));
                        }
                    }
                }
                """;
        Path classes = new Javac().compile(folder, hidden, hiding);
        String said = Launch.on(jdk).weft().classPath(classes).run("com.example.Hiding");
        assertTrue(said.startsWith("22 false\nawait ran in com.example.Hidden/0x0.awaiting(Hidden.java:16)"), said);
        assertTrue(said.contains("It is a hidden class, which the JVM shows to no agent."), said);
    }

    /** One class file, defined by two loaders, is two classes, each with frame classes of its own. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void sameClassInTwoLoadersIsWovenTwice(Path jdk) throws Exception {
        String shared = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;

                public interface Shared {
                    Task<Integer> next();

                    @Async
                    static Task<Integer> twice(Shared shared) {
                        return Task.of(await(shared.next()) + await(shared.next()));
                    }
                }
                """;
        String counter = """
                package com.example.child;

                import static dev.weft.Weft.*;

                import com.example.Shared;
                import dev.weft.*;

                public final class Counter implements Shared {
                    static int count;

                    @Async
                    static Task<Integer> increment() {
                        await(yieldNow());
                        return Task.of(++count);
                    }

                    @Async
                    @Override
                    public Task<Integer> next() {
                        return increment();
                    }
                }
                """;
        String main = """
                package com.example;

                import static dev.weft.Weft.*;

                import java.net.*;
                import java.nio.file.*;

                public final class Loaders {
                    static Shared load(URL[] path) throws Exception {
                        ClassLoader loader = new URLClassLoader(path, Loaders.class.getClassLoader());
                        return (Shared) loader.loadClass("com.example.child.Counter").getConstructor().newInstance();
                    }

                    public static void main(String[] arguments) throws Exception {
                        URL[] path = {Path.of(arguments[0]).toUri().toURL()};
                        Shared first = load(path);
                        Shared second = load(path);
                        System.out.println(run(Shared.twice(first)) + " " + run(Shared.twice(first)));
                        System.out.println(run(Shared.twice(second)));
                        System.out.println(first.getClass() != second.getClass() && isWoven(second.getClass()));
                        System.out.println(run(Shared.twice(() -> dev.weft.Task.of(7))));
                    }
                }
                """;
        Path parent = new Javac().compile(folder.resolve("parent"), shared, main);
        Path child = new Javac().classPath(parent).compile(folder.resolve("child"), counter);
        assertEquals(
                "3 7\n3\ntrue\n14\n",
                Launch.on(jdk).weft().classPath(parent).run("com.example.Loaders", child.toString()));
    }

    /** Nobody but the loader in the middle knows the runtime: not the agent, not the system class loader. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void runtimeMayBeInAnotherLoaderThanTheApplication(Path jdk) throws Exception {
        String server = """
                package com.example;

                import java.net.*;
                import java.nio.file.*;

                public final class Server {
                    public static void main(String[] arguments) throws Exception {
                        ClassLoader loader = ClassLoader.getPlatformClassLoader();
                        for (String entry : arguments) {
                            loader = new URLClassLoader(new URL[] {Path.of(entry).toUri().toURL()}, loader);
                        }
                        var main = loader.loadClass("com.example.app.App").getDeclaredMethod("main", String[].class);
                        main.setAccessible(true);
                        main.invoke(null, (Object) new String[0]);
                    }
                }
                """;
        Path library = new Javac().compile(folder.resolve("library"), STOCK);
        Path app = new Javac().classPath(library).compile(folder.resolve("app"), APP);
        Path own = new Javac().compile(folder.resolve("server"), server);
        String said = Launch.on(jdk)
                .weft()
                .with("-cp", own.toString())
                .run("com.example.Server", Built.runtimeJar().toString(), library.toString(), app.toString());
        assertEquals(SAID, said);
    }
}
