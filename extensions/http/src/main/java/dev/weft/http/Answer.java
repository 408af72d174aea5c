// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Writes one answer. Loop thread only. */
final class Answer {
    /** Up to here a body is copied behind its head, so that both are one call of the system. */
    private static final int SMALL = 16 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What is sent under one limit of time: a slow client has it for each of these. */
    private static final int PIECE = 256 * 1024;

    private final ByteStream stream;
    private final HttpRequest request;
    private final boolean isHead;
    private final Limits limits;
    private final InstantSource clock;

    /** Whether the connection goes on behind it. */
    private boolean persists;

    private int status;
    private long sent;
    private boolean isWhole;

    private final Events events = new Events();

    Answer(ByteStream stream, HttpRequest request, Limits limits, InstantSource clock) {
        this.stream = stream;
        this.request = request;
        this.isHead = request.method().equals("HEAD");
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether the client may have been told something. */
    boolean hasBegun() {
        return status != 0;
    }

    /** Whether all of it was given to the connection. */
    boolean isWhole() {
        return isWhole;
    }

    /** The server stops. */
    void drain() {
        events.end();
    }

    /** What an observer is told of it. */
    Served served(int otherStatus, @Nullable Throwable failure) {
        return new Served(request, hasBegun() ? status : otherStatus, sent, limits.taken(), failure);
    }

    /**
     * Returns whether the connection goes on.
     *
     * @throws MakingException if what makes the body fails
     */
    @Async
    Task<Boolean> write(HttpResponse response, boolean mayPersist) throws IOException {
        persists = mayPersist;
        if (response.isUnlimited()) {
            limits.answersWithoutLimit();
        }
        limits.writes();
        Content content = response.content.arrived(SMALL);
        if (content instanceof Content.Bytes whole) {
            await(write(response, whole.bytes));
        } else if (content instanceof Content.Made made) {
            await(write(response, made));
        } else if (content instanceof Content.FilePart part) {
            await(write(response, part));
        }
        isWhole = true;
        return Task.of(persists);
    }

    @Async
    private Task<Void> write(HttpResponse response, byte[] body) throws IOException {
        MessageHead head = head(response);
        if (!response.hasNoBody()) {
            head.field("content-length", Integer.toString(body.length));
        }
        head.line("");
        int count = isHead || response.hasNoBody() ? 0 : body.length;
        if (count <= SMALL) {
            sent = count;
            await(stream.write((count > 0 ? head.bytes(body) : head).buffer()));
            return Task.done();
        }
        await(stream.write(head.buffer(), ByteBuffer.wrap(body, 0, Math.min(count, PIECE))));
        for (sent = Math.min(count, PIECE); sent < count; ) {
            limits.writes();
            int piece = (int) Math.min(count - sent, PIECE);
            await(stream.write(ByteBuffer.wrap(body, (int) sent, piece)));
            sent += piece;
        }
        return Task.done();
    }

    @Async
    private Task<Void> write(HttpResponse response, Content.FilePart part) throws IOException {
        boolean hasBody = !isHead && part.count() > 0;
        try (FileChannel file = await(open(part.file()))) {
            MessageHead head = head(response).field("content-length", Long.toString(part.count()));
            await(stream.write(head.line("").buffer()));
            while (hasBody && sent < part.count()) {
                limits.writes();
                long piece = Math.min(part.count() - sent, PIECE);
                await(stream.sendFile(file, part.position() + sent, piece));
                sent += piece;
            }
        }
        return Task.done();
    }

    @Async
    private static Task<FileChannel> open(Path file) throws MakingException {
        try {
            return Task.of(await(blocking(() -> FileChannel.open(file, StandardOpenOption.READ))));
        } catch (IOException failed) {
            throw new MakingException(failed);
        }
    }

    /** In chunks, if nobody knows how long it is; to a client that does not know these, up to the end of the connection. */
    @Async
    private Task<Void> write(HttpResponse response, Content.Made made) throws IOException {
        try (AsyncGenerator<byte[]> closed = made.made()) {
            boolean hasBody = !isHead && !response.hasNoBody();
            boolean isChunked = request.isHttp11() && made.length() < 0;
            persists &= isChunked || !hasBody || made.length() >= 0;
            if (response.isOfEvents()) { // a browser is told by it that it is connected
                await(stream.write(unsentHead(response, made)));
            }
            limits.handles();
            Pieces pieces = new Pieces(closed, made.length());
            while (hasBody && await(events.next(pieces, response))) {
                await(write(unsentHead(response, made), pieces.current(), isChunked));
                limits.handles();
            }
            limits.writes();
            ByteBuffer unsent = unsentHead(response, made);
            if (hasBody && isChunked) {
                await(stream.write(unsent, Chunk.last()));
            } else if (unsent.hasRemaining()) {
                await(stream.write(unsent));
            }
        }
        return Task.done();
    }

    /** Nothing, if it was sent: it waits for the first piece, so that both are one write, and another answer can take its place. */
    private ByteBuffer unsentHead(HttpResponse response, Content.Made made) {
        return hasBegun() ? NOTHING : head(response, made);
    }

    private ByteBuffer head(HttpResponse response, Content.Made made) {
        MessageHead head = head(response);
        if (!response.hasNoBody() && made.length() >= 0) {
            head.field("content-length", Long.toString(made.length()));
        } else if (!response.hasNoBody() && request.isHttp11()) {
            head.field("transfer-encoding", "chunked");
        }
        return head.line("").buffer();
    }

    @Async
    private Task<Void> write(ByteBuffer before, byte[] piece, boolean isChunked) throws IOException {
        limits.writes();
        if (piece.length > 0 && isChunked) {
            await(stream.write(Chunk.of(before, piece)));
        } else {
            await(stream.write(before, ByteBuffer.wrap(piece)));
        }
        sent += piece.length;
        return Task.done();
    }

    private MessageHead head(HttpResponse response) {
        status = response.status;
        MessageHead head = new MessageHead(256)
                .line("HTTP/1.1 " + Status.line(response.status))
                .fields(response.headers);
        if (!response.headers.has("date")) { // as that of a server behind a proxy
            head.field("date", HttpDate.ofMillis(clock.millis()));
        }
        if (response.switching != null) {
            head.field("connection", "upgrade").field("upgrade", response.switching.protocol());
        } else if (!persists) {
            head.field("connection", "close");
        } else if (!request.isHttp11()) {
            head.field("connection", "keep-alive");
        }
        return head;
    }
}
