// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What a process answers. Its body is read once, and while it comes. */
public final class Answer {
    private final AnswerHead head;
    private final Exchange exchange;

    Answer(AnswerHead head, Exchange exchange) {
        this.head = head;
        this.exchange = exchange;
    }

    /**
     * Returns what the head says.
     *
     * @param name as {@code Weft-Schema}
     * @return the value, or nothing if it says nothing of that
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().get(name));
    }

    /**
     * Returns what the command is to exit with.
     *
     * @return the verdict of the process, 0 if it has none
     */
    public int exit() {
        return header("Weft-Exit")
                .filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /**
     * Passes the body on, each part when it has come.
     *
     * @param out where it goes, and is flushed
     * @throws IOException if it breaks off, or {@code out} takes no more
     */
    public void copyTo(OutputStream out) throws IOException {
        exchange.copyTo(out);
    }

    /**
     * Reads the body.
     *
     * @return all of it
     * @throws IOException if it breaks off
     */
    public String text() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes);
        return bytes.toString(UTF_8);
    }

    /** Returns the same answer if it is one to what was asked. */
    Answer orRefuse(Request request, Target target) throws IOException, Failure {
        int status = head.status();
        if (status == 200) {
            return this;
        }
        String process = "process " + target.pid() + " (" + target.name() + ")";
        String reason = text().strip();
        throw switch (status) {
            case 400 -> new Failure(ExitStatus.MISUSED, process + " says: " + reason);
            case 403 -> new Failure(ExitStatus.NO_RIGHTS, process + " says: " + reason);
            case 404 ->
                new Failure(
                        ExitStatus.OTHER_VERSION,
                        process + " has Weft " + header("Weft-Version").orElse("of another version")
                                + ", which does not know \"" + request.resource() + "\"; it says: "
                                + reason.lines().findFirst().orElse("nothing").replaceAll(" There is:$", ""));
            default -> new Failure(ExitStatus.NO_ANSWER, process + " failed to answer (" + status + "): " + reason);
        };
    }
}
