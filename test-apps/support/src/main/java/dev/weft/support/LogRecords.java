// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What goes to the log {@code dev.weft} while this is open, kept from being printed. Any thread may log. */
public final class LogRecords implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("dev.weft");

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /**
     * One record. Its types are those that a test can name whose module does not read java.logging.
     *
     * @param level as {@code WARNING}
     * @param message the text
     * @param failure the exception that came with it
     */
    public record Entry(
            String level, String message, @Nullable Throwable failure) {}

    /** Begins to catch. */
    public LogRecords() {
        LOGGER.setFilter(logged -> {
            entries.add(new Entry(logged.getLevel().getName(), logged.getMessage(), logged.getThrown()));
            return false;
        });
    }

    /** Returns what was logged so far. */
    public List<Entry> all() {
        return entries;
    }

    /** Returns the texts of what was logged so far. */
    public List<String> messages() {
        return entries.stream().map(Entry::message).toList();
    }

    /** Returns what was logged so far, as {@code WARNING: the text}. */
    public List<String> lines() {
        return entries.stream()
                .map(entry -> entry.level() + ": " + entry.message())
                .toList();
    }

    /** Lets the next records be printed. */
    @Override
    public void close() {
        LOGGER.setFilter(null);
    }
}
