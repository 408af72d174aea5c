// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.TaskDump;
import dev.weft.internal.door.Request.UnreadableException;
import dev.weft.internal.door.ToClient.ClientGoneException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of the socket: its request as far as it has come, and then its answer. One thread at a time. */
final class Visitor {
    /** As many bytes as a request may have. */
    static final int MOST_BYTES = 8 * 1024;

    private static final int MOST_PARTS_LEFT = 256;

    private final SocketChannel channel;
    private final Limits limits;
    private final long since = System.nanoTime();
    private final ByteBuffer input = ByteBuffer.allocate(MOST_BYTES);

    Visitor(SocketChannel channel, Limits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /**
     * Reads what has come. Returns what gives the answer; null if the request has not ended yet.
     *
     * @throws IOException if the client has gone
     */
    @Nullable
    Supplier<Answer> read(Resources resources) throws IOException {
        int count = channel.read(input);
        if (count < 0 && input.position() == 0) {
            throw new IOException("The client has gone");
        }
        try {
            Request request = Request.of(text(), count < 0);
            if (request != null) {
                return () -> resources.answer(request);
            }
        } catch (UnreadableException unreadable) {
            return refusal(unreadable.status, String.valueOf(unreadable.getMessage()));
        }
        return input.hasRemaining() ? null : refusal(431, "A request has " + MOST_BYTES + " bytes at most");
    }

    private String text() {
        return new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
    }

    /** Returns what answers that the request does not come to its end; null if there is time left. */
    @Nullable
    Supplier<Answer> late() {
        return millisLeft() > 0 ? null : refusal(408, "Half a request in " + limits.requestMillis() + " ms");
    }

    long millisLeft() {
        return limits.requestMillis() - (System.nanoTime() - since) / 1_000_000;
    }

    static Supplier<Answer> refusal(int status, String text) {
        return () -> Answer.refusal(status, text);
    }

    /** Makes the answer and sends it. A client that goes away meanwhile, or does not read, is let go. */
    void answer(Supplier<Answer> making) {
        try (channel) {
            ToClient out = new ToClient(channel, limits.answerMillis());
            try {
                send(making.get(), out);
            } catch (ClientGoneException gone) {
                throw gone;
            } catch (IllegalArgumentException wrong) { // shows when it is written, as a filter that cannot be found out
                send(Answer.refusal(400, String.valueOf(wrong.getMessage())), out);
            } catch (Throwable failed) {
                send(Resources.failure(failed), out);
            }
            passOverTheRest();
        } catch (Throwable gone) { // or no memory for either answer
            return;
        }
    }

    private static void send(Answer answer, ToClient out) throws Exception {
        if (out.begin(head(answer))) {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            answer.body().writeTo(writer);
            writer.flush();
        }
    }

    /** Takes what nobody has read of the request: a socket that is closed with some of it left breaks off the answer too. */
    private void passOverTheRest() throws IOException {
        int parts = MOST_PARTS_LEFT;
        do {
            input.clear();
        } while (channel.read(input) > 0 && --parts > 0);
    }

    private static String head(Answer answer) {
        StringBuilder head = new StringBuilder(200);
        head.append("HTTP/1.0 ").append(answer.status()).append(' ').append(reason(answer.status()));
        head.append("\r\nContent-Type: ").append(answer.type()).append("; charset=utf-8\r\n");
        head.append("Weft-Schema: ").append(TaskDump.SCHEMA).append("\r\n");
        new TreeMap<>(answer.headers())
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed\r\nAllow: GET";
            case 408 -> "Request Timeout";
            case 503 -> "Service Unavailable";
            case 431 -> "Request Header Fields Too Large";
            default -> "Internal Server Error";
        };
    }

    void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            return; // it is gone, one way or the other
        }
    }
}
