// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.abi.Woven;
import dev.weft.support.MemoryLoader;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.RuntimeSymbols;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a woven class looks like to those who read it. Holds off (docs/weaving-limits.md): Overlapping ranges of variables;
 * Classes loaded while weaving; Generated members; Weaving twice, odd classes.
 */
class WovenFormTest {
    private static final String SOURCE = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.io.IOException;
            import java.lang.annotation.*;
            import java.util.*;
            public class A<T> {
                @Retention(RetentionPolicy.RUNTIME) @interface Mark { String value() default "d"; }

                @Async @Mark("m") @Deprecated
                public final <E extends Comparable<E>> Task<List<? super E>> all(@Mark final List<E> input, long wide, T... more)
                        throws IOException, InterruptedException {
                    List<E> out = new ArrayList<>(input);
                    for (int i = 0; i < wide; i++) {
                        await(yieldNow());
                        out.addAll(input);
                    }
                    return Task.of(new ArrayList<>(out));
                }

                @Async
                protected static Task<Integer> sum(int a, int b) {
                    int c = await(twice(a)) + await(twice(b));
                    return Task.of(c);
                }

                @Async
                private static Task<Integer> twice(int n) {
                    await(yieldNow());
                    return Task.of(n * 2);
                }

                @Async
                Task<Integer> overridable(int n) {
                    return twice(n);
                }

