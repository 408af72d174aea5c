// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final String TEXT = "an abstract or native method has no body to weave%s;"
            + " remove @Async here, and put it on the methods that implement it";

    @Test
    void saysWhereAndWhatAndHowToFixIt() {
        assertEquals(
                "Orders.java:42: [AsyncOnAbstractOrNative] in com.example.Orders.total: " + TEXT.formatted(""),
                message("total", "Orders.java", 42, ""));
    }

    @Test
    void saysWhatIsSpecial() {
        assertEquals(
                "Orders.java:42: [AsyncOnAbstractOrNative] in com.example.Orders.total: "
                        + TEXT.formatted(" (it is native)"),
                message("total", "Orders.java", 42, "it is native"));
    }

    @Test
    void doesWithoutTheLine() {
        assertEquals(
                "Orders.java: [AsyncOnAbstractOrNative] in com.example.Orders.total: " + TEXT.formatted(""),
                message("total", "Orders.java", 0, ""));
    }

    @Test
    void doesWithoutTheSourceFile() {
        assertEquals(
                "com.example.Orders: [AsyncOnAbstractOrNative] in com.example.Orders.total: " + TEXT.formatted(""),
                message("total", "", 0, ""));
    }

    @Test
    void doesWithoutTheMethod() {
        assertEquals(
                "com.example.Orders: [AsyncOnAbstractOrNative] in com.example.Orders: " + TEXT.formatted(""),
                message("", "", 0, ""));
    }

    /** A class that was woven before has the whole explanation, and the detail is read out of it. */
    @Test
    void tellsTheDetailOfAnExplanation() {
        for (Diagnostic each : Diagnostic.values()) {
            for (String detail : List.of(
                    "",
                    "120 bytes (too many); of them",
                    Diagnostic.RETURN_AWAITS,
                    GeneratorDetails.EMIT_SUSPENDS,
                    GeneratorDetails.NOT_MARKED,
                    "nothing reads it; " + GeneratorDetails.NEVER_ASKED)) {
                assertEquals(detail, each.detail(each.explanation(detail)), each::text);
            }
        }
        assertEquals("", Diagnostic.EMIT_TYPE.detail("something else"));
    }

    private static String message(String method, String fileName, int line, String detail) {
        return new Finding(Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, "com.example.Orders", method, fileName, line, detail)
                .message();
    }
}
