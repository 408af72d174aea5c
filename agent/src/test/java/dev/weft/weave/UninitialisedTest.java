// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.support.MemoryLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Objects under construction at an await, in the ways that no javac leaves them: in locals, in many copies, in copies that stand
 * between others, forgotten, made in a loop. Also awaits that cannot be reached. Holds off (docs/weaving-limits.md): Objects
 * under construction at an await; Code that cannot be reached.
 */
class UninitialisedTest {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FROM_TEXT = "(Ljava/lang/String;)V";

    @Test
    void aCopyInALocal() throws Exception {
        assertEquals("text!", run(code -> {
            made(code);
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            awaitText(code, "text");
            construct(code);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            append(code, "!");
        }));
    }

    @Test
    void theOnlyCopyInALocal() throws Exception {
        assertEquals("a!", run(code -> {
            made(code);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            awaitText(code, "a");
            code.visitVarInsn(Opcodes.ASTORE, 0);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            construct(code);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            append(code, "!");
        }));
    }

    @Test
    void fourCopiesOnTheStack() throws Exception {
        assertEquals("xyz", run(code -> {
            made(code);
            code.visitInsn(Opcodes.DUP);
            code.visitInsn(Opcodes.DUP2);
            awaitText(code, "x");
            construct(code);
            append(code, "y");
            code.visitInsn(Opcodes.POP);
            append(code, "z");
            code.visitInsn(Opcodes.SWAP);
            code.visitInsn(Opcodes.POP);
        }));
    }

    @Test
    void aSingleCopyThatIsLost() throws Exception {
        assertEquals("kept", run(code -> {
            made(code);
            awaitText(code, "lost");
            construct(code);
            awaitText(code, "kept");
        }));
    }

    @Test
    void oneThatIsNeverConstructed() throws Exception {
        assertEquals("b", run(code -> {
            made(code);
            awaitText(code, "a");
            code.visitInsn(Opcodes.POP2);
            awaitText(code, "b");
        }));
    }

    /** On the stack: a1, b1, a2, b2, and then the text of b. */
    @Test
    void interleavedCopiesOfTwo() throws Exception {
        assertEquals("oneandtwo", run(code -> {
            made(code);
            made(code);
            code.visitInsn(Opcodes.DUP2);
            awaitText(code, "two");
            construct(code); // b2; leaves a1, b, a2
            awaitText(code, "one");
            construct(code); // a2; leaves a, b
            code.visitInsn(Opcodes.SWAP);
            append(code, "and");
            code.visitInsn(Opcodes.SWAP);
            appendTop(code);
        }));
    }

    @Test
    void copiesBetweenValuesOfTwoSlots() throws Exception {
        assertEquals("w3", run(code -> {
            made(code);
            code.visitLdcInsn(3L);
            code.visitVarInsn(Opcodes.LSTORE, 2);
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            code.visitLdcInsn(4L);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            awaitText(code, "w");
            construct(code);
            code.visitInsn(Opcodes.POP2);
            code.visitVarInsn(Opcodes.LLOAD, 2);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(J)L" + BUILDER + ";", false);
        }));
    }

