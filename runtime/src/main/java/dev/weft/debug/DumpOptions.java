// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a dump somebody wants to see.
 *
 * @param locals whether frames show the values that they keep
 * @param internal whether the frames of Weft and of the JDK below it are shown
 * @param limit how many entries are written; the others are counted
 * @param filter what is written: entries of which a name, a line or what they await contains a match; null for all
 * @param mergeAbove above how many tasks of a loop those that are alike become one entry when the dump is taken
 * @param redact what must not leave the process: each match in a name, a value or what is said of a wait becomes {@code [redacted]}, and so
 *     does the whole value of a variable with a match in its name; null for nothing. See {@link TaskDump#redacted}
 * @param ascii whether texts are drawn with characters of ASCII alone; names of the program stay as they are
 */
public record DumpOptions(
        boolean locals,
        boolean internal,
        int limit,
        @Nullable Pattern filter,
        int mergeAbove,
        @Nullable Pattern redact,
        boolean ascii) {
    /**
     * Everything but values, internal frames and what the system property {@code weft.debug.redact} matches; tasks that are alike become one
     * entry above ten thousand of a loop.
     */
    public static final DumpOptions DEFAULT =
            new DumpOptions(false, false, Integer.MAX_VALUE, null, 10_000, Redaction.ofProperty(), false);

    /**
     * Returns options with another {@link #locals}.
     *
     * @param shown whether frames show the values that they keep
     * @return the options
     */
    public DumpOptions withLocals(boolean shown) {
        return new DumpOptions(shown, internal, limit, filter, mergeAbove, redact, ascii);
    }

    /**
     * Returns options with another {@link #internal}.
     *
     * @param shown whether the frames of Weft and of the JDK below it are shown
     * @return the options
     */
    public DumpOptions withInternal(boolean shown) {
        return new DumpOptions(locals, shown, limit, filter, mergeAbove, redact, ascii);
    }

    /**
     * Returns options with another {@link #limit}.
     *
     * @param most how many entries are written
     * @return the options
     */
    public DumpOptions withLimit(int most) {
        return new DumpOptions(locals, internal, most, filter, mergeAbove, redact, ascii);
    }

    /**
     * Returns options with another {@link #filter}.
     *
     * @param shown what is written; null for all
     * @return the options
     */
    public DumpOptions withFilter(@Nullable Pattern shown) {
        return new DumpOptions(locals, internal, limit, shown, mergeAbove, redact, ascii);
    }

    /**
     * Returns options with another {@link #mergeAbove}.
     *
     * @param tasks the number of tasks of a loop
     * @return the options
     */
    public DumpOptions withMergeAbove(int tasks) {
        return new DumpOptions(locals, internal, limit, filter, tasks, redact, ascii);
    }

    /**
     * Returns options with another {@link #redact}.
     *
     * @param hidden what must not leave the process; null for nothing
     * @return the options
     */
    public DumpOptions withRedact(@Nullable Pattern hidden) {
        return new DumpOptions(locals, internal, limit, filter, mergeAbove, hidden, ascii);
    }

    /**
     * Returns options with another {@link #ascii}.
     *
     * @param drawn whether texts are drawn with characters of ASCII alone
     * @return the options
     */
    public DumpOptions withAscii(boolean drawn) {
        return new DumpOptions(locals, internal, limit, filter, mergeAbove, redact, drawn);
    }

    /**
     * Returns a text of the program, such as the name of a task, without what must not leave the process.
     *
     * @param text the text
     * @return what may be written of it
     */
    public String redacted(String text) {
        return redact == null ? text : new Redaction(redact).of(text);
    }

    /**
     * Returns a text of the program as it is written for people: as {@link #redacted}, and without what would end the line or command a
     * terminal.
     *
     * @param text the text, which may hold anything
     * @return what is written of it
     */
    public String line(String text) {
        return Words.plain(redacted(text));
    }

    /**
     * Says whether a line is written, for all that the filter says.
     *
     * @param line the line
     * @return true without a filter
     * @throws IllegalArgumentException if to find that out takes too long
     */
    public boolean shows(String line) {
        return filter == null || Search.finds(filter, line);
    }

    /**
     * Whether an entry is written, for all that the filter says.
     *
     * @param task the entry
     * @return true without a filter
     */
    boolean shows(TaskInfo task) {
        return filter == null || TaskTexts.matches(filter, task);
    }
}
