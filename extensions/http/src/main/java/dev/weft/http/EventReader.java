// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events out of the pieces of a body, which end anywhere (HTML Standard, 9.2.6). Loop thread only. */
final class EventReader {
    static final int PIECE = 16 * 1024;

    /** More of them would be more milliseconds than there are. */
    private static final int MOST_DIGITS = 15;

    private final HttpBody body;
    private final int most;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private @Nullable String id;
    private @Nullable Duration retry;

    /** Of the event that comes, in bytes. */
    private int size;

    private boolean isFirstLine = true;

    /** Whether the last byte was a carriage return, of which a line feed is the other half. */
    private boolean isReturned;

    private EventReader(HttpBody body, int most) {
        this.body = body;
        this.most = most;
    }

    @Async
    static AsyncGenerator<ServerSentEvent> events(AsyncGenerator<byte[]> pieces, HttpBody body, int most)
            throws IOException {
        EventReader reader = new EventReader(body, most);
        while (await(pieces.next())) {
            for (ServerSentEvent event : reader.read(pieces.current())) {
                emit(event);
            }
        }
        return AsyncGenerator.done();
    }

    /** The events that end in a piece. */
    private List<ServerSentEvent> read(byte[] piece) throws BodyTooLongException {
        List<ServerSentEvent> events = new ArrayList<>(2);
        for (byte next : piece) {
            boolean isOtherHalf = isReturned && next == '\n';
            isReturned = next == '\r';
            if (next != '\r' && next != '\n') {
                line.write(next);
                if (++size > most) {
                    throw new BodyTooLongException(body, "an event", most);
                }
            } else if (!isOtherHalf) {
                ends(events);
            }
        }
        return events;
    }

    private void ends(List<ServerSentEvent> events) {
        String text = line.toString(UTF_8);
        line.reset();
        if (isFirstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        isFirstLine = false;
        if (text.isEmpty()) {
            dispatch(events);
        } else {
            int colon = text.indexOf(':');
            String value = colon < 0 ? "" : text.substring(colon + 1);
            field(colon < 0 ? text : text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    /** What is none of these is passed over, and so is a comment, whose field has no name. */
    private void field(String field, String value) {
        switch (field) {
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = isNumber(value) ? Duration.ofMillis(Long.parseLong(value)) : retry;
            default -> {}
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** One without data is none, and what it says of the number and the delay is that of the next. */
    private void dispatch(List<ServerSentEvent> events) {
        if (data.length() > 0) {
            events.add(ServerSentEvent.read(data.substring(0, data.length() - 1), name, id, retry));
            retry = null;
        }
        data.setLength(0);
        name = "";
        size = 0;
    }
}
