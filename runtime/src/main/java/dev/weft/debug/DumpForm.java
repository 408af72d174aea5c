// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The forms in which a dump can be written. */
public enum DumpForm {
    /** What is wrong, the loops, and a block of lines for each task, or for all that are alike. */
    TEXT {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new TextWriter(dump, options, out).write();
        }
    },
    /** What is wrong, the loops, and the tasks as a tree of who awaits whom. */
    TREE {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new TreeWriter(dump, options, out).write();
        }
    },
    /** JSON in the form {@link TaskDump#SCHEMA}, one line for each entry. */
    JSON {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new JsonWriter(dump, options, out).write();
        }
    },
    /** A table for people, one line for each task, or for all that are alike. */
    TABLE {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new TableWriter(dump, options, out).write();
        }
    },
    /** The table with a line for each entry, separated by commas as in RFC 4180; times are milliseconds. */
    CSV {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new RowWriter(dump, options, out, ',').write();
        }
    },
    /** The table with a line for each entry, separated by tabs; times are milliseconds. */
    TSV {
        @Override
        public void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException {
            new RowWriter(dump, options, out, '\t').write();
        }
    };

    /**
     * Writes a dump piece by piece, so that the whole text is never in memory.
     *
     * @param dump the dump
     * @param options which entries are written, and how
     * @param out where it goes
     * @throws IOException if {@code out} throws it
     */
    public abstract void write(TaskDump dump, DumpOptions options, Appendable out) throws IOException;

    /**
     * Writes a dump into a text.
     *
     * @param dump the dump
     * @param options which entries are written, and how
     * @return the text
     */
    public String of(TaskDump dump, DumpOptions options) {
        StringBuilder text = new StringBuilder();
        try {
            write(dump, options, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
