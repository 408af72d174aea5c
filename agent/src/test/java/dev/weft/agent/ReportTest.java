// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Reported reported = new Reported();

    @Test
    void saysEachFindingOnce() {
        Finding finding = new Finding(Diagnostic.AWAIT_IN_CONSTRUCTOR, "com.example.A", "<init>", "A.java", 3, "");
        reported.report.finding(finding);
        reported.report.finding(finding);
        assertEquals("[weft] " + finding.message() + System.lineSeparator(), reported.text());
    }

    @Test
    void givesTheStackOfAFailure() {
        reported.report.weaverFailure("com.example.A", "it broke", new IllegalStateException("boom"));
        String text = reported.text();
        assertTrue(text.startsWith("[weft] com.example.A: [WeaverFailure] in com.example.A: "), text);
        assertTrue(text.contains("(Weft " + Report.version() + " on Java "), text);
        assertTrue(text.contains("; it broke); "), text);
        assertTrue(text.contains("exclude="), text);
        assertTrue(text.contains("IllegalStateException: boom"), text);
        assertTrue(text.contains("\tat " + ReportTest.class.getName()), text);
    }

    @Test
    void neverThrows() {
        Report broken = new Report(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                throw new IllegalStateException();
            }
        });
        broken.warning("lost");
        reported.report.weaverFailure("com.example.A", "it broke", new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new StackOverflowError();
            }
        });
    }
}
