// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.Flow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class ReturnTemporariesTest {
    @Test
    void aValueThatWaitsForAFinallyBlockIsInAReturnTemporary() {
        assertTrue(isReturnTemporary("try { return a(); } finally { close(); }"));
        assertTrue(isReturnTemporary("try { return a(); } finally { if (n > 0) { close(); } }"));
        assertTrue(isReturnTemporary("synchronized (lock) { try { return a(); } finally { close(); } }"));
    }

    @Test
    void aVariableOfTheSourceIsNoReturnTemporary() {
        assertFalse(isReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } return t;"));
        assertFalse(isReturnTemporary("try { Task<String> t = a(); return t; } finally { close(); }"));
        assertFalse(isReturnTemporary("Task<String> t = a(); return t;"));
    }

    /** Without names: what tells them apart is that the value of the source is read behind the handler. */
    @Test
    void aVariableWithoutANameThatIsReadBehindTheHandlerIsNoReturnTemporary() {
        assertFalse(isUnnamedReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } return t;"));
        assertTrue(isUnnamedReturnTemporary("try { return a(); } finally { close(); }"));
    }

    @Test
    void aVariableWithoutANameThatIsUsedOtherwiseIsNoReturnTemporary() {
        assertFalse(
                isUnnamedReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } use(t); return null;"));
        MethodNode method = returned("ALOAD 1\nINVOKESTATIC p/A.use (Ldev/weft/Task;)V\nALOAD 1\nARETURN");
        assertFalse(temporaries(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    /** What optimises class files may move the return of a variable to where javac has that of a temporary. */
    @Test
    void aVariableWithANameIsNoReturnTemporaryThoughItIsReadAsOne() {
        MethodNode method = returned("ALOAD 1\nARETURN");
        assertTrue(temporaries(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
        var end = method.tryCatchBlocks.get(0).end;
        var handler = method.tryCatchBlocks.get(0).handler;
        method.localVariables = List.of(new LocalVariableNode("t", "Ldev/weft/Task;", null, end, handler, 1));
        assertFalse(temporaries(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    @Test
    void aReturnTemporaryMayStandInFrontOfTheReleaseOfAMonitor() {
        MethodNode method = method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                ALOAD 0
                MONITOREXIT
                L1
                ALOAD 1
                ARETURN
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                """);
        assertTrue(temporaries(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    @Test
    void aValueThatTheReturnOfAFinallyBlockReplacesIsOverridden() {
        assertTrue(isOverriddenReturn("try { return a(); } finally { return b(); }"));
        assertTrue(isOverriddenReturn("try { return a(); } finally { throw new IllegalStateException(); }"));
        assertFalse(isOverriddenReturn("try { return a(); } finally { close(); }"));
    }

    /** The value may be forgotten because the program goes on, not because it returns. */
    @Test
    void aVariableThatNobodyReadsBeforeTheProgramGoesOnIsNotOverridden() {
        assertFalse(isOverriddenReturn("Task<String> t; try { t = a(); } finally { close(); } return b();"));
        MethodNode method = method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L1
                GOTO L3
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                L3
                FRAME [dev/weft/Task dev/weft/Task] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                ARETURN
                """);
        assertFalse(temporaries(method).isOverriddenReturn(MethodText.find(method, "ASTORE 1")));
    }

    /** A method whose try ends behind the store into local 1. */
    private static MethodNode returned(String behindTheTry) {
        return method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L1
                %s
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                """.formatted(behindTheTry));
    }

    private static MethodNode method(String code) {
        return MethodText.ofStatic("(Ldev/weft/Task;)Ldev/weft/Task;", code);
    }

    private static ReturnTemporaries temporaries(MethodNode method) {
        Flow flow = new Flow(method);
        return new ReturnTemporaries(method, flow, ValueFlow.of(method, flow));
    }

    private static boolean isReturnTemporary(String statements) {
        MethodNode method = source(statements);
        return temporaries(method).isReturnTemporary(storeOfA(method));
    }

    private static boolean isUnnamedReturnTemporary(String statements) {
        MethodNode method = source(statements);
        method.localVariables.clear();
        return temporaries(method).isReturnTemporary(storeOfA(method));
    }

    private static boolean isOverriddenReturn(String statements) {
        MethodNode method = source(statements);
        return temporaries(method).isOverriddenReturn(storeOfA(method));
    }

    static MethodNode source(String statements) {
        return MethodSource.method("Task<String> foo(int n) { " + statements + """
                }
                Task<String> a() { return null; }
                Task<String> b() { return null; }
                void close() {}
                void use(Task<String> task) {}
                Object lock;
                """)
                .method();
    }

    /** The store of what the method's call of {@code a()} returns. */
    private static AbstractInsnNode storeOfA(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE
                    && insn.getPrevious() instanceof MethodInsnNode call
                    && call.name.equals("a")) {
                return insn;
            }
        }
        throw new IllegalArgumentException("nothing stores a()");
    }
}
