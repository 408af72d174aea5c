// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogRecordsTest {
    private static final Logger LOGGER = Logger.getLogger("dev.weft");

    @Test
    void keepsWhatIsLoggedUntilItIsClosed() {
        Exception failure = new Exception();
        try (LogRecords records = new LogRecords()) {
            LOGGER.log(Level.WARNING, "first", failure);
            LOGGER.info("second");
            assertEquals(List.of("first", "second"), records.messages());
            assertEquals(List.of("WARNING: first", "INFO: second"), records.lines());
            assertEquals(
                    List.of(
                            new LogRecords.Entry("WARNING", "first", failure),
                            new LogRecords.Entry("INFO", "second", null)),
                    records.all());
        }
        assertNull(LOGGER.getFilter());
    }
}
