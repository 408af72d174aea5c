// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AsyncMethodTest {
    private static final String HIDDEN = "Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;";

    @Test
    void thisAndTheArgumentsTakeSlots() {
        assertEquals(
                0, MethodSource.method("static Task<?> foo() { return null; }").argumentSlots());
        assertEquals(
                5,
                MethodSource.method("Task<?> foo(long a, int b, String c) { return null; }")
                        .argumentSlots());
    }

    @Test
    void theBodyHasTheHiddenParametersAtTheEnd() {
        assertEquals(
                "(ILjava/lang/String;" + HIDDEN,
                MethodSource.method("Task<?> foo(int n, String s) { return null; }")
                        .bodyDescriptor());
    }

    @Test
    void aClassMayHaveParenthesesInItsName() {
        assertEquals("(Lp/a)b;" + HIDDEN, AsyncMethod.bodyDescriptor("(Lp/a)b;)Ldev/weft/Task;"));
    }

    @Test
    void theDoorTakesTheObjectInFrontOfTheArguments() {
        assertEquals("(Lp/A;I" + HIDDEN, AsyncMethod.doorDescriptor("p/A", "(I)Ldev/weft/Task;"));
    }

    @Test
    void aDispatchedCallTakesTheObjectWhatABodyTakesAndPadding() {
        assertEquals(
                "(Lp/A;ILdev/weft/abi/Coroutine;Ldev/weft/abi/Frame;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                AsyncMethod.dispatchDescriptor("p/A", "(I)Ldev/weft/Task;", 2));
    }

    @Test
    void anInstanceMethodGetsABodyAndADoor() {
        assertEquals(
                Set.of("foo(" + HIDDEN, "foo$weft(Lp/A;" + HIDDEN),
                MethodSource.method("Task<?> foo() { return null; }").added());
    }

    @Test
    void aStaticMethodGetsABodyAlone() {
        assertEquals(
                Set.of("foo(" + HIDDEN),
                MethodSource.method("static Task<?> foo() { return null; }").added());
    }

    @Test
    void staticPrivateAndFinalMethodsAreStaticallyBound() {
        for (String modifier : new String[] {"static", "private", "final"}) {
            assertEquals(
                    true,
                    MethodSource.method(modifier + " Task<?> foo() { return null; }")
                            .isStaticallyBound(),
                    modifier);
        }
        assertEquals(
                false, MethodSource.method("Task<?> foo() { return null; }").isStaticallyBound());
    }
}
