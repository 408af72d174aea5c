// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.cli.process.Targets;
import dev.weft.debug.Verdict;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serial;

/**
 * Where a command runs.
 *
 * @param out what it was asked for
 * @param err what else there is to say
 * @param isTerminal whether somebody looks at {@code out} as it is written
 * @param targets the processes that it can be about
 */
record Session(PrintStream out, PrintStream err, boolean isTerminal, Targets targets) {
    /** Says something that is not what the command was asked for. */
    void note(String sentence) {
        err.println("[weft] " + sentence);
    }

    /** Returns where the bytes of an answer go, whatever the character set of this JVM is. */
    OutputStream body() {
        return new Body(out);
    }

    /** Prints what a look at a dump has found, and returns the status to exit with. */
    int print(Verdict verdict) {
        print(verdict.text());
        return verdict.status();
    }

    /** Prints a text as processes answer, in UTF-8. */
    void print(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        new Body(out).write(bytes, 0, bytes.length);
    }

    /** Nobody takes what is printed any more, as when {@code head} has seen enough. */
    static final class OutputClosedException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private static final class Body extends FilterOutputStream {
        private final PrintStream stream;

        Body(PrintStream stream) {
            super(stream);
            this.stream = stream;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            stream.write(bytes, offset, length);
            flush();
        }

        @Override
        public void flush() {
            if (stream.checkError()) { // flushes too
                throw new OutputClosedException();
            }
        }
    }
}
