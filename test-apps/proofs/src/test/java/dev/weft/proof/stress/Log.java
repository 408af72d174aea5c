// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the runtime has reported. */
final class Log {
    /** Kept, or the JDK forgets the filter. */
    private static final Logger LOGGER = Logger.getLogger("dev.weft");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    Log() {
        LOGGER.setFilter(this::keep);
    }

    private boolean keep(LogRecord logged) {
        Throwable thrown = logged.getThrown();
        if (!isExpected(logged.getMessage(), thrown)) {
            lines.add(
                    logged.getMessage() + " " + thrown + (thrown == null ? "" : " " + List.of(thrown.getStackTrace())));
        }
        return false;
    }

    /** Tasks of a program fail and are cancelled by others, and not all are awaited. */
    private static boolean isExpected(String message, Throwable thrown) {
        boolean planned = thrown instanceof Planned
                || thrown instanceof TimeoutException
                || thrown instanceof ClosedChannelException
                || thrown instanceof EOFException;
        return message.contains("nobody has asked it for")
                || (planned && message.contains("nobody has awaited it"))
                || (planned && message.startsWith("An await failed, and its future had been cancelled"));
    }

    void clear() {
        lines.clear();
    }

    List<String> unexpected() {
        return lines;
    }
}