    @Test
    void aNewOneInEachTurnOfALoop() throws Exception {
        assertEquals("turn", run(code -> {
            Label turn = new Label();
            code.visitInsn(Opcodes.ICONST_3);
            code.visitVarInsn(Opcodes.ISTORE, 0);
            code.visitLabel(turn);
            code.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, null);
            made(code);
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            awaitText(code, "turn");
            construct(code);
            code.visitIincInsn(0, -1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFGT, turn);
            code.visitVarInsn(Opcodes.ALOAD, 1);
        }));
    }

    @Test
    void aBranchInsideTheArguments() throws Exception {
        assertEquals("no", run(code -> {
            Label news = new Label();
            code.visitLabel(news);
            made(code);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            Label otherwise = new Label();
            Label join = new Label();
            Object[] held = {news};
            awaitText(code, "");
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
            code.visitJumpInsn(Opcodes.IFEQ, otherwise);
            awaitText(code, "yes");
            code.visitJumpInsn(Opcodes.GOTO, join);
            code.visitLabel(otherwise);
            code.visitFrame(Opcodes.F_NEW, 1, held, 0, null);
            awaitText(code, "no");
            code.visitLabel(join);
            code.visitFrame(Opcodes.F_NEW, 1, held, 1, new Object[] {"java/lang/String"});
            code.visitVarInsn(Opcodes.ASTORE, 1);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            construct(code);
            code.visitVarInsn(Opcodes.ALOAD, 0);
        }));
    }

    /** A suspension point behind a return, which the verifier asks for a stack map and nobody runs. */
    @Test
    void anAwaitThatCannotBeReached() throws Exception {
        assertEquals("reached", run(code -> {
            awaitText(code, "reached");
            Label end = new Label();
            code.visitJumpInsn(Opcodes.GOTO, end);
            code.visitFrame(Opcodes.F_NEW, 0, null, 1, new Object[] {"dev/weft/Awaitable"});
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
            code.visitInsn(Opcodes.POP);
            code.visitTypeInsn(Opcodes.NEW, "java/lang/Error");
            code.visitInsn(Opcodes.DUP);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Error", "<init>", "()V", false);
            code.visitInsn(Opcodes.ATHROW);
            code.visitLabel(end);
            code.visitFrame(Opcodes.F_NEW, 0, null, 1, new Object[] {"java/lang/Object"});
        }));
    }

    private static void made(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, BUILDER);
    }

    /** {@code await(yieldThen(text))}, which suspends. */
    private static void awaitText(MethodVisitor code, String text) {
        code.visitLdcInsn(text);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "p/Made", "later", "(Ljava/lang/String;)Ldev/weft/Task;", false);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/String");
    }

    private static void construct(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", FROM_TEXT, false);
    }

    private static void append(MethodVisitor code, String text) {
        code.visitLdcInsn(text);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(Ljava/lang/String;)L" + BUILDER + ";", false);
    }

    private static void appendTop(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(Ljava/lang/Object;)L" + BUILDER + ";", false);
    }

    /** Runs an async method that returns the text of what the code leaves on the operand stack. */
    private static String run(Consumer<MethodVisitor> body) throws Exception {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/Made", null, "java/lang/Object", null);
        async(writer, "made", "()Ldev/weft/Task;", body);
        async(writer, "later", "(Ljava/lang/String;)Ldev/weft/Task;", code -> {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Weft", "yieldNow", "()Ldev/weft/Awaitable;", false);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
            code.visitInsn(Opcodes.POP);
            code.visitVarInsn(Opcodes.ALOAD, 0);
        });
        byte[] classFile = writer.toByteArray();
        verify(classFile, UninitialisedTest.class.getClassLoader());
        WeaveResult result = Weaver.weave(classFile);
        assertEquals(0, result.findings().size(), () -> result.findings().toString());
        byte[] woven = Objects.requireNonNull(result.classFile());
        Map<String, byte[]> classes = new HashMap<>();
        classes.put("p.Made", woven);
        result.frameClasses().forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
        ClassLoader loader = new MemoryLoader(classes);
        verify(woven, loader);
        Class<?> loaded = loader.loadClass("p.Made");
        return String.valueOf(Weft.run((Task<?>) loaded.getMethod("made").invoke(null)));
    }

    private static void async(ClassWriter writer, String name, String descriptor, Consumer<MethodVisitor> body) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        code.visitAnnotation("Ldev/weft/Async;", false).visitEnd();
        code.visitCode();
        body.accept(code);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Task", "of", "(Ljava/lang/Object;)Ldev/weft/Task;", true);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void verify(byte[] classFile, ClassLoader loader) {
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(problems));
        assertEquals("", problems.toString());
    }
}
