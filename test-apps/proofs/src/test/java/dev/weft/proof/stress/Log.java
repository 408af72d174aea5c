// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.AllFailedException;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the runtime has reported. */
final class Log {
    private static final List<String> TOLD_OF_PLANNED = List.of(
            "nobody has awaited it",
            "An await failed, and its future had been cancelled",
            "failed when it was cancelled",
            "while it ended");

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

    /** Tasks of a program fail and are cancelled by others, also while they end by that, and not all are awaited. */
    private static boolean isExpected(String message, Throwable thrown) {
        return message.contains("nobody has asked it for")
                || message.contains("what it awaited as it ended was cancelled too, by others")
                || (isPlanned(thrown) && TOLD_OF_PLANNED.stream().anyMatch(message::contains));
    }

    private static boolean isPlanned(Throwable thrown) {
        return thrown instanceof Planned
                || thrown instanceof AllFailedException
                || thrown instanceof TimeoutException
                || thrown instanceof ClosedChannelException
                || thrown instanceof EOFException
                || thrown instanceof CancellationException; // by others
    }

    void clear() {
        lines.clear();
    }

    List<String> unexpected() {
        return lines;
    }
}
