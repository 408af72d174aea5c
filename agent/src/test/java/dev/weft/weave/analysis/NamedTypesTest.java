// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodText;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** To which classes a method of {@code p.A} may cast; those of package {@code q} may be hidden from it. */
class NamedTypesTest {
    @Test
    void includesClassesOfItsOwnPackage() {
        assertTrue(of("()V", "").include("p/B"));
        assertTrue(of("()V", "").include("p/B$Nested"));
    }

    @Test
    void doesNotIncludeClassesOfSubpackagesAndOfOtherPackages() {
        assertFalse(of("()V", "").include("p/sub/B"));
        assertFalse(of("()V", "").include("q/B"));
        assertFalse(of("()V", "").include("Bar"));
    }

    @Test
    void includesWhatInstructionsName() {
        for (String insn : new String[] {
            "NEW q/B",
            "CHECKCAST q/B",
            "INSTANCEOF q/B",
            "ANEWARRAY q/B",
            "INVOKEVIRTUAL q/B.call ()V",
            "GETSTATIC q/B.field : I"
        }) {
            assertTrue(of("()V", insn).include("q/B"), insn);
        }
    }

    @Test
    void doesNotIncludeWhatCallsReturnAndFieldsHold() {
        assertFalse(of("()V", "INVOKESTATIC p/B.hidden ()Lq/B;").include("q/B"));
        assertFalse(of("()V", "GETSTATIC p/B.hidden : Lq/B;").include("q/B"));
    }

    @Test
    void includesWhatIsCaught() {
        assertTrue(of("()V", "TRYCATCHBLOCK L0 L1 L1 q/Failure\nL0\nNOP\nL1").include("q/Failure"));
    }

    @Test
    void aHandlerForEverythingNamesNothing() {
        assertFalse(of("()V", "TRYCATCHBLOCK L0 L1 L1 null\nL0\nNOP\nL1").include("q/Failure"));
    }

    @Test
    void includesParameters() {
        assertTrue(of("(ILq/B;[Lq/C;)V", "").include("q/B"));
        assertTrue(of("(ILq/B;[Lq/C;)V", "").include("q/C"));
    }

    @Test
    void doesNotIncludeParametersOfLambdasWhichNobodyWroteDown() {
        MethodNode lambda = MethodText.ofStatic("(Lq/B;)V", "");
        lambda.access |= Opcodes.ACC_SYNTHETIC;
        assertFalse(of(lambda).include("q/B"));
    }

    @Test
    void anArrayIsIncludedIfTheClassOfItsElementsIs() {
        assertTrue(of("()V", "").include("[[Lp/B;"));
        assertTrue(of("()V", "CHECKCAST [Lq/B;").include("q/B"));
        assertTrue(of("()V", "NEW q/B").include("[[Lq/B;"));
        assertFalse(of("()V", "").include("[Lq/B;"));
    }

    @Test
    void arraysOfPrimitivesAreAlwaysIncluded() {
        assertTrue(of("()V", "").include("[I"));
        assertTrue(of("()V", "").include("[[J"));
    }

    @Test
    void aClassWhoseNameIsOneLetterIsNoPrimitive() {
        assertFalse(of("()V", "").include("B"));
        assertFalse(of("()V", "").include("[LB;"));
        assertFalse(of("()V", "CHECKCAST [B").include("B"));
        assertTrue(of("()V", "NEW B").include("[LB;"));
    }

    @Test
    void whatEveryoneCanSeeIsIncluded() {
        assertTrue(of("()V", "").include("java/lang/Object"));
        assertTrue(of("()V", "").include("java/lang/String"));
        assertTrue(of("()V", "").include("dev/weft/Task"));
    }

    private static NamedTypes of(String descriptor, String code) {
        return of(MethodText.ofStatic(descriptor, code));
    }

    private static NamedTypes of(MethodNode method) {
        return NamedTypes.of(MethodText.async(method));
    }
}
