// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static String message(String method, String fileName, int line, String detail) {
        return new Finding(Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, "com.example.Orders", method, fileName, line, detail)
                .message();
    }
}
