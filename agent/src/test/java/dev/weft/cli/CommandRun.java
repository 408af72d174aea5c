// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.cli.process.Targets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Runs commands in this JVM, and keeps what they print. */
final class CommandRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Session session;

    CommandRun() {
        this(Targets.ofThisMachine("", note -> {}), false);
    }

    CommandRun(Targets targets, boolean isTerminal) {
        session =
                new Session(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), isTerminal, targets);
    }

    int run(String... args) {
        return new Main(session).run(List.of(args));
    }

    String out() {
        return out.toString(UTF_8).replace("\r", "");
    }

    String err() {
        return err.toString(UTF_8).replace("\r", "");
    }

    void forget() {
        out.reset();
        err.reset();
    }
}
