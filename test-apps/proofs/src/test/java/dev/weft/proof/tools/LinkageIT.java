// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.FullRun;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A caller that was compiled against one version of a class and runs with another. It asks when it links the call, so it never
 * calls a body that is not there, or that is not the one that Java would choose. A body that is called directly stands on the
 * caller's; on the general path {@code resume} of a frame is between them. Holds off (docs/weaving-limits.md): Code that was not
 * woven.
 */
@Company(
        name = "classes compiled apart",
        checked = "methods that became overridable, moved, or ceased to be async; overrides "
                + "and callees that are not woven")
class LinkageIT {
    private static final String BASE = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;

            public class Base {
                @Async
                public final Task<String> name() {
                    await(yieldNow());
                    return Task.of("a name");
                }

                @Async
                public static Task<String> made() {
                    String caller = StackWalker.getInstance()
                            .walk(frames -> frames.skip(1).findFirst().get().getMethodName());
                    await(yieldNow());
                    return Task.of("made below " + caller);
                }
            }
            """;

    private static final String MAIN = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;

            public final class Main {
                @Async
                static Task<String> use(Base base) {
                    return Task.of(await(base.name()) + ", " + await(Base.made()));
                }

                public static void main(String[] arguments) throws Exception {
                    Object base = Class.forName("com.example." + arguments[0]).getConstructor().newInstance();
                    System.out.println(run(use((Base) base)));
                }
            }
            """;

    @TempDir
    Path folder;

    private Path first;
    private Path main;

    @BeforeEach
    void compile() throws Exception {
        first = new Javac().compile(folder.resolve("first"), BASE);
        main = new Javac().classPath(first).compile(folder.resolve("main"), MAIN);
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void bodyIsCalledDirectlyWhereItIs(Path jdk) throws Exception {
        assertEquals(
                "a name, made below use\n",
                Launch.on(jdk).weft().classPath(main, first).run("com.example.Main", "Base"));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void overrideIsCalledOfAMethodThatWasFinalOnce(Path jdk) throws Exception {
        String derived = """
                package com.example;

                import static dev.weft.Weft.*;

                import dev.weft.*;

                public class Derived extends Base {
                    @Async
                    @Override
                    public Task<String> name() {
                        return Task.of("derived from " + await(super.name()));
                    }
                }
                """;
        String base = BASE.replace("public final Task", "public Task");
        assertEquals("derived from a name, made below use\n", runWith(jdk, "Derived", base, derived));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void methodsAreFoundThatHaveMovedToASuperclass(Path jdk) throws Exception {
        String root = BASE.replace("class Base", "class Root");
        assertEquals(
                "a name, made below resume\n",
                runWith(jdk, "Base", root, "package com.example; public class Base extends Root {}"));
    }

    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void methodsMayHaveCeasedToBeAsync(Path jdk) throws Exception {
        String plain = """
                package com.example;

                import dev.weft.*;

                public class Base {
                    public Task<String> name() {
                        return Task.of("plain");
                    }

                    public static Task<String> made() {
                        return Task.of("simple");
                    }
                }
                """;
        assertEquals("plain, simple\n", runWith(jdk, "Base", plain));
    }

    /** An override in a class that the agent was told to leave alone is called; it is its own awaits that throw. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void overrideThatIsNotWovenIsCalled(Path jdk) throws Exception {
        String passing = """
                package com.example;

                import dev.weft.*;

                public class Passing extends Base {
                    @Override
                    public Task<String> name() {
                        return super.name();
                    }
                }
                """;
        String awaiting = """
                package com.example;

                import dev.weft.*;

                public class Awaiting extends Base {
                    @Async
                    @Override
                    public Task<String> name() {
                        return Task.of(Weft.await(super.name()));
                    }
                }
                """;
        Path second = new Javac()
                .compile(folder.resolve("second"), BASE.replace("public final Task", "public Task"), passing, awaiting);
        String excluded = "exclude=com.example.Passing;com.example.Awaiting";
        assertEquals(
                "a name, made below use\n",
                Launch.on(jdk).weft(excluded).classPath(main, second).run("com.example.Main", "Passing"));
        Subprocess.Result result =
                Launch.on(jdk).weft(excluded).classPath(main, second).end("com.example.Main", "Awaiting");
        assertTrue(result.output().contains("await ran in com.example.Awaiting.name(Awaiting.java:"), result.output());
    }

    /** A class of which no body can be called, because it was not woven. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    @FullRun
    void calleeThatIsNotWovenSaysSoItself(Path jdk) throws Exception {
        Subprocess.Result result = Launch.on(jdk)
                .weft("exclude=com.example.Base")
                .classPath(main, first)
                .end("com.example.Main", "Base");
        assertTrue(result.output().contains("await ran in com.example.Base.name(Base.java:"), result.output());
    }

    /** Runs the caller with another version of what it calls. */
    private String runWith(Path jdk, String type, String... sources) throws Exception {
        Path second = new Javac().compile(folder.resolve("second"), sources);
        return Launch.on(jdk).weft().classPath(main, second).run("com.example.Main", type);
    }
}
