// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.SourceCompiler;
import dev.weft.weave.WeaveOptions;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What javac leaves is what the agent would make of what javac leaves without the plugin. */
class WeavingTest {
    private static final String PLACES = """
            package a.b;
            import dev.weft.*;
            import static dev.weft.Weft.await;
            public class Places {
                interface Job<T> { Task<T> run() throws Exception; }
                static class Nested { class Inner { @Async Task<Integer> f() { return Task.of(await(Task.of(1))); } } }
                Job<Integer> field = () -> Task.of(await(Task.of(2)));
                @Async Task<Integer> local() throws Exception {
                    class Local { @Async Task<Integer> f() { return Task.of(await(Task.of(3))); } }
                    Job<Integer> anonymous = new Job<>() {
                        @Async public Task<Integer> run() { return Task.of(await(new Local().f())); }
                    };
                    return anonymous.run();
                }
                record Point(int x) { @Async Task<Integer> f() { return Task.of(x + await(Task.of(4))); } }
                enum Kind { ONE { @Async Task<Integer> f() { return Task.of(await(Task.of(5))); } }; abstract Task<Integer> f(); }
            }
            class Second { @Async static Task<Integer> f() { return Task.of(await(Task.of(6))); } }
            class Plain { }
            """;

    private static final String ONE_CLASS = """
            import dev.weft.*;
            class One { @Async static Task<Integer> f() { return Task.of(Weft.await(Task.of(6))); } }
            """;

    @TempDir
    Path folder;

    private Build build() {
        return new Build(folder);
    }

    private static void assertCompiles(Build build, String... names) {
        assertTrue(build.compile(names), () -> build.messages().toString());
        assertEquals(List.of(), build.messages());
    }

    /** Compiles twice, with and without weaving, and compares. Returns what is woven. */
    private static Map<String, byte[]> assertWovenAsByTheAgent(Build build) {
        assertCompiles(build.into("plain").options("-Aweft.weave=false"));
        Map<String, byte[]> expected = new TreeMap<>();
        build.classFiles().forEach((name, bytes) -> expected.putAll(woven(name, bytes)));
        Build again = build.into("woven").options("-Aweft.weave=true");
        assertCompiles(again);
        Map<String, byte[]> actual = again.classFiles();
        assertEquals(expected.keySet(), actual.keySet());
        actual.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
        return actual;
    }

    private static Map<String, byte[]> woven(String name, byte[] classFile) {
        return woven(name, classFile, WeaveOptions.STANDARD);
    }

    private static Map<String, byte[]> woven(String name, byte[] classFile, WeaveOptions options) {
        WeaveResult result = Weaver.weave(classFile, options);
        Map<String, byte[]> files = new TreeMap<>();
        byte[] changed = result.classFile();
        files.put(name, changed == null ? classFile : changed);
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        result.frameClasses()
                .forEach((frame, bytes) ->
                        files.put(folder + frame.substring(frame.lastIndexOf('/') + 1) + ".class", bytes));
        return files;
    }

    @Test
    void weavesEveryKindOfClassToTheBytesOfTheAgent() {
        Map<String, byte[]> woven = assertWovenAsByTheAgent(build().source("a/b/Places.java", PLACES));
        assertTrue(
                woven.containsKey("a/b/Places$Nested$Inner$weft$f.class"),
                () -> woven.keySet().toString());
        assertTrue(
                woven.containsKey("a/b/Places$1Local$weft$f.class"),
                () -> woven.keySet().toString());
        assertTrue(
                woven.containsKey("a/b/Places$1$weft$run.class"),
                () -> woven.keySet().toString());
        assertTrue(
                woven.containsKey("a/b/Places$Kind$1$weft$f.class"),
                () -> woven.keySet().toString());
    }

    @Test
    void weavesForDebuggersToTheBytesOfTheAgent() {
        String source = """
                import dev.weft.*;
                class One { @Async static Task<Integer> f(String unread) { return Task.of(Weft.await(Task.of(6))); } }
                """;
        Build plain = build().source("One.java", source).into("plain").options("-g", "-Aweft.weave=false");
        assertCompiles(plain);
        Map<String, byte[]> expected = new TreeMap<>();
        plain.classFiles().forEach((name, bytes) -> expected.putAll(woven(name, bytes, WeaveOptions.FOR_DEBUGGERS)));
        Build again = plain.into("woven").options("-Aweft.weave=true", "-Aweft.debug=true");
        assertCompiles(again);
        again.classFiles().forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    }

    @Test
    void weavesWithoutDebugInformationAndForOlderJava() {
        assertWovenAsByTheAgent(
                build().source("One.java", ONE_CLASS).options("-g:none", "--release", "8", "-Xlint:-options"));
    }

