// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A process that a command is about. One thread at a time. */
public final class Target {
    /** How long somebody who has just made a socket may take to listen on it. */
    private static final long MILLIS_TO_LISTEN = 100;

    private final SeenProcess process;
    private final Consumer<String> notes;

    Target(SeenProcess process, Consumer<String> notes) {
        this.process = process;
        this.notes = notes;
    }

    /**
     * Takes one answer.
     */
    @FunctionalInterface
    public interface AnswerReader {
        /**
         * Reads the answer.
         *
         * @param answer its head has been read
         * @throws IOException if it breaks off
         * @throws Failure if it is none that one can use
         */
        void read(Answer answer) throws IOException, Failure;
    }

    /**
     * Returns its number.
     *
     * @return the number by which the system knows it here
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns what it runs.
     *
     * @return its main class, module or jar, or what else is known
     */
    public String name() {
        return MainClass.in(process.commandLine());
    }

    /** Tells whether it has a socket, or whether that is not for us to see. */
    boolean mayAnswer() {
        try {
            return !process.sockets().isEmpty();
        } catch (Failure e) {
            return true;
        }
    }

    /**
     * Asks the process: once for each runtime of Weft that is loaded in it.
     *
     * @param request what for
     * @param reader takes each answer
     * @throws Failure if it cannot be asked, or does not answer
     */
    public void ask(Request request, AnswerReader reader) throws Failure {
        boolean answered = false;
        for (Path socket : process.sockets()) {
            answered |= ask(socket, request, reader);
        }
        if (!answered) {
            throw process.isAlive()
                    ? process.withoutSocket()
                    : new Failure(ExitStatus.NO_PROCESS, "process " + pid() + " has just ended");
        }
    }

    /** Returns false if nobody listens there. */
    private boolean ask(Path socket, Request request, AnswerReader reader) throws Failure {
        try (Exchange exchange = connect(socket, request)) {
            reader.read(exchange.answer(request).orRefuse(request, this));
            return true;
        } catch (TimeLimit.PassedException e) {
            throw new Failure(
                    ExitStatus.NO_ANSWER,
                    "process " + pid() + " (" + name() + ") has said nothing for "
                            + request.limit().toMillis() + " ms; " + process.silence());
        } catch (ConnectException e) {
            remove(socket);
            return false;
        } catch (BindException e) { // what the JDK makes of a missing right
            throw process.refused(socket);
        } catch (IOException e) {
            if (!Files.exists(socket)) {
                return false;
            }
            throw new Failure(
                    ExitStatus.NO_ANSWER, "process " + pid() + " (" + name() + ") has broken off its answer: " + e);
        }
    }

    private static Exchange connect(Path socket, Request request) throws IOException {
        try {
            return Exchange.with(socket, request.limit());
        } catch (ConnectException e) {
            pause();
            return Exchange.with(socket, request.limit());
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(MILLIS_TO_LISTEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What nobody listens on was left behind by another process of the same number, or by a door that did not close. */
    private void remove(Path socket) {
        try {
            Files.delete(socket);
            notes.accept("removed " + socket + ", on which nobody listens: it was left behind");
        } catch (IOException e) {
            notes.accept(socket + " was left behind, nobody listens on it, and it cannot be removed: " + e);
        }
    }
}
