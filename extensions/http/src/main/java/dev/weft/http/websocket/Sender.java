// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.io.EndpointClosedException;
import dev.weft.io.StreamWriter;
import dev.weft.net.Connection;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What goes out: frames that are whole, from any number of tasks, and the close behind all of them. Loop thread only. */
final class Sender {
    private static final byte[] NOTHING = {};

    /** What the peer may let lie before its pings are answered no more. */
    private static final int MOST_BEHIND = 64 * 1024;

    private final Connection connection;
    private final StreamWriter writer;
    private final boolean isClient;
    private final int compressFrom;
    private final @Nullable Deflation deflation;

    /** Of a message that is sent in parts; between them no other message may come, but whatever controls. */
    private final Mutex inParts = new Mutex("message in parts");

    private final Event isTold = new Event("last word to the peer of a WebSocket");
    private @Nullable CloseReason told;

    Sender(Connection connection, boolean isClient, int compressFrom, @Nullable Deflation deflation) {
        this.connection = connection;
        this.writer = StreamWriter.of(connection);
        this.isClient = isClient;
        this.compressFrom = compressFrom;
        this.deflation = deflation;
    }

    /** What the peer was told at the end; null if it was told nothing yet. */
    @Nullable
    CloseReason told() {
        return told;
    }

    Awaitable<Void> untilTold() {
        return isTold.untilSet();
    }

    // ------------------------------------------------------------------ messages

    /** Sends a message. What was not sent when this is cancelled is sent all the same, once it had its turn. */
    @Async
    Task<Void> send(int opcode, byte[] message) throws IOException {
        if (inParts.isLocked()) {
            try (Mutex.Guard turn = await(inParts.lock())) {
                write(opcode, message);
            }
        } else {
            write(opcode, message);
        }
        await(writer.drain());
        return Task.done();
    }

    private void write(int opcode, byte[] message) throws IOException {
        if (deflation != null && message.length >= compressFrom) {
            frame(Frame.FIN | Frame.COMPRESSED | opcode, deflation.of(message, true));
        } else {
            frame(Frame.FIN | opcode, message);
        }
    }

    /** Sends a message in parts, each as soon as it is made. One that is not sent to its end ends the WebSocket. */
    @Async
    Task<Void> send(int opcode, AsyncGenerator<byte[]> parts) throws IOException {
        try (parts;
                Mutex.Guard turn = await(inParts.lock())) {
            boolean isWhole = false;
            try {
                await(rest(opcode, parts));
                isWhole = true;
            } finally {
                if (!isWhole) {
                    close(new CloseReason(CloseReason.FAILED, "a message that was not made to its end"));
                }
            }
        }
        await(writer.drain());
        return Task.done();
    }

    @Async
    private Task<Void> rest(int opcode, AsyncGenerator<byte[]> parts) throws IOException {
        int first = opcode | (deflation == null ? 0 : Frame.COMPRESSED);
        while (await(parts.next())) {
            frame(first, deflation == null ? parts.current() : deflation.of(parts.current(), false));
            first = Frame.CONTINUATION;
            await(writer.drain());
        }
        frame(Frame.FIN | first, deflation == null ? NOTHING : deflation.of(NOTHING, true));
        return Task.done();
    }

    private void frame(int first, byte[] payload) throws IOException {
        if (told != null) {
            throw new WebSocketException(told.code(), "nothing can be sent any more: the peer was told " + told);
        }
        put(first, payload);
    }

    private void put(int first, byte[] payload) throws IOException {
        if (!connection.isOpen()) { // else the writer would find that out later
            throw new EndpointClosedException(connection + " is closed");
        }
        ByteBuffer[] frame = isClient ? Frame.masked(first, payload, Mask.Keys.next()) : Frame.of(first, payload);
        writer.write(frame);
    }

    // ------------------------------------------------------------------ what controls

    /** Sends a ping or a pong; nothing behind the close. */
    void control(int opcode, byte[] payload) throws IOException {
        if (told == null) {
            put(Frame.FIN | opcode, payload);
        }
    }

    /** Tells the peer that this is the end, unless it was told before. A connection that fails now is noticed by whoever reads. */
    void close(CloseReason reason) {
        if (told != null) {
            return;
        }
        try {
            put(Frame.FIN | Frame.CLOSE, payload(reason));
        } catch (IOException gone) {
            return;
        } finally {
            told = reason;
            isTold.set();
        }
    }

    private static byte[] payload(CloseReason reason) {
        if (!CloseReason.maySend(reason.code())) {
            return NOTHING;
        }
        byte[] text = reason.text().getBytes(UTF_8);
        byte[] payload = Arrays.copyOf(new byte[] {(byte) (reason.code() >> 8), (byte) reason.code()}, 2 + text.length);
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    // ------------------------------------------------------------------ what is not sent yet

    /** Whether the peer does not take what it is sent. */
    boolean isBehind() {
        return writer.pending() > MOST_BEHIND;
    }

    boolean hasUnsent() {
        return writer.pending() > 0;
    }

    Awaitable<Void> drained() throws IOException {
        return writer.drain();
    }

    Awaitable<Void> flushed() throws IOException {
        return writer.flush();
    }

    /** Nothing is sent any more. */
    void end() {
        if (deflation != null) {
            deflation.close();
        }
    }
}
