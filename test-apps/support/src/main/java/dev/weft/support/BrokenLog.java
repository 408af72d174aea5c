// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;

/** A logger {@code dev.weft} that throws at whoever logs, while this is open; what is printed to standard error meanwhile is kept. */
public final class BrokenLog implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("dev.weft");

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** Breaks the logger. */
    public BrokenLog() {
        LOGGER.setFilter(logged -> {
            throw new AssertionError("the logger broke");
        });
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** Returns what was printed to standard error so far. */
    public String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Mends the logger. */
    @Override
    public void close() {
        System.setErr(before);
        LOGGER.setFilter(null);
    }
}
