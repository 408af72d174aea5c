// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Begins what system properties ask for, before the first loop turns. {@code dev.weft.internal} knows it by name. */
public final class AtStart implements Runnable {
    private static final String HISTORY = "weft.debug.history";
    private static final String TRACE = "weft.debug.trace";
    private static final String LIMIT = "weft.debug.trace.limit";
    private static final int DEFAULT_MEGABYTES = 256;

    /** For who begins. */
    public AtStart() {}

    @Override
    public void run() {
        String length = System.getProperty(HISTORY);
        if (length != null) {
            keepHistory(length.trim());
        }
        String file = System.getProperty(TRACE);
        if (file != null) {
            trace(file.replace("%p", String.valueOf(ProcessHandle.current().pid())));
        }
    }

    private static void trace(String file) {
        try {
            new TraceFile(Path.of(file), megabytes() << 20).begin();
        } catch (IOException | InvalidPathException failed) {
            Reports.warning(
                    "The file " + file + ", which " + TRACE + " names, could not be opened; no trace is written",
                    failed);
        }
    }

    private static long megabytes() {
        String megabytes =
                System.getProperty(LIMIT, String.valueOf(DEFAULT_MEGABYTES)).trim();
        if (megabytes.matches("[1-9]\\d{0,5}")) {
            return Long.parseLong(megabytes);
        }
        Reports.warning(
                LIMIT + " has to be a number of megabytes from 1 to 999999, as " + DEFAULT_MEGABYTES + ", and is "
                        + megabytes + "; the trace ends at " + DEFAULT_MEGABYTES,
                null);
        return DEFAULT_MEGABYTES;
    }

    private static void keepHistory(String length) {
        if (length.matches("[1-9]\\d{0,6}")) {
            History.keep(Integer.parseInt(length));
        } else {
            Reports.warning(
                    HISTORY + " has to be a number from 1 to " + History.MOST + ", as 1000, and is " + length
                            + "; no history is kept",
                    null);
        }
    }
}
