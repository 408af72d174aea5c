// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.Awaitable;
import dev.weft.Weft;
import dev.weft.diagnostic.Consequence;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Class files that no javac writes and that the JVM takes: what comes out is as good, or there is a diagnostic. Most were found by
 * the proof with mutated class files.
 */
class OddClassFileTest {
    private static final String NAME = "p/Odd";
    private static final String RETURNS_TASK = "()Ldev/weft/Task;";

    /** The local for the result of an async method. */
    private static final int RESULT = 9;

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    OddClassFileTest() {
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
    }

    @Test
    void refusesTheSecondOfTwoMethodsThatDifferInTheirResult() {
        async("foo", RETURNS_TASK, code -> {});
        async("foo", "()Ljava/util/concurrent/CompletionStage;", code -> {});
        assertEquals(List.of(Diagnostic.NAME_TAKEN), weaveAndLink());
    }

    @Test
    void refusesAMethodWhoseBodyIsThere() {
        async("foo", RETURNS_TASK, code -> {});
        method("foo", "(Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;", 0);
        assertEquals(List.of(Diagnostic.NAME_TAKEN), weaveAndLink());
    }

    @Test
    void refusesAMethodWhoseDoorIsThere() {
        asyncOfInstance("foo", code -> {});
        method(
                "foo$weft",
                "(Lp/Odd;Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;",
                Opcodes.ACC_STATIC);
        assertEquals(List.of(Diagnostic.NAME_TAKEN), weaveAndLink());
    }

    @Test
    void weavesAMethodWithMoreNamesOfParametersThanParameters() {
        async("foo", RETURNS_TASK, code -> {
            for (int i = 0; i < 254; i++) {
                code.visitParameter("p" + i, 0);
            }
        });
        assertEquals(List.of(), weaveAndLink());
    }

    @Test
    void leavesAClassOfWhichAnAnnotationIsDamaged() {
        async("foo", RETURNS_TASK, code -> {});
        AnnotationVisitor annotation = writer.visitAnnotation("Lno/such/Annotation;", true);
        annotation.visit("name", 1);
        annotation.visitEnd();
        byte[] classFile = writer.toByteArray();
        // The last thing in the file: the tag of the value, and its index.
        classFile[classFile.length - 3] = '?';
        assertNull(link(classFile));
        WeaveResult result = Weaver.weave(classFile);
        assertNull(result.classFile());
        Finding finding = result.findings().get(0);
        assertEquals(Diagnostic.CLASS_FILE_UNREADABLE, finding.diagnostic());
        assertEquals(Consequence.LEAVES_CLASS, finding.diagnostic().consequence());
        assertEquals("p.Odd", finding.className());
    }

    @Test
    void dropsAnAttributeOfTheCodeThatBelongsToTheMethod() {
        async("foo", RETURNS_TASK, code -> code.visitAttribute(new CodeAttribute("MethodParameters")));
        assertEquals(List.of(), weaveAndLink());
    }

    @Test
    void weavesAClassThatSaysThatAnotherIsWithinItself() {
        async("foo", RETURNS_TASK, code -> {});
        writer.visitInnerClass("p/Odd$A", "p/Odd$B", "Inner", 0);
        String text = new String(writer.toByteArray(), StandardCharsets.ISO_8859_1);
        byte[] classFile = text.replace("p/Odd$B", "p/Odd$A").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(List.of(), weaveAndLink(classFile));
    }

    @Test
    void weavesAMethodThatClaimsAllLocals() {
        assertEquals(List.of(), weaveAndLink(claiming(1, 65_535, 1)));
    }

    /** A method of some awaits that claims to need more than it does, and names a local that it does not have. */
    private byte[] claiming(int stack, int locals, int awaits) {
        ClassWriter exact = new ClassWriter(0);
        exact.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        MethodVisitor code = exact.visitMethod(Opcodes.ACC_STATIC, "foo", RETURNS_TASK, null, null);
        code.visitAnnotation("Ldev/weft/Async;", false).visitEnd();
        Label begin = new Label();
        Label end = new Label();
        code.visitCode();
        code.visitLabel(begin);
        for (int i = 0; i < awaits; i++) {
            awaitNull(code);
            code.visitInsn(Opcodes.POP);
        }
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(end);
        if (locals > 0) {
            code.visitLocalVariable("nowhere", "I", null, begin, end, locals - 1);
        }
        code.visitMaxs(stack, locals);
        code.visitEnd();
        return exact.toByteArray();
    }

    @Test
    void refusesAMethodThatUsesAllLocals() {
        async("foo", RETURNS_TASK, code -> {
            code.visitInsn(Opcodes.ICONST_0);
            code.visitVarInsn(Opcodes.ISTORE, 65_534);
        });
        assertEquals(List.of(Diagnostic.METHOD_TOO_LARGE), weaveAndLink());
    }

