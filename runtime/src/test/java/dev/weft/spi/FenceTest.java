// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.BrokenLog;
import dev.weft.support.LogRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class FenceTest {
    /** An object whose text cannot be had. */
    private static final class Mute {
        @Override
        public String toString() {
            throw new StackOverflowError("mute");
        }
    }

    @Test
    void theCulpritIsNamedByItsClassAndItsOwnerByItsText() {
        IllegalStateException thrown = new IllegalStateException();
        try (LogRecords warnings = new LogRecords()) {
            Fence.failed("The waiter", "culprit", "owner", thrown);
            Fence.failed("The handler", "culprit", null, thrown);
            assertEquals(
                    List.of("The waiter (java.lang.String) of owner failed", "The handler (java.lang.String) failed"),
                    warnings.messages());
            assertEquals(thrown, warnings.all().get(0).failure());
        }
    }

    @Test
    void anOwnerWhoseTextFailsIsNamedByItsClass() {
        try (LogRecords warnings = new LogRecords()) {
            Fence.failed("The waiter", "culprit", new Mute(), new IllegalStateException());
            assertEquals(
                    List.of("The waiter (java.lang.String) of " + Mute.class.getName() + " failed"),
                    warnings.messages());
        }
    }

    @Test
    void aLoggerThatFailsThrowsAtNobodyAndTheWarningGoesToStandardError() {
        try (BrokenLog log = new BrokenLog()) {
            Reports.warning("what", new IllegalStateException("why"));
            assertTrue(
                    log.printed()
                            .matches(
                                    "(?s)WARNING: what\\R.*because of java.lang.IllegalStateException: why\\R.*the logger broke.*"),
                    log::printed);
        }
    }
}
