// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class TraceElementsTest {
    private static final String TABLE = "foo;com.example.Foo;1,2,3;Foo.java";

    @Test
    void anElementIsMadeOnce() {
        assertSame(SourceLocation.elementOf(TABLE, 2), SourceLocation.elementOf(TABLE, 2));
        assertEquals(SourceLocation.of(TABLE, 2).toStackTraceElement(), SourceLocation.elementOf(TABLE, 2));
    }

    /** More than there are places for, so that they take them from one another. */
    @Test
    void eachIsThatOfItsOwnTableAndIndex() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3_000; i++) {
                String table = "foo" + i % 1_500 + ";com.example.Foo;1,2,3;Foo.java";
                int index = i % 3;
                assertEquals(
                        SourceLocation.of(table, index).toStackTraceElement(), SourceLocation.elementOf(table, index));
            }
        }
    }
}