    /** Optimisers keep another local where {@code this} was, once it is no longer needed. */
    @Test
    void resumesAMethodThatReusesTheSlotOfThis() throws Throwable {
        asyncOfInstance("foo", code -> {
            Label join = new Label();
            code.visitInsn(Opcodes.ICONST_1);
            code.visitVarInsn(Opcodes.ISTORE, 0);
            yieldNow(code);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFNE, join);
            code.visitIincInsn(0, 5);
            code.visitLabel(join);
            frame(code, Opcodes.INTEGER);
            code.visitIincInsn(0, 2);
            yieldNow(code);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            box(code, "Integer", "I");
            code.visitVarInsn(Opcodes.ASTORE, RESULT);
        });
        assertEquals(3, runOfInstance());
    }

    /** One half of it is where the body has a hidden parameter. */
    @Test
    void resumesAMethodThatReusesTheLastArgumentsSlotForALong() throws Throwable {
        asyncOfInstance("foo", code -> {});
        async("bar", "(II)Ldev/weft/Task;", code -> {
            Label join = new Label();
            code.visitLdcInsn(7L);
            code.visitVarInsn(Opcodes.LSTORE, 1);
            yieldNow(code);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFNE, join);
            code.visitInsn(Opcodes.LCONST_0);
            code.visitVarInsn(Opcodes.LSTORE, 1);
            code.visitLabel(join);
            frame(code, Opcodes.INTEGER, Opcodes.LONG);
            yieldNow(code);
            code.visitVarInsn(Opcodes.LLOAD, 1);
            box(code, "Long", "J");
            code.visitVarInsn(Opcodes.ASTORE, RESULT);
        });
        assertEquals(List.of(), weaveAndLink());
        Awaitable<?> task =
                (Awaitable<?>) load().getMethod("bar", int.class, int.class).invoke(null, 1, 2);
        assertEquals(7L, Weft.run(task));
    }

    @Test
    void weavesAMethodWithAParenthesisInTheNameOfAType() {
        async("foo", "(Lno/such(type);)Ldev/weft/Task;", code -> {});
        assertEquals(List.of(), weaveAndLink());
    }

    @Test
    void leavesACallThatIsNoAwaitOfOurs() {
        async("foo", RETURNS_TASK, code -> {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Lno/such/Type;", false);
            code.visitInsn(Opcodes.POP);
        });
        assertEquals(List.of(), weaveAndLink());
    }

    @Test
    void leavesAClassThatHasNoRoomForMoreConstants() {
        async("foo", RETURNS_TASK, code -> {});
        for (int i = 0; i < 65_505; i++) {
            writer.visitField(0, "f" + i, "I", null, null);
        }
        assertLeft(Diagnostic.CLASS_TOO_LARGE);
    }

    @Test
    void leavesAClassWhoseNamesAreTooLongToJoin() {
        async("n".repeat(65_000), RETURNS_TASK, code -> {});
        assertLeft(Diagnostic.CLASS_TOO_LARGE);
    }

    /** As many awaits as there is room for have more lines than a constant can hold. */
    @Test
    void refusesAMethodWithThousandsOfAwaits() {
        async("foo", RETURNS_TASK, code -> {
            for (int i = 0; i < 10_920; i++) {
                Label line = new Label();
                code.visitLabel(line);
                code.visitLineNumber(10_000 + i, line);
                awaitNull(code);
                code.visitInsn(Opcodes.POP);
            }
        });
        assertEquals(List.of(Diagnostic.METHOD_TOO_LARGE), weaveAndLink());
    }

    /** Its jumps become too long for 16 bits. */
    @Test
    void weavesALargeMethodWithManyLocals() {
        async("foo", RETURNS_TASK, code -> {
            for (int i = 0; i < 1600; i++) {
                code.visitInsn(Opcodes.ACONST_NULL);
                code.visitVarInsn(Opcodes.ASTORE, RESULT + 1 + i);
            }
            for (int i = 0; i < 5000; i++) {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "yield", "()V", false);
            }
            yieldNow(code);
            for (int i = 0; i < 1600; i++) {
                code.visitVarInsn(Opcodes.ALOAD, RESULT + 1 + i);
                code.visitInsn(Opcodes.POP);
            }
        });
        assertEquals(List.of(Diagnostic.METHOD_NOT_COMPILED), weaveAndLink());
    }

    @Test
    void weavesAMethodThatClaimsAllTheStackThatThereIs() {
        assertEquals(List.of(Diagnostic.METHOD_NOT_COMPILED), weaveAndLink(claiming(65_535, 0, 1000)));
    }

    private void async(String method, String descriptor, Consumer<MethodVisitor> code) {
        async(Opcodes.ACC_STATIC, method, descriptor, code);
    }

    private void asyncOfInstance(String method, Consumer<MethodVisitor> code) {
        method("<init>", "()V", 0);
        async(0, method, RETURNS_TASK, code);
    }

    /** {@code result = null}, the code, {@code await(yieldNow()); return Task.of(result);}. */
    private void async(int access, String method, String descriptor, Consumer<MethodVisitor> content) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | access, method, descriptor, null, null);
        code.visitAnnotation("Ldev/weft/Async;", false).visitEnd();
        code.visitCode();
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitVarInsn(Opcodes.ASTORE, RESULT);
        content.accept(code);
        yieldNow(code);
        code.visitVarInsn(Opcodes.ALOAD, RESULT);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Task", "of", "(Ljava/lang/Object;)Ldev/weft/Task;", true);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void method(String method, String descriptor, int access) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | access, method, descriptor, null, null);
        code.visitCode();
        if (method.equals("<init>")) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            code.visitInsn(Opcodes.RETURN);
        } else {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitInsn(Opcodes.ARETURN);
        }
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** A stack map with these locals, and the result. */
    private static void frame(MethodVisitor code, Object... locals) {
        List<Object> types = new ArrayList<>(List.of(locals));
        for (int slot = types.contains(Opcodes.LONG) ? types.size() + 1 : types.size(); slot < RESULT; slot++) {
            types.add(Opcodes.TOP);
        }
        types.add("java/lang/Object");
        code.visitFrame(Opcodes.F_NEW, types.size(), types.toArray(), 0, new Object[0]);
    }

    private static void awaitNull(MethodVisitor code) {
        code.visitInsn(Opcodes.ACONST_NULL);
        await(code);
    }

    private static void yieldNow(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/weft/Weft", "yieldNow", "()Ldev/weft/Awaitable;", false);
        await(code);
        code.visitInsn(Opcodes.POP);
    }

    private static void await(MethodVisitor code) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
    }

    private static void box(MethodVisitor code, String box, String kind) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "java/lang/" + box, "valueOf", "(" + kind + ")Ljava/lang/" + box + ";", false);
    }

    private Object runOfInstance() throws Throwable {
        assertEquals(List.of(), weaveAndLink());
        Object odd = load().getConstructor().newInstance();
        return Weft.run((Awaitable<?>) odd.getClass().getMethod("foo").invoke(odd));
    }

    private void assertLeft(Diagnostic diagnostic) {
        assertEquals(Consequence.LEAVES_CLASS, diagnostic.consequence());
        byte[] classFile = writer.toByteArray();
        assertNull(link(classFile));
        WeaveResult result = Weaver.weave(classFile);
        assertNull(result.classFile());
        assertEquals(
                List.of(diagnostic),
                result.findings().stream().map(finding -> finding.diagnostic()).toList());
    }

    /** Both the class and what is woven of it link; returns what was refused. */
    private List<Diagnostic> weaveAndLink() {
        return weaveAndLink(writer.toByteArray());
    }

    private List<Diagnostic> weaveAndLink(byte[] classFile) {
        assertNull(link(classFile));
        WeaveResult result = Weaver.weave(classFile);
        assertNotNull(result.classFile());
        assertNull(new Loader(result).link(NAME));
        result.frameClasses().keySet().forEach(frameClass -> assertNull(new Loader(result).link(frameClass)));
        return result.findings().stream().map(finding -> finding.diagnostic()).toList();
    }

    private Class<?> load() throws ClassNotFoundException {
        return Class.forName(NAME.replace('/', '.'), true, new Loader(Weaver.weave(writer.toByteArray())));
    }

    private @Nullable LinkageError link(byte[] classFile) {
        return new Loader(new WeaveResult(classFile, Map.of(), List.of())).link(NAME);
    }

    private static final class Loader extends ClassLoader {
        private final WeaveResult classes;

        Loader(WeaveResult classes) {
            super(OddClassFileTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String className) throws ClassNotFoundException {
            String internal = className.replace('.', '/');
            byte[] bytes = internal.equals(NAME)
                    ? classes.classFile()
                    : classes.frameClasses().get(internal);
            if (bytes == null) {
                throw new ClassNotFoundException(className);
            }
            return defineClass(className, bytes, 0, bytes.length);
        }

        /** What the JVM has against a class: to ask for the fields links it. */
        @Nullable
        LinkageError link(String internal) {
            try {
                var unused =
                        Class.forName(internal.replace('/', '.'), false, this).getDeclaredFields();
                return null;
            } catch (LinkageError refused) {
                return refused;
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** An attribute of the code, by whatever name. */
    private static final class CodeAttribute extends Attribute {
        CodeAttribute(String type) {
            super(type);
        }

        @Override
        public boolean isCodeAttribute() {
            return true;
        }

        @Override
        protected ByteVector write(ClassWriter unused, byte[] code, int length, int stack, int locals) {
            return new ByteVector().putByte(0);
        }
    }
}
