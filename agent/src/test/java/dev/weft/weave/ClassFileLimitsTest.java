// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The limits of class files: their age, and the size of methods. Holds off (docs/weaving-limits.md): Methods near 64 KiB; JSR and
 * RET.
 */
class ClassFileLimitsTest {
    /** JSR and RET, with which javac made finally blocks until Java 1.4, have no stack maps. */
    @Test
    void leavesAClassOfJava4WithSubroutines() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, "p/Old", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "old", "()Ldev/weft/Task;", null, null);
        Label subroutine = new Label();
        code.visitCode();
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Weft", "yieldNow", "()Ldev/weft/Awaitable;", false);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        code.visitVarInsn(Opcodes.RET, 0);
        code.visitMaxs(0, 0);
        code.visitEnd();
        WeaveResult result = Weaver.weave(writer.toByteArray());
        assertNull(result.classFile());
        assertEquals(
                List.of(Diagnostic.CLASS_FILE_TOO_OLD),
                result.findings().stream().map(Finding::diagnostic).toList());
    }

    /**
     * The largest method that is woven fills more than 63 of the 64 KiB, and runs; with one statement more it is refused.
     */
    @Test
    void weavesWhatFitsAndRefusesWhatDoesNot() throws Throwable {
        int fits = 400;
        int doesNot = 700;
        while (doesNot - fits > 1) {
            int middle = (fits + doesNot) / 2;
            if (source(middle).findings().stream().anyMatch(f -> f.diagnostic() == Diagnostic.METHOD_TOO_LARGE)) {
                doesNot = middle;
            } else {
                fits = middle;
            }
        }
        WovenSource largest = source(fits);
        assertTrue(sizeOfLargestMethod(largest.bytes("p.Large")) > 63 * 1024);
        assertEquals(fits * 3, largest.call("p.Large", "run"));
    }

    /** The refusal of a method says how large it would be. */
    @Test
    void saysHowManyBytesAMethodWouldHave() {
        Finding written = source(1200).findings().get(0);
        assertEquals(Diagnostic.METHOD_TOO_LARGE, written.diagnostic());
        assertTrue(written.detail().matches("(at least )?\\d{5,6} bytes, and the JVM allows 65535"), written.detail());
        Finding hopeless = Weaver.weave(withLargeMethods(1)).findings().get(0);
        assertTrue(hopeless.detail().matches("at least \\d{5,6} bytes, and the JVM allows 65535"), hopeless.detail());
    }

    /** A state machine by hand: 36 kB, of which weaving adds two. What the analysis of it takes is no reason to refuse it. */
    @Test
    void weavesALoopOverASwitchOfTwoThousandStates() throws Throwable {
        assertRuns(2000, 1);
    }

    @Test
    void weavesALoopOverASwitchWithAnAwaitInEachOfManyStates() throws Throwable {
        assertRuns(700, 700);
    }

    private static void assertRuns(int count, int awaits) throws Throwable {
        WovenSource states = states(count, awaits);
        assertEquals(
                List.of(Diagnostic.METHOD_NOT_COMPILED),
                states.findings().stream().map(Finding::diagnostic).toList());
        assertEquals(Integer.toString(count), states.call("p.States", "run"));
    }

    private static WovenSource states(int states, int awaits) {
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < states; i++) {
            String value = i < awaits ? "await(io(" + i + "))" : "plain(" + i + ")";
            cases.append("case %d: last = %s; k = %d; break;%n".formatted(i, value, i + 1));
        }
        return new WovenSource("p.States", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                public class States {
                    static Awaitable<Integer> io(int i) { return Task.of(i); }
                    static Object plain(int i) { return i; }
                    @Async static Task<Object> from(int first) {
                        int k = first;
                        Object last = null;
                        while (true) {
                            switch (k) {
                                CASES
                                default: return Task.of(last == null ? "nothing" : "" + k);
                            }
                        }
                    }
                    static Object run() { return Weft.run(from(0)); }
                }
                """.replace("CASES", cases));
    }

    /** Maps of Groovy 6 has a hundred of them. Counts the memory that weaving takes: unlike the time, it is always the same. */
    @Test
    void weavesAClassTwiceHoweverManyOfItsMethodsAreTooLarge() {
        assertTrue(memoryToWeave(12) < 6 * memoryToWeave(3), "four times the work, and not sixteen times");
    }

    private static long memoryToWeave(int methods) {
        byte[] classFile = withLargeMethods(methods);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        WeaveResult result = Weaver.weave(classFile);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(methods, result.findings().size());
        result.findings().forEach(finding -> assertEquals(Diagnostic.METHOD_TOO_LARGE, finding.diagnostic()));
        return after - before;
    }

    private static byte[] withLargeMethods(int methods) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "p/Large", null, "java/lang/Object", null);
        for (int i = 0; i < methods; i++) {
            MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "large" + i, "()Ldev/weft/Task;", null, null);
            code.visitAnnotation("Ldev/weft/Async;", false).visitEnd();
            code.visitCode();
            for (int await = 0; await < 1900; await++) {
                code.visitInsn(Opcodes.ACONST_NULL);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "dev/weft/Weft",
                        "await",
                        "(Ldev/weft/Awaitable;)Ljava/lang/Object;",
                        false);
                code.visitInsn(Opcodes.POP);
            }
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
        return writer.toByteArray();
    }

    /**
     * What weaving puts in front changes the padding of switches, so that a jump back over them that just fits may then not.
     * ASM, which has to write it in another way, fails.
     */
    @Test
    void refusesAMethodWithAJumpBackThatNoLongerFits() {
        Set<Diagnostic> found = new TreeSet<>();
        for (int distance = 32_600; distance < 32_768; distance += 10) {
            for (Finding finding : Weaver.weave(jumpingBack(distance)).findings()) {
                found.add(finding.diagnostic());
                assertEquals(
                        finding.diagnostic() == Diagnostic.METHOD_TOO_LARGE,
                        finding.detail().matches("\\d{5} bytes, with a jump back over more than 32767 of them"),
                        finding.detail());
            }
        }
        assertEquals(Set.of(Diagnostic.METHOD_NOT_COMPILED, Diagnostic.METHOD_TOO_LARGE), found);
    }

    /** {@code await(yieldNow()); do { switch (i) {} … } while (i == 0); return null;}. */
    private static byte[] jumpingBack(int distance) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "p/Long", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "run", "(I)Ldev/weft/Task;", null, null);
        code.visitAnnotation("Ldev/weft/Async;", false).visitEnd();
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Weft", "yieldNow", "()Ldev/weft/Awaitable;", false);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
        code.visitInsn(Opcodes.POP);
        Label back = new Label();
        code.visitLabel(back);
        int switches = 20;
        for (int i = 0; i < switches; i++) {
            Label next = new Label();
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitLookupSwitchInsn(next, new int[0], new Label[0]);
            code.visitLabel(next);
        }
        for (int i = switches * 12; i < distance; i++) {
            code.visitInsn(Opcodes.NOP);
        }
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitJumpInsn(Opcodes.IFEQ, back);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return writer.toByteArray();
    }

    private static WovenSource source(int statements) {
        return new WovenSource("p.Large", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                public class Large {
                    @Async static Task<Integer> one() {
                        await(yieldNow());
                        return Task.of(1);
                    }
                    @Async static Task<Integer> large(long wide, String text) {
                        int n = 0;
                        for (int i = 0; i < 3; i++) {
                %s
                        }
                        return Task.of(n + (int) wide + text.length());
                    }
                    static int run() { return Weft.run(large(0, "")); }
                }
                """.formatted("n += await(one());\n".repeat(statements)));
    }

    private static int sizeOfLargestMethod(byte[] classFile) {
        ClassNode owner = new ClassNode();
        new ClassReader(classFile).accept(owner, 0);
        int largest = 0;
        for (MethodNode method : owner.methods) {
            org.objectweb.asm.commons.CodeSizeEvaluator size =
                    new org.objectweb.asm.commons.CodeSizeEvaluator(new MethodNode());
            method.accept(size);
            largest = Math.max(largest, size.getMaxSize());
        }
        return largest;
    }

    /** A call site takes no more slots than a method handle does, and has some of its own, whose number the name decides. */
    @Test
    void callsOverridableMethodsOfAnyNumberOfArguments() throws Throwable {
        for (int count : List.of(238, 239, 240, 252)) {
            String source = """
                    package p;
                    import static dev.weft.Weft.*;
                    import dev.weft.*;
                    public class Many {
                        static int run() { return Weft.run(new Many().sum()); }
                    """;
            StringJoiner sum = new StringJoiner(" + ", "@Async Task<Integer> sum() { return Task.of(", "); } }");
            for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
                source += "Task<Integer> " + name + "(" + list(count, "int p") + ") { return Task.of(p0); }\n";
                sum.add("await(" + name + "(" + list(count, "7 + ") + "))");
            }
            assertEquals(8 * 7, new WovenSource("p.Many", source + sum).call("p.Many", "run"));
        }
    }

    private static String list(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
    }
}