    /** A Filer does not know that; it looks in the working directory. */
    @Test
    void weavesBesideTheSourceWithoutAFolderForClasses() {
        Build build = build().source("a/b/Places.java", PLACES).source("One.java", ONE_CLASS);
        Map<String, byte[]> expected = assertWovenAsByTheAgent(build);
        Build beside = build.besideSources().options("-Xlint:all", "-Xlint:-path");
        assertCompiles(beside);
        Map<String, byte[]> actual = beside.classFiles();
        assertEquals(expected.keySet(), actual.keySet());
        actual.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    }

    @Test
    void weavesInTheUnnamedPackageAndInModules() {
        assertWovenAsByTheAgent(build().source("One.java", ONE_CLASS));
        Path module = folder.resolve("module");
        assertWovenAsByTheAgent(new Build(module)
                .source("module-info.java", "module m { requires dev.weft; exports a.b; }")
                .source("a/b/Places.java", PLACES)
                .options("--module-path", System.getProperty("java.class.path")));
    }

    @Test
    void weavesPackagesOfOneNameInSeveralModules() {
        Build build = build();
        for (String module : List.of("m", "n")) {
            build.source(module + "/module-info.java", "module " + module + " { requires dev.weft; }")
                    .source(module + "/a/b/Places.java", PLACES);
        }
        Path sources = folder.resolve("src");
        Map<String, byte[]> woven = assertWovenAsByTheAgent(build.options(
                "--module-path", System.getProperty("java.class.path"), "--module-source-path", sources.toString()));
        assertTrue(
                woven.containsKey("m/a/b/Second$weft$f.class"),
                () -> woven.keySet().toString());
        assertTrue(
                woven.containsKey("n/a/b/Second$weft$f.class"),
                () -> woven.keySet().toString());
    }

    /** Of all that is on, javac warns of a file that is written twice, and of annotations that no processor claims. */
    @Test
    void isSilentWithAllWarningsOn() {
        assertCompiles(build().source("One.java", ONE_CLASS.replace("class", "@Mine class") + "@interface Mine { }")
                .options("-Xlint:all", "-Werror", "-Xlint:-path"));
    }

    @Test
    void weavesWhatAProcessorGenerates() {
        Build build = build().source("Empty.java", "class Empty { }")
                .options("-processor", "dev.weft.javac.WeftProcessor," + Generator.class.getName());
        assertCompiles(build);
        assertTrue(
                build.classFiles().containsKey("Generated$weft$f.class"),
                () -> build.classFiles().keySet().toString());
    }

    @Test
    void saysSoWhereItCannotWeave() {
        Build build = build().source("One.java", ONE_CLASS).options("-proc:none");
        assertFalse(build.compile());
        assertEquals(1, build.messages().size());
        assertFalse(Files.exists(build.classes()), "something was written");
        assertTrue(
                build.messages().get(0).startsWith("ERROR One.java:2: [WeavingImpossible] "),
                build.messages().get(0));
        assertCompiles(build.options("-Xplugin:Weft weave=false"));
        assertEquals(List.of("One.class"), List.copyOf(build.classFiles().keySet()));
    }

    /** With such an error javac starts no processor, and goes on to attribute the classes. */
    @Test
    void saysNothingOfWeavingWhereAnImportIsWrong() {
        Build build = build().source("One.java", "import static dev.weft.Weft.selekt;\n" + ONE_CLASS);
        assertFalse(build.compile());
        assertTrue(
                build.messages().stream().noneMatch(message -> message.contains("WeavingImpossible")),
                () -> build.messages().toString());
    }

    @Test
    void saysWhatMayKeepItFromWeaving() {
        Build build = build().source("One.java", ONE_CLASS).options("-proc:none");
        assertFalse(build.compile());
        String message = build.messages().get(0);
        for (String fix : List.of("remove -proc:none", "add dev.weft.javac.WeftProcessor", "say -proc:full")) {
            assertTrue(message.contains(fix), message);
        }
    }

    /** Generated code often is silent about all. */
    @Test
    void saysSoOfTheFirstClassThatIsNotSilentAboutIt() {
        String silent = ONE_CLASS.replace("One", "Generated").replace("class ", "@SuppressWarnings(\"all\") class ");
        Build build = build().source("Generated.java", silent).options("-proc:none");
        assertCompiles(build);
        assertFalse(build.source("One.java", ONE_CLASS).compile());
        assertTrue(
                build.messages().get(0).startsWith("ERROR One.java:2: [WeavingImpossible] "),
                build.messages().get(0));
    }

    @Test
    void saysSoWhereItsProcessorIsNotNamed() {
        Build build = build().source("One.java", ONE_CLASS).options("-processor", Generator.class.getName());
        assertFalse(build.compile());
        assertTrue(
                build.messages().get(0).startsWith("ERROR One.java:2: [WeavingImpossible] "),
                build.messages().get(0));
    }

