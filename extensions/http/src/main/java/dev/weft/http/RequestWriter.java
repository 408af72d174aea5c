// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Writes one request. Loop thread only. */
final class RequestWriter {
    /** Up to here a body is copied behind its head, so that both are one call of the system. */
    private static final int SMALL = 16 * 1024;

    /** Up to here a body is written before the response is waited for; more of it is sent meanwhile, as the response may come before its end. */
    private static final int SENT_BEFORE = 64 * 1024;

    /** What is sent under one limit of time. */
    private static final int PIECE = 256 * 1024;

    private final Connection stream;
    private final ClientRequest request;
    private final Progress progress;

    /** That of a file which is open. */
    private @Nullable FileChannel file;

    private long size;

    private boolean isOver;
    private @Nullable Throwable failure;

    RequestWriter(Connection stream, ClientRequest request, Progress progress) {
        this.stream = stream;
        this.request = request;
        this.progress = progress;
    }

    /** Whether all is written. */
    boolean isOver() {
        return isOver;
    }

    /** What has failed, if something has. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Writes the head, and a small body. A connection that fails is remembered: the server may have answered before.
     *
     * @throws IOException if the file that is the body cannot be opened
     */
    @Async
    Task<Void> begin() throws IOException {
        MessageHead head = head();
        byte[] small = EmptyBody.NONE;
        Content content = request.expectsContinue ? request.content : request.content.arrived(SMALL);
        if (content instanceof Content.Bytes whole) {
            isOver = whole.bytes.length <= SENT_BEFORE && !request.expectsContinue;
            small = isOver ? whole.bytes : small;
            length(head, whole.bytes.length);
        } else if (content instanceof Content.FilePart part) {
            FileChannel open = await(blocking(() -> FileChannel.open(part.file(), StandardOpenOption.READ)));
            file = open;
            size = open.size();
            length(head, size);
        } else {
            length(head, content.length());
        }
        await(begin(head.line(""), small));
        return Task.done();
    }

    @Async
    private Task<Void> begin(MessageHead head, byte[] small) {
        try {
            if (small.length <= SMALL) {
                await(stream.write(head.bytes(small).buffer()));
            } else {
                await(stream.write(head.buffer(), ByteBuffer.wrap(small)));
            }
        } catch (IOException gone) {
            failure = gone;
        }
        return Task.done();
    }

    private MessageHead head() {
        MessageHead head = new MessageHead(256);
        head.line(request.method + ' ' + request.target() + " HTTP/1.1");
        if (!request.headers.has("host")) {
            head.field("host", request.origin.authority());
        }
        head.fields(request.headers);
        if (request.protocol != null) {
            head.field("connection", "upgrade").field("upgrade", request.protocol);
        }
        return request.expectsContinue ? head.field("expect", "100-continue") : head;
    }

    /** Says how long the body is, if the server might wait for one. */
    private void length(MessageHead head, long length) {
        if (length < 0) {
            head.field("transfer-encoding", "chunked");
        } else if (length > 0 || !(request.content instanceof Content.Bytes) || mayHaveBody(request.method)) {
            head.field("content-length", Long.toString(length));
        }
    }

    private static boolean mayHaveBody(String method) {
        return switch (method) {
            case "GET", "HEAD", "DELETE", "OPTIONS", "TRACE" -> false;
            default -> true;
        };
    }

    /** Writes the rest, as a task of its own, which never fails: it remembers what has. */
    @Async
    Task<Void> rest() {
        try {
            if (request.content instanceof Content.Bytes whole) {
                await(write(whole.bytes));
            } else if (request.content instanceof Content.Made made) {
                await(write(made));
            } else {
                await(writeFile());
            }
            isOver = true;
            progress.waitsForHead();
        } catch (TimeoutException late) {
            failure = progress.late(ClientException.Phase.REQUEST, late);
            stream.reset();
        } catch (MakingException broken) {
            failure = broken;
            stream.reset();
        } catch (IOException gone) { // and its answer may have come before
            failure = gone;
            progress.waitsForHead();
        } catch (CancellationException stopped) {
            return Task.done();
        } catch (Throwable broken) { // of what closes the generator
            failure = new MakingException(broken);
            stream.reset();
        } finally {
            closeFile();
        }
        return Task.done();
    }

    @Async
    private Task<Void> write(byte[] body) throws IOException, TimeoutException {
        for (int sent = 0; sent < body.length; sent += PIECE) {
            await(limited(stream.write(ByteBuffer.wrap(body, sent, Math.min(PIECE, body.length - sent)))));
        }
        return Task.done();
    }

    @Async
    private Task<Void> writeFile() throws IOException, TimeoutException {
        FileChannel open = file;
        if (open != null) {
            try {
                for (long sent = 0; sent < size; sent += PIECE) {
                    await(limited(stream.sendFile(open, sent, Math.min(PIECE, size - sent))));
                }
            } catch (EOFException shorter) { // than it was when its length was said
                throw new MakingException(shorter);
            }
        }
        return Task.done();
    }

    @Async
    private Task<Void> write(Content.Made made) throws IOException, TimeoutException {
        try (AsyncGenerator<byte[]> closed = made.made()) {
            Pieces pieces = new Pieces(closed, made.length());
            while (await(pieces.next())) {
                await(write(pieces.current(), made.length() < 0));
            }
        }
        if (made.length() < 0) {
            await(limited(stream.write(Chunk.last())));
        }
        return Task.done();
    }

    @Async
    private Task<Void> write(byte[] piece, boolean isChunked) throws IOException, TimeoutException {
        if (piece.length > 0) {
            await(limited(isChunked ? stream.write(Chunk.of(piece)) : stream.write(ByteBuffer.wrap(piece))));
        }
        return Task.done();
    }

    private <T> Awaitable<T> limited(Awaitable<T> write) throws TimeoutException {
        return waitFor(write, progress.options.write);
    }

    /** Closes what makes the body, if {@link #rest} was not begun; else that has done so. */
    @Async
    Task<Void> drop() {
        closeFile();
        if (request.content instanceof Content.Made made) {
            await(made.made().closing());
        }
        return Task.done();
    }

    private void closeFile() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) { // of a file that was only read
                return;
            }
        }
    }
}
