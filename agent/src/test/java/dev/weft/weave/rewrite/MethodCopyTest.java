// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.weft.weave.MethodText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

class MethodCopyTest {
    private static final String CODE = """
            L0
            LINENUMBER 5 L0
            ILOAD 0
            IFEQ L1
            ACONST_NULL
            ARETURN
            L1
            FRAME [I] []
            LDC "text"
            ARETURN
            """;

    @Test
    void hasTheCodeAndTheHeaderOfTheOriginal() {
        MethodNode method = MethodText.ofStatic("(I)Ldev/weft/Task;", CODE);
        method.exceptions = List.of("java/io/IOException");
        MethodNode copy = MethodCopy.of(method);
        assertEquals(CODE, MethodText.of(copy));
        assertEquals("foo(I)Ldev/weft/Task; 8", copy.name + copy.desc + " " + copy.access);
        assertEquals(List.of("java/io/IOException"), copy.exceptions);
    }

    @Test
    void sharesNoInstructionWithTheOriginal() {
        MethodNode method = MethodText.ofStatic("(I)Ldev/weft/Task;", CODE);
        MethodNode copy = MethodCopy.of(method);
        int index = 0;
        for (AbstractInsnNode insn : method.instructions) {
            assertNotSame(insn, copy.instructions.get(index++));
        }
    }

    @Test
    void claimsNoMoreLocalsThanTheCodeUses() {
        assertEquals(1, MethodCopy.of(MethodText.ofStatic("(I)Ldev/weft/Task;", CODE)).maxLocals);
    }

    @Test
    void namesNoLocalThatTheCodeDoesNotUse() {
        MethodNode method = MethodText.ofStatic("(I)Ldev/weft/Task;", CODE);
        var start = new LabelNode();
        method.instructions.insert(start);
        method.localVariables = new ArrayList<>(List.of(
                new LocalVariableNode("used", "I", null, start, start, 0),
                new LocalVariableNode("unused", "I", null, start, start, 1)));
        assertEquals(
                List.of("used"),
                MethodCopy.of(method).localVariables.stream()
                        .map(variable -> variable.name)
                        .toList());
    }
}
