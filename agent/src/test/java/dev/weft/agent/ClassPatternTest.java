// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassPatternTest {
    @ParameterizedTest
    @CsvSource({
        "com.example.*,      com/example/A,     true",
        "com.example.*,      com/example/x/y/A, true",
        "com.example.*,      com/examples/A,    false",
        "com.example.*,      com/example,       false",
        "com.example.*,      org/com/example/A, false",
        "com.example,        com/example/A,     true",
        "com.example,        com/example/A$B,   true",
        "com.example,        com/example/x/A,   false",
        "com.example,        com/examples/A,    false",
        "com.example,        com/A,             false",
        "com.example.A,      com/example/A,     true",
        "com.example.A,      com/example/A$B,   true",
        "com.example.A,      com/example/AB,    false",
        "com.example.A$B,    com/example/A$B,   true",
        "com.example.A$B,    com/example/A,     false",
        "Main,               Main,              true",
        "*,                  Main,              true",
        "*,                  com/example/A,     true"
    })
    void covers(String pattern, String className, boolean covered) {
        assertEquals(covered, ClassPattern.of(pattern).covers(className));
    }
}
