// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Objects;

/**
 * An event that a server sends to a browser's {@code EventSource}, as one of the many that are the body of an answer ({@link
 * HttpResponse#events}). Immutable: each method makes another one. Any thread. No argument may be null.
 *
 * <pre>{@code
 * emit(ServerSentEvent.of(price).name("price").id(number));
 * }</pre>
 */
public final class ServerSentEvent {
    private final String fields;
    private final String data;

    private ServerSentEvent(String fields, String data) {
        this.fields = fields;
        this.data = data;
    }

    /**
     * Makes an event.
     *
     * @param data its text, of any number of lines
     * @return the event
     */
    public static ServerSentEvent of(String data) {
        StringBuilder lines = new StringBuilder();
        for (String line : Objects.requireNonNull(data, "data").split("\\r\\n|\\r|\\n", -1)) {
            lines.append("data: ").append(line).append('\n');
        }
        return new ServerSentEvent("", lines.toString());
    }

    /**
     * Makes a line that the browser does not tell the page of: proxies see by it that the connection lives.
     *
     * @param text one line; may be empty
     * @return the line
     * @throws IllegalArgumentException if it has several lines
     */
    public static ServerSentEvent comment(String text) {
        return new ServerSentEvent(": " + line(text, "comment") + '\n', "");
    }

    /**
     * Names the kind of the event, by which the page listens to it; {@code message}, if it is not said.
     *
     * @param name one line
     * @return the other event
     * @throws IllegalArgumentException if it has several lines
     */
    public ServerSentEvent name(String name) {
        return new ServerSentEvent(fields + "event: " + line(name, "name") + '\n', data);
    }

    /**
     * Numbers the event: a browser that comes again says the last one that it has got, in the header field {@code last-event-id}.
     *
     * @param id one line
     * @return the other event
     * @throws IllegalArgumentException if it has several lines, or the character U+0000
     */
    public ServerSentEvent id(String id) {
        if (line(id, "id").indexOf('\0') >= 0) {
            throw new IllegalArgumentException("id(...): a browser takes none with the character U+0000");
        }
        return new ServerSentEvent(fields + "id: " + id + '\n', data);
    }

    /**
     * Says how long the browser waits before it comes again.
     *
     * @param delay at least zero; sent in milliseconds
     * @return the other event
     * @throws IllegalArgumentException if it is negative
     */
    public ServerSentEvent retry(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("retry(" + delay + "): at least zero");
        }
        return new ServerSentEvent(fields + "retry: " + delay.toMillis() + '\n', data);
    }

    private static String line(String text, String what) {
        if (Objects.requireNonNull(text, what).indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(
                    what + "(\"" + text.lines().findFirst().orElse("") + "...\"): one line, and not several");
        }
        return text;
    }

    byte[] bytes() {
        return toString().getBytes(UTF_8);
    }

    /** As it is sent. */
    @Override
    public String toString() {
        return fields + data + '\n';
    }
}
