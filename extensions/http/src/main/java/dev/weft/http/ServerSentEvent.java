// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that a server sends, to a browser's {@code EventSource} or another client: one of the many that are the body of an answer ({@link
 * HttpResponse#events}, {@link ClientResponse#events}). Immutable: each method that changes something makes another one. Any thread. No
 * argument may be null.
 *
 * <pre>{@code
 * emit(ServerSentEvent.of(price).name("price").id(number));
 * }</pre>
 */
public final class ServerSentEvent {
    /** The name of those that have none. */
    private static final String MESSAGE = "message";

    /** Null for a comment. */
    private final @Nullable String data;

    private final String comment;
    private final String name;
    private final @Nullable String id;
    private final @Nullable Duration retry;

    private ServerSentEvent(
            @Nullable String data, String comment, String name, @Nullable String id, @Nullable Duration retry) {
        this.data = data;
        this.comment = comment;
        this.name = name;
        this.id = id;
        this.retry = retry;
    }

    /**
     * Makes an event.
     *
     * @param data its text, of any number of lines
     * @return the event
     */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(Objects.requireNonNull(data, "data"), "", MESSAGE, null, null);
    }

    /** One that was read; what was not said is null. */
    static ServerSentEvent read(String data, String name, @Nullable String id, @Nullable Duration retry) {
        return new ServerSentEvent(data, "", name.isEmpty() ? MESSAGE : name, id, retry);
    }

    /**
     * Makes a line that the browser does not tell the page of: proxies see by it that the connection lives.
     *
     * @param text one line; may be empty
     * @return the line
     * @throws IllegalArgumentException if it has several lines
     */
    public static ServerSentEvent comment(String text) {
        return new ServerSentEvent(null, line(text, "comment"), MESSAGE, null, null);
    }

    /**
     * Names the kind of the event, by which the page listens to it; {@code message}, if it is not said.
     *
     * @param kind one line
     * @return the other event
     * @throws IllegalArgumentException if it has several lines
     */
    public ServerSentEvent name(String kind) {
        return new ServerSentEvent(data, comment, line(kind, "name"), id, retry);
    }

    /**
     * Numbers the event: a browser that comes again says the last one that it has got, in the header field {@code last-event-id}.
     *
     * @param number one line
     * @return the other event
     * @throws IllegalArgumentException if it has several lines, or the character U+0000
     */
    public ServerSentEvent id(String number) {
        if (line(number, "id").indexOf('\0') >= 0) {
            throw new IllegalArgumentException("id(...): a browser takes none with the character U+0000");
        }
        return new ServerSentEvent(data, comment, name, number, retry);
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
        return new ServerSentEvent(data, comment, name, id, delay);
    }

    private static String line(String text, String what) {
        if (Objects.requireNonNull(text, what).indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(
                    what + "(\"" + text.lines().findFirst().orElse("") + "...\"): one line, and not several");
        }
        return text;
    }

    /**
     * Returns the text.
     *
     * @return of any number of lines, between which is {@code \n} in one that was received; empty for a comment
     */
    public String data() {
        return data == null ? "" : data;
    }

    /**
     * Returns the kind.
     *
     * @return the name; {@code message} if none was said
     */
    public String name() {
        return name;
    }

    /**
     * Returns the number.
     *
     * @return that of this one; in one that was received, the last that was said by then, and so what to come again with
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Returns how long to wait before coming again.
     *
     * @return the delay; empty if this one says none
     */
    public Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    byte[] bytes() {
        return toString().getBytes(UTF_8);
    }

    /** As it is sent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (data == null) {
            text.append(": ").append(comment).append('\n');
        }
        if (!name.equals(MESSAGE)) {
            text.append("event: ").append(name).append('\n');
        }
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        if (retry != null) {
            text.append("retry: ").append(retry.toMillis()).append('\n');
        }
        if (data != null) {
            for (String line : data.split("\\r\\n|\\r|\\n", -1)) {
                text.append("data: ").append(line).append('\n');
            }
        }
        return text.append('\n').toString();
    }
}
