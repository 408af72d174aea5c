// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.io.ByteStream;
import dev.weft.io.StreamWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;

/**
 * Netty's codec of HTTP/2 for one connection: frames, HPACK, the states of streams, the windows. It is given what comes, and what it says goes
 * out behind what others have said in this turn of the loop. Its buffers are on the heap and of no pool, so that an idle connection holds
 * none. Loop thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of what ends streams: if that fails the codec ends the connection
final class Http2Codec {
    /** Of all connections; counts the bytes of its buffers that were not released. */
    static final UnpooledByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(false);

    /** How much may be said and not taken by the connection before nothing is read any more. */
    private static final int FULL = 256 * 1024;

    /** How much may be on its way before the next piece of a body waits. */
    private static final int MARK = 64 * 1024;

    private final EmbeddedChannel channel;
    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext context;
    private final StreamWriter writer;

    Http2Codec(ByteStream stream, Http2ConnectionHandler handler) throws IOException {
        this.handler = handler;
        this.writer = StreamWriter.of(stream, MARK);
        this.channel =
                EmbeddedChannel.builder().register(false).handlers(handler).build();
        channel.config().setAllocator(BUFFERS);
        try {
            channel.register();
            this.context = Objects.requireNonNull(channel.pipeline().context(handler));
            widen(Http2Setup.CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
        } catch (Exception failed) {
            throw new IOException("the codec of HTTP/2 does not start", failed);
        }
        send();
    }

    private void widen(int by) throws Http2Exception {
        var connection = handler.connection();
        connection.local().flowController().incrementWindowSize(connection.connectionStream(), by);
    }

    // ------------------------------------------------------------------ what comes

    /** Takes what has come, and tells the listener of what is in it. */
    void receive(byte[] bytes) throws IOException {
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        } finally {
            send();
        }
    }

    /** Whether it goes on: nobody has closed it, and the client has broken no rule that ends a connection. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /** Some of the body of a stream was used: the client may send as much again. */
    void consumed(Http2Stream stream, int count) throws IOException {
        try {
            if (handler.connection().local().flowController().consumeBytes(stream, count)) {
                flush();
            }
        } catch (Http2Exception failed) {
            throw new IOException("the window of stream " + stream.id() + " does not move", failed);
        }
    }

    // ------------------------------------------------------------------ what is said

    /** Says a head; it goes out with the next {@link #flush}. */
    void headers(int stream, Http2Headers headers, boolean isLast) throws IOException {
        requireSent(handler.encoder().writeHeaders(context, stream, headers, 0, isLast, context.newPromise()));
    }

    /** Says a piece of a body; done when the windows of the client have let all of it through. */
    ChannelFuture data(int stream, byte[] bytes, int from, int count, boolean isLast) throws IOException {
        ByteBuf piece = Unpooled.wrappedBuffer(bytes, from, count);
        ChannelFuture sent = handler.encoder().writeData(context, stream, piece, 0, isLast, context.newPromise());
        flush();
        return sent;
    }

    /** Breaks a stream off, if there is one. */
    void reset(int stream, Http2Error reason) throws IOException {
        if (isOpen() && handler.connection().stream(stream) != null) {
            handler.resetStream(context, stream, reason.code(), context.newPromise());
            flush();
        }
    }

    /** Tells the client that no stream above one is served; and asks it for a word that it knows, if that is none. */
    void goAway(int lastStream) throws IOException {
        if (isOpen()) {
            handler.goAway(
                    context, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
            if (lastStream == Integer.MAX_VALUE) {
                handler.encoder().writePing(context, false, 0, context.newPromise());
            }
            flush();
        }
    }

    int lastStream() {
        return handler.connection().remote().lastStreamCreated();
    }

    static void requireSent(ChannelFuture sent) throws IOException {
        if (sent.isDone() && !sent.isSuccess()) {
            throw (IOException) new EOFException("the client has broken the stream off").initCause(sent.cause());
        }
    }

    void flush() throws IOException {
        handler.flush(context);
        send();
    }

    private void send() throws IOException {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            try {
                writer.write(out.nioBuffers());
            } finally {
                out.release();
            }
        }
    }

    // ------------------------------------------------------------------ a slow client

    /** Whether so much was said that the client has to take some of it before it is listened to: it may ask for acknowledgements alone. */
    boolean isFull() {
        return writer.pending() > FULL;
    }

    /** Whether the client has not taken all. */
    boolean isStuck() {
        return writer.pending() > 0;
    }

    /** Suspends while much is on its way. */
    @Async
    Task<Void> room() throws IOException {
        while (writer.pending() > MARK) {
            Weft.await(writer.drain());
        }
        return Task.done();
    }

    /** Suspends until all was taken. */
    @Async
    Task<Void> flushed() throws IOException {
        return Task.of(Weft.await(writer.flush()));
    }

    /** Ends all streams, of which the listener is told, and releases what waits for a window. */
    void close() {
        channel.close();
        channel.releaseOutbound();
    }
}
