// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.CancelSafe;
import dev.weft.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes messages of their parts. What has come of one stays here when whoever waits for it is cancelled. Loop thread only. */
final class Messages {
    private final Session session;

    /** What has come of a message that is taken as a whole; null if nothing has. */
    private @Nullable ByteArrayOutputStream whole;

    /** What is read as it comes; null if nothing is. */
    private @Nullable IncomingMessage streamed;

    Messages(Session session) {
        this.session = session;
    }

    @Async
    @CancelSafe
    Task<Optional<WebSocketMessage>> next() throws IOException {
        await(skipStreamed());
        while (true) {
            Part part = await(session.inbox.take());
            if (part == Part.END) {
                requireNormalEnd();
                return Task.of(Optional.empty());
            }
            byte[] bytes = added(part);
            if (part.isLast()) {
                return Task.of(Optional.of(
                        part.isText()
                                ? new WebSocketMessage.Text(new String(bytes, UTF_8))
                                : new WebSocketMessage.Binary(bytes)));
            }
        }
    }

    /** Returns all of the message, if the part is the last one. */
    private byte[] added(Part part) throws WebSocketException {
        ByteArrayOutputStream before = whole;
        long size = (before == null ? 0L : before.size()) + part.bytes().length;
        if (size > session.options.maxMessage) {
            whole = null;
            throw session.ending.refuse(new WebSocketException(
                    CloseReason.TOO_BIG,
                    "a message of more than " + session.options.maxMessage
                            + " bytes; allow more by maxMessage, or take it by receiveInParts"));
        }
        if (part.isLast() && before == null) {
            return part.bytes();
        }
        ByteArrayOutputStream all = before == null ? new ByteArrayOutputStream(2 * part.bytes().length) : before;
        all.writeBytes(part.bytes());
        whole = part.isLast() ? null : all;
        return part.isLast() ? all.toByteArray() : part.bytes();
    }

    @Async
    @CancelSafe
    Task<Optional<IncomingMessage>> nextInParts() throws IOException {
        requireNoneBegun();
        await(skipStreamed());
        Part first = await(session.inbox.take());
        if (first == Part.END) {
            requireNormalEnd();
            return Task.of(Optional.empty());
        }
        IncomingMessage message = new IncomingMessage(this, first);
        streamed = message;
        return Task.of(Optional.of(message));
    }

    private void requireNoneBegun() {
        if (whole != null) {
            throw new IllegalStateException("A receive() of " + session
                    + " was cancelled in the middle of a message; receive() the rest of that first.");
        }
    }

    @Async
    @CancelSafe
    private Task<Void> skipStreamed() throws IOException {
        IncomingMessage message = streamed;
        while (message != null && !message.isOver()) {
            await(message.read());
        }
        streamed = null;
        return Task.done();
    }

    /** The next part of a message that has begun. */
    @Async
    @CancelSafe
    Task<Part> part() throws IOException {
        Part part = await(session.inbox.take());
        if (part == Part.END) {
            requireNormalEnd();
            throw new WebSocketException(CloseReason.LOST, session + " has ended in the middle of a message");
        }
        return Task.of(part);
    }

    private void requireNormalEnd() throws WebSocketException {
        WebSocketException failure = session.ending.failure();
        if (failure != null) {
            throw failure;
        }
    }
}