    @Test
    void saysNothingOfWeavingWhereThereIsNothingToWeave() {
        assertCompiles(build().source("Plain.java", "class Plain { }").options("-proc:none"));
    }

    @Test
    void weavesOnceIfItIsNamedAsWell() {
        assertWovenAsByTheAgent(build().source("One.java", ONE_CLASS).options("-Xplugin:Weft"));
    }

    @Test
    void weavesAClassAgainWhenItIsCompiledAgain() {
        Build build = build().source("One.java", ONE_CLASS)
                .source(
                        "Two.java",
                        "class Two { @dev.weft.Async static dev.weft.Task<Integer> g() { return One.f(); } }");
        assertCompiles(build);
        Map<String, byte[]> all = build.classFiles();
        for (String name : List.of("Two.java", "One.java", "Two.java")) {
            assertCompiles(build, name);
            build.classFiles().forEach((file, bytes) -> assertArrayEquals(all.get(file), bytes, file));
        }
    }

    @Test
    void leavesNoClassUnwovenBesideOneWithErrors() {
        Build build = build().source("One.java", ONE_CLASS).source("Two.java", "class Two { int a = \"b\"; }");
        assertFalse(build.compile());
        assertEquals(1, build.messages().size(), () -> build.messages().toString());
        build.classFiles().forEach((name, bytes) -> assertFalse(Weaver.mayNeedWeaving(bytes), name));
    }

    /** What only the weaver finds is shown at its line in the source too, or at the first of its class if there are no lines. */
    @Test
    void showsFindingsOfTheWeaverAtTheirLine() {
        assertTrue(largeIsRefused("-g").startsWith("ERROR Large.java:6: [MethodTooLarge] "));
        assertTrue(largeIsRefused("-g:none").startsWith("ERROR Large.java:4: [MethodTooLarge] "));
    }

    private String largeIsRefused(String debug) {
        StringBuilder source = new StringBuilder("import dev.weft.*;\nclass Large {\n  void before() { }\n");
        source.append("  @Async static Task<Long> f(long a, long b, long c, long d, long e) {\n    long sum = a;\n");
        source.append("    sum += Weft.await(Task.of(a + b + c + d + e));\n".repeat(700));
        Build build = build().source("Large.java", source + "    return Task.of(sum);\n  }\n}\n")
                .options(debug);
        assertFalse(build.compile());
        String message = build.messages().toString();
        assertEquals(1, build.messages().size(), message);
        assertCompiles(build.options("-Aweft.MethodTooLarge=off"));
        return message.substring(1);
    }

    @Test
    void warnsOfAFindingThatOnlyInformsAndWeaves() {
        String awaits = "Weft.await(Weft.yieldNow());".repeat(400);
        Build build = build().source("Long.java", """
                import dev.weft.*;
                class Long { @Async static Task<Integer> total() { %s return Task.of(1); } }
                """.formatted(awaits));
        assertTrue(build.compile());
        assertTrue(
                build.messages().get(0).startsWith("WARNING Long.java:2: [MethodNotCompiled] "),
                () -> "" + build.messages());
        build.classFiles().forEach((name, bytes) -> assertFalse(Weaver.mayNeedWeaving(bytes), name));
    }

    @Test
    void weavesInManyCompilationsAtOnce() throws Exception {
        Map<String, byte[]> expected = assertWovenAsByTheAgent(build().source("a/b/Places.java", PLACES));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Map<String, byte[]>>> builds = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Path own = folder.resolve("parallel" + i);
                builds.add(() -> {
                    Build build = new Build(own).source("a/b/Places.java", PLACES);
                    assertCompiles(build);
                    return build.classFiles();
                });
            }
            for (Future<Map<String, byte[]>> each : threads.invokeAll(builds)) {
                assertEquals(expected.keySet(), each.get().keySet());
                each.get().forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void weavesWhatAFileManagerKeepsInMemory() {
        SourceCompiler.Result result = Javac.compile("One", ONE_CLASS, List.of());
        assertTrue(result.succeeded(), () -> result.messages().toString());
        assertEquals(List.of("One", "One$weft$f"), List.copyOf(result.classes().keySet()));
        result.classes().values().forEach(classFile -> assertFalse(Weaver.mayNeedWeaving(classFile)));
    }

    /** Many keep what javac writes by getJavaFileForOutput, and know nothing of it by another name. */
    @Test
    void saysSoWhereAFileManagerDoesNotGiveClassFilesBack() {
        SourceCompiler.Result result = Javac.compileForgetfully("One", ONE_CLASS);
        assertFalse(result.succeeded());
        assertEquals(1, result.messages().size(), () -> result.messages().toString());
        assertTrue(result.messages().get(0).getMessage(null).startsWith("[ClassFileOutOfReach] "));
    }
}