                static int run() { return Weft.run(sum(1, 2)); }
            }
            """;

    private final WovenSource source = new WovenSource("p.A", SOURCE);

    @Test
    void isTheSameEveryTime() {
        WovenSource again = new WovenSource("p.A", SOURCE);
        assertEquals(source.all().keySet(), again.all().keySet());
        source.all().forEach((name, classFile) -> assertArrayEquals(classFile, again.bytes(name), name));
        assertEquals(
                5,
                source.all().keySet().stream()
                                .filter(name -> name.startsWith("p.A$weft$"))
                                .count()
                        + 1);
    }

    /** JUnit calls no method that returns something, and finds one by name and parameters, the first in the order of {@code toString}. */
    @Test
    void aTestThatReturnsATaskHasATwinWithItsAnnotationsThatReturnsNothing() throws Exception {
        WovenSource tests = new WovenSource("p.Tests", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import org.junit.jupiter.api.*;
                public class Tests {
                    @Async @Test public Task<Integer> foo(@Deprecated int n) { await(yieldNow()); return Task.of(n); }
                    @Async @Test void bar() { await(yieldNow()); }
                    @Async @Test private Task<Integer> hidden() { return Task.of(1); }
                    @Async Task<Integer> plain() { return Task.of(1); }
                }
                """);
        Class<?> woven = new MemoryLoader(tests.all()).loadClass("p.Tests");
        List<String> methods = Arrays.stream(woven.getDeclaredMethods())
                .filter(method -> !method.getName().contains("$") && method.getReturnType() != Object.class)
                .map(method -> method
                        + (method.isAnnotationPresent(Test.class) ? " is a test" : "")
                        + (method.isSynthetic() ? " is hidden" : ""))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "dev.weft.Task p.Tests.plain()",
                        "private dev.weft.Task p.Tests.hidden() is a test",
                        "protected void p.Tests.foo(int) is a test",
                        "public dev.weft.Task p.Tests.foo(int) is hidden",
                        "void p.Tests.bar() is a test"),
                methods);
        Method twin = Arrays.stream(woven.getDeclaredMethods())
                .filter(method -> method.toString().startsWith("protected void"))
                .findFirst()
                .orElseThrow();
        assertEquals(1, twin.getParameterAnnotations()[0].length);
    }

    @Test
    void isNotWovenAgain() {
        source.all().forEach((name, classFile) -> {
            assertFalse(name.equals("p.A") && Weaver.mayNeedWeaving(classFile));
            assertNull(Weaver.weave(classFile).classFile(), name);
        });
    }

    /** Else a mock of a final class, or advice of another agent on a static method, would not be asked. */
    @Test
    void callsNoBodyDirectlyWhenItIsWovenForEntries() {
        assertTrue(callsOfBodies(source.bytes("p.A")).contains("twice"));
        byte[] forEntries =
                Objects.requireNonNull(Weaver.weave(source.originalBytes("p.A"), new WeaveOptions(true, false))
                        .classFile());
        assertEquals(List.of("all", "overridable"), callsOfBodies(forEntries), "only by their own doors");
        List<AnnotationNode> marks = read(forEntries).visibleAnnotations;
        assertEquals(List.of("version", 2, "bodies", List.of()), marks.get(0).values);
    }

    /** A program has many async methods that always complete at once. The verifier would load what it has to compare. */
    @Test
    void aFrameClassIsLoadedWithItsFirstFrame() throws Exception {
        List<String> frameClasses = new ArrayList<>();
        ClassLoader loader = new MemoryLoader(source.all()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.contains("$weft$")) {
                    frameClasses.add(name);
                }
                return super.findClass(name);
            }
        };
        Class<?> woven = Class.forName("p.A", true, loader);
        assertEquals(List.of(), frameClasses);
        Method run = woven.getDeclaredMethod("run");
        run.setAccessible(true);
        assertEquals(2 + 4, run.invoke(null));
        assertEquals(List.of("p.A$weft$sum", "p.A$weft$twice"), frameClasses);
    }

    /** See decision 9: until it is linked, HotSpot compiles the loop as if nobody came back into it. */
    @Test
    void onlyAResumeIntoALoopPassesACallSite() {
        WovenSource loops = new WovenSource("p.Loops", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                class Loops {
                    @Async static Task<Integer> before(int n) { await(yieldNow()); int i = 0; while (i < n) i++; return Task.of(i); }
                    @Async static Task<Integer> after(int n) { int i = 0; while (i < n) i++; await(yieldNow()); return Task.of(i); }
                    @Async static Task<Integer> twice(int n) { await(yieldNow()); await(yieldNow()); return Task.of(n); }
                    @Async static Task<Integer> inside(int n) { int i = 0; while (i < n) { await(yieldNow()); i++; } return Task.of(i); }
                    @Async static Task<Integer> retry(int n) {
                        int i = 0;
                        while (true) {
                            try {
                                return Task.of(n / i);
                            } catch (ArithmeticException e) {
                                await(yieldNow());
                                i = 1;
                            }
                        }
                    }
                    @Async static Task<Integer> inner(int n) {
                        int i = 0;
                        do {
                            await(yieldNow());
                            for (int j = 0; j < n; j++) { await(yieldNow()); }
                        } while (++i < n);
                        return Task.of(i);
                    }
                }
                """);
        Map<String, Long> firstResumes = read(loops.bytes("p.Loops")).methods.stream()
                .filter(method -> method.desc.contains(AsyncMethod.HIDDEN_PARAMETERS) && !method.name.contains("$"))
                .collect(Collectors.toMap(method -> method.name, WovenFormTest::firstResumes));
        assertEquals(
                Map.of("before", 0L, "after", 0L, "twice", 0L, "inside", 1L, "retry", 1L, "inner", 2L), firstResumes);
    }

    private static long firstResumes(MethodNode method) {
        return Arrays.stream(method.instructions.toArray())
                .filter(insn -> insn instanceof InvokeDynamicInsnNode call
                        && call.bsm.getName().equals("firstResume"))
                .count();
    }

    /** What stands on the Java stack uncounted has an end: ten bodies of one class at the most. */
    @Test
    void countsTheDepthOnlyWhereBodiesMayStandOnManyOthers() {
        String chain = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "@Async private static Task<Void> chain%d() { return chain%d(); }".formatted(i, i - 1))
                .collect(Collectors.joining("\n"));
        WovenSource calls = new WovenSource("p.Depth", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                class Depth {
                    interface Other { Task<Void> chain0(); }
                    @Async private static Task<Void> chain0() { await(yieldNow()); return Task.done(); }
                    @Async private static Task<Void> leaf(Task<Void> task) { return task; }
                    @Async private static Task<Void> twoLeaves() { await(chain0()); await(leaf(null)); return Task.done(); }
                    @Async private static Task<Void> itself(int n) { await(leaf(null)); return n == 0 ? Task.done() : itself(n - 1); }
                    @Async private static Task<Void> ping(int n) { return pong(n); }
                    @Async private static Task<Void> pong(int n) { return n == 0 ? Task.done() : ping(n - 1); }
                    @Async private static Task<Void> other(Other other) { return other.chain0(); }
                    @Async private static Task<Void> aboveOther(Other other) { return other(other); }
                """ + chain + "}");
        Set<String> counted = read(calls.bytes("p.Depth")).methods.stream()
                .filter(method ->
                        Arrays.stream(method.instructions.toArray()).anyMatch(RuntimeSymbols.ENTER::isCalledBy))
                .map(method -> method.name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>(Set.of("itself", "ping", "pong", "other", "aboveOther"));
        IntStream.rangeClosed(10, 20).forEach(i -> expected.add("chain" + i));
        assertEquals(expected, counted);
    }

    /** See decision 11: HotSpot does not inline more than two calls into one another whose call sites take the same arguments. */
    @Test
    void callSitesOfDifferentMethodsTakeDifferentArguments() {
        WovenSource calls = new WovenSource("p.Calls", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                interface Calls {
                    Task<Integer> a(int n);
                    Task<Integer> b(int n);
                    Task<Integer> c(int n);

                    @Async
                    default Task<Integer> all() {
                        return Task.of(await(a(1)) + await(b(2)) + await(c(3)) + await(a(4)));
                    }
                }
                """);
        List<String> callSites = read(calls.bytes("p.Calls")).methods.stream()
                .flatMap(method -> Arrays.stream(method.instructions.toArray()))
                .filter(InvokeDynamicInsnNode.class::isInstance)
                .map(InvokeDynamicInsnNode.class::cast)
                .filter(call -> call.bsm.getName().equals("dispatch"))
                .map(call -> call.desc)
                .toList();
        assertEquals(4, callSites.size());
        assertEquals(3, new HashSet<>(callSites).size());
    }

    private static List<String> callsOfBodies(byte[] classFile) {
        return read(classFile).methods.stream()
                .flatMap(method -> Arrays.stream(method.instructions.toArray()))
                .filter(MethodInsnNode.class::isInstance)
                .map(MethodInsnNode.class::cast)
                .filter(call -> call.desc.contains(AsyncMethod.HIDDEN_PARAMETERS))
                .map(call -> call.name)
                .distinct()
                .toList();
    }

    /** A heap dump has statics of classes, and no code. A constant takes no code to set, and is there from the first frame on. */
    @Test
    void aFrameClassHasTheLinesOfItsMethodAsData() {
        source.all().forEach((name, classFile) -> {
            if (name.contains("$weft$")) {
                ClassNode frame = read(classFile);
                FieldNode lines = frame.fields.stream()
                        .filter(field -> field.name.equals(Woven.SOURCES))
                        .findFirst()
                        .orElseThrow();
                assertEquals(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, lines.access, name);
                assertEquals(constantOf(frame, RuntimeSymbols.SOURCES.name()), lines.value, name);
                assertTrue(frame.methods.stream().noneMatch(method -> method.name.equals("<clinit>")), name);
            }
        });
    }

    private static Object constantOf(ClassNode type, String method) {
        return type.methods.stream()
                .filter(candidate -> candidate.name.equals(method))
                .flatMap(found -> Arrays.stream(found.instructions.toArray()))
                .filter(LdcInsnNode.class::isInstance)
                .map(insn -> ((LdcInsnNode) insn).cst)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsWhatOthersSeeOfTheEntry() throws Exception {
        Method entry = entry("all");
        Method unwoven = new Unwoven(source.originalBytes("p.A")).method("all");
        assertEquals(unwoven.toGenericString(), entry.toGenericString());
        assertEquals(Arrays.toString(unwoven.getAnnotations()), Arrays.toString(entry.getAnnotations()));
        assertEquals(
                Arrays.deepToString(unwoven.getParameterAnnotations()),
                Arrays.deepToString(entry.getParameterAnnotations()));
        for (int i = 0; i < unwoven.getParameterCount(); i++) {
            Parameter parameter = entry.getParameters()[i];
            assertEquals(unwoven.getParameters()[i].getName(), parameter.getName());
            assertEquals(unwoven.getParameters()[i].getModifiers(), parameter.getModifiers());
        }
        assertEquals(2, entry.getAnnotations().length);
        assertEquals(unwoven.getModifiers(), entry.getModifiers());
    }

    @Test
    void hidesWhatItGenerates() throws Exception {
        Class<?> woven = source.load("p.A");
        Set<String> written = new HashSet<>();
        for (Method method : new Unwoven(source.originalBytes("p.A")).methods()) {
            written.add(method.toGenericString());
        }
        for (Method method : woven.getDeclaredMethods()) {
            assertEquals(!written.contains(method.toGenericString()), method.isSynthetic(), method.toString());
        }
        for (String name : source.all().keySet()) {
            if (name.contains("$weft$")) {
                Class<?> frame = source.load(name);
                assertTrue(frame.isSynthetic() && Modifier.isFinal(frame.getModifiers()), name);
                assertTrue(Arrays.stream(frame.getDeclaredMethods()).allMatch(Method::isSynthetic), name);
                assertTrue(Arrays.stream(frame.getDeclaredFields()).allMatch(Field::isSynthetic), name);
            }
        }
    }

    @Test
    void keepsTheLinesOfTheSource() {
        ClassNode original = read(source.originalBytes("p.A"));
        ClassNode woven = read(source.bytes("p.A"));
        for (MethodNode method : original.methods) {
            if (method.name.equals("all") || method.name.equals("sum")) {
                MethodNode body = body(woven, method.name);
                Set<Integer> lines = lines(body);
                assertTrue(lines.containsAll(lines(method)), () -> method.name + lines);
                assertEquals(lines(method).size() + 1, lines.size(), () -> "one line for our own code: " + lines);
                assertTrue(startsWithLine(body) && startsWithLine(method(woven, method.name)));
            }
        }
    }

    @Test
    void keepsTheVariablesOfTheSource() {
        MethodNode original = method(read(source.originalBytes("p.A")), "all");
        MethodNode body = body(read(source.bytes("p.A")), "all");
        assertEquals(variables(original, 0), variables(body, 2));
        assertEquals(names(original.localVariables), names(body.localVariables));
    }

    /** Frameworks read them from the debug table where a class is compiled without -parameters. */
    @Test
    void keepsTheNamesOfParametersInTheEntry() {
        MethodNode entry = method(read(source.bytes("p.A")), "all");
        List<String> names = entry.localVariables.stream()
                .map(variable -> variable.index + " " + variable.name + " " + variable.signature)
                .toList();
        assertEquals(
                List.of("0 this Lp/A<TT;>;", "1 input Ljava/util/List<TE;>;", "2 wide null", "4 more [TT;"), names);
    }

    /** One range for each variable, none of which overlaps another one of its slot. */
    @Test
    void hasNoOverlappingVariables() {
        for (MethodNode method : read(source.bytes("p.A")).methods) {
            List<LocalVariableNode> variables = method.localVariables == null ? List.of() : method.localVariables;
            for (LocalVariableNode a : variables) {
                for (LocalVariableNode b : variables) {
                    assertTrue(a == b || a.index != b.index || !overlap(method, a, b), () -> a.name + b.name);
                }
            }
        }
    }

    @Test
    void weavesClassesOfWhichNoneCanBeLoaded() {
        var withHelpers = new WovenSource("q.B", """
            package q;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            class B {
                interface I {}
                static class X implements I {}
                static class Y extends X {}
                static class Z extends RuntimeException {}
                @Async static Task<I> choose(boolean b, I i) {
                    I chosen = b ? new X() : new Y();
                    I[] array = b ? new X[] {new Y()} : new I[] {i};
                    try {
                        await(yieldNow());
                        chosen = chosen == i ? array[0] : await(choose(!b, chosen));
                    } catch (Z z) {
                        chosen = await(choose(b, new X()));
                    }
                    return b ? Task.of(chosen) : choose(true, array[0]);
                }
            }
            """);
        // The weaver sees nothing but these bytes: a name that no class path has proves that it asks for none.
        byte[] renamed = replace(withHelpers.originalBytes("q.B"), "q/B", "z/B");
        WeaveResult result = Weaver.weave(renamed);
        assertNotNull(result.classFile());
        assertEquals(List.of(), result.findings());
        assertEquals(Set.of("z/B$weft$choose"), result.frameClasses().keySet());
    }

    @Test
    void runs() throws Throwable {
        assertEquals(6, source.call("p.A", "run"));
    }

    @Test
    void returnsTheColdFrameFromTheEntry() throws Exception {
        Method entry = source.load("p.A").getDeclaredMethod("sum", int.class, int.class);
        entry.setAccessible(true);
        Object task = entry.invoke(null, 1, 2);
        assertTrue(task instanceof Task<?>);
        assertSame(source.load("p.A$weft$sum"), task.getClass());
    }

    private Method entry(String name) {
        return Arrays.stream(source.load("p.A").getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && !method.isSynthetic())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] replace(byte[] bytes, String from, String to) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static ClassNode read(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    private static MethodNode method(ClassNode owner, String name) {
        return owner.methods.stream()
                .filter(method -> method.name.equals(name) && (method.access & Opcodes.ACC_SYNTHETIC) == 0)
                .findFirst()
                .orElseThrow();
    }

    private static MethodNode body(ClassNode owner, String name) {
        return owner.methods.stream()
                .filter(method -> method.name.equals(name) && (method.access & Opcodes.ACC_SYNTHETIC) != 0)
                .findFirst()
                .orElseThrow();
    }

    private static boolean startsWithLine(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode) {
                return true;
            }
            if (insn.getOpcode() >= 0) {
                return false;
            }
        }
        return false;
    }

    private static Set<Integer> lines(MethodNode method) {
        Set<Integer> lines = new HashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                lines.add(number.line);
            }
        }
        return lines;
    }

    /** Name, type and slot of each; those behind the arguments moved up. */
    private static List<String> variables(MethodNode method, int moved) {
        int arguments = 5;
        List<String> variables = new ArrayList<>();
        for (LocalVariableNode each : method.localVariables) {
            int slot = each.index < arguments ? each.index : each.index - moved;
            variables.add(slot + " " + each.name + " " + each.desc + " " + each.signature);
        }
        return variables;
    }

    private static List<String> names(List<LocalVariableNode> variables) {
        return variables.stream().map(variable -> variable.name).toList();
    }

    private static boolean overlap(MethodNode method, LocalVariableNode a, LocalVariableNode b) {
        int startA = method.instructions.indexOf(a.start);
        int startB = method.instructions.indexOf(b.start);
        return startA < method.instructions.indexOf(b.end) && startB < method.instructions.indexOf(a.end);
    }

    /** The class as it was compiled. */
    private final class Unwoven extends ClassLoader {
        private final Class<?> type;

        Unwoven(byte[] classFile) {
            super(source.load("p.A").getClassLoader());
            type = defineClass("p.A", classFile, 0, classFile.length);
        }

        Method[] methods() {
            return type.getDeclaredMethods();
        }

        Method method(String name) {
            return Arrays.stream(methods())
                    .filter(method -> method.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
