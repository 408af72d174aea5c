// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

class FlowTest {
    @Test
    void aConditionalJumpGoesOnOrToItsLabel() {
        MethodNode method = MethodText.ofStatic("(I)V", """
                ILOAD 0
                IFEQ L0
                NOP
                L0
                RETURN
                """);
        assertEquals(List.of("L0", "NOP"), next(method, "IFEQ L0"));
    }

    @Test
    void aGotoGoesToItsLabelAlone() {
        MethodNode method = MethodText.ofStatic("()V", """
                GOTO L0
                NOP
                L0
                RETURN
                """);
        assertEquals(List.of("L0"), next(method, "GOTO L0"));
    }

    @Test
    void nothingComesAfterAReturnOrAThrow() {
        MethodNode method = MethodText.ofStatic("()V", """
                IRETURN
                ARETURN
                RETURN
                ATHROW
                NOP
                """);
        for (String exit : List.of("IRETURN", "ARETURN", "RETURN", "ATHROW")) {
            assertEquals(List.of(), next(method, exit), exit);
        }
    }

    @Test
    void aTableSwitchGoesToItsCasesAndItsDefault() {
        LabelNode first = new LabelNode();
        LabelNode second = new LabelNode();
        LabelNode otherwise = new LabelNode();
        Flow flow = flow(new TableSwitchInsnNode(0, 1, otherwise, first, second), first, second, otherwise);
        assertEquals(List.of(1, 2, 3), flow.next(0));
    }

    @Test
    void aLookupSwitchGoesToItsCasesAndItsDefault() {
        LabelNode only = new LabelNode();
        LabelNode otherwise = new LabelNode();
        Flow flow = flow(
                new LookupSwitchInsnNode(otherwise, new int[] {7}, new LabelNode[] {only}),
                new LabelNode(),
                only,
                otherwise);
        assertEquals(List.of(2, 3), flow.next(0));
    }

    @Test
    void anExceptionIsCaughtFromTheFirstInstructionOfATryToTheLast() {
        MethodNode method = guarded();
        Flow flow = new Flow(method);
        int handler = MethodText.indexOf(method, "L2");
        assertEquals(List.of(), flow.handlers(MethodText.indexOf(method, "ICONST_0")));
        assertEquals(List.of(handler), flow.handlers(MethodText.indexOf(method, "ICONST_1")));
        assertEquals(List.of(handler), flow.handlers(MethodText.indexOf(method, "ICONST_2")));
        assertEquals(List.of(), flow.handlers(MethodText.indexOf(method, "ICONST_3")));
    }

    @Test
    void anExceptionHasTheHandlersOfAllTriesAroundIt() {
        MethodNode method = MethodText.ofStatic("()V", """
                TRYCATCHBLOCK L0 L1 L2 p/First
                TRYCATCHBLOCK L0 L1 L3 p/Second
                L0
                NOP
                L1
                RETURN
                L2
                ATHROW
                L3
                ATHROW
                """);
        assertEquals(List.of(4, 6), new Flow(method).handlers(1));
    }

    @Test
    void aHandlerComesAfterAllInstructionsOfItsTry() {
        MethodNode method = guarded();
        assertEquals(
                Set.of("L0", "ICONST_1", "ICONST_2"),
                new Flow(method)
                        .previous(MethodText.indexOf(method, "L2")).stream()
                                .map(index -> lines(method).get(index))
                                .collect(Collectors.toSet()));
    }

    @Test
    void aLoopIsWhatLiesBetweenAJumpBackwardsAndItsLabel() {
        MethodNode method = MethodText.ofStatic("(I)V", """
                NOP
                L0
                IINC 0 -1
                ILOAD 0
                IFNE L0
                RETURN
                """);
        assertEquals("{1, 2, 3, 4}", new Flow(method).loops().toString());
    }

    @Test
    void jumpsForwardsMakeNoLoop() {
        MethodNode method = MethodText.ofStatic("(I)V", """
                ILOAD 0
                IFEQ L0
                NOP
                L0
                RETURN
                """);
        assertEquals("{}", new Flow(method).loops().toString());
    }

    @Test
    void anExceptionThatIsCaughtFurtherUpMakesALoop() {
        MethodNode method = MethodText.ofStatic("()V", """
                TRYCATCHBLOCK L1 L2 L0 null
                GOTO L1
                L0
                POP
                L1
                NOP
                L2
                RETURN
                """);
        assertEquals("{1, 2, 3, 4}", new Flow(method).loops().toString());
    }

    private static MethodNode guarded() {
        return MethodText.ofStatic("()V", """
                TRYCATCHBLOCK L0 L1 L2 null
                ICONST_0
                L0
                ICONST_1
                ICONST_2
                L1
                ICONST_3
                RETURN
                L2
                ATHROW
                """);
    }

    private static List<String> next(MethodNode method, String insn) {
        return new Flow(method)
                .next(MethodText.indexOf(method, insn)).stream()
                        .map(index -> lines(method).get(index))
                        .toList();
    }

    private static List<String> lines(MethodNode method) {
        return MethodText.of(method).lines().toList();
    }

    private static Flow flow(AbstractInsnNode... instructions) {
        MethodNode method = MethodText.ofStatic("(I)V", "");
        for (AbstractInsnNode insn : instructions) {
            method.instructions.add(insn);
        }
        return new Flow(method);
    }
}
