// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.CancelSafe;
import dev.weft.Task;
import java.io.IOException;

/**
 * A message that is read as it comes, of any length: what is not read yet is not taken from the peer, either. What is left of it when the next one
 * is received is skipped. Loop thread only.
 */
public final class IncomingMessage {
    private static final byte[] NOTHING = {};

    private final Messages messages;
    private final boolean isText;
    private Part next;
    private boolean isOver;

    IncomingMessage(Messages messages, Part first) {
        this.messages = messages;
        this.isText = first.isText();
        this.next = first;
    }

    /**
     * Whether it is a text, of which the bytes are UTF-8. A character may be cut between two pieces.
     *
     * @return true if it is one, false if it is of bytes
     */
    public boolean isText() {
        return isText;
    }

    boolean isOver() {
        return isOver;
    }

    /**
     * Suspends until more of it has come. Cancel-safe.
     *
     * @return a task that returns the next bytes, which are the caller's; none at the end, each time
     * @throws WebSocketException when awaited and the WebSocket has ended in the middle of it
     * @throws IllegalStateException when awaited while another task receives
     */
    @Async
    @CancelSafe
    public Task<byte[]> read() throws IOException {
        while (!isOver) {
            if (next == Part.END) {
                next = await(messages.part());
            }
            Part part = next;
            next = Part.END;
            isOver = part.isLast();
            if (part.bytes().length > 0) {
                return Task.of(part.bytes());
            }
        }
        return Task.of(NOTHING);
    }
}
