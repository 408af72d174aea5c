// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import dev.weft.net.Connection;
import dev.weft.spi.Reports;
import dev.weft.tls.TlsSession;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection of HTTP/2: reads what comes, and has each request answered in a task of its own, which is a child of this one. Loop
 * thread only.
 */
final class Http2Connection extends Http2ConnectionAdapter implements ServedConnection {
    private static final int READ = 16 * 1024;

    private final Connection connection;
    private final HttpHandler handler;
    private final HttpOptions.Values options;
    private final Connections connections;
    private final Http2ConnectionHandler state;
    private final PropertyKey exchanges;
    private final Http2Codec codec;
    private final Http2Leaving leaving;

    /** The limit while no request is under way. */
    private final TimeoutScope idle;

    private @Nullable TaskGroup group;
    private int running;
    private int served;

    Http2Connection(Connection connection, HttpHandler handler, HttpOptions.Values options, Connections connections)
            throws IOException {
        this.connection = connection;
        this.handler = handler;
        this.options = options;
        this.connections = connections;
        this.idle = TimeoutScope.after(options.idle);
        this.state = Http2Setup.handler(options, new Http2Frames(this), this, this::refused);
        this.exchanges = state.connection().newKey();
        this.codec = new Http2Codec(connection, state);
        this.leaving = new Http2Leaving(connection, codec);
    }

    HttpHandler handler() {
        return handler;
    }

    HttpOptions.Values options() {
        return options;
    }

    Http2Codec codec() {
        return codec;
    }

    InetSocketAddress peerAddress() {
        return connection.peerAddress();
    }

    String scheme() {
        return connection.about(TlsSession.class).isPresent() ? "https" : "http";
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    // ------------------------------------------------------------------ its life

    /** Begins with bytes that were read before. */
    @Async
    Task<Void> serve(byte[] first) {
        connections.add(this);
        try {
            await(limited(first));
        } finally {
            connections.remove(this);
            codec.close();
        }
        if (connection.isOpen()) {
            await(end());
        }
        return Task.done();
    }

    @Async
    private Task<Void> limited(byte[] first) {
        try {
            await(idle.run(limit -> exchanges(first)));
        } catch (TimeoutException idled) {
            leaving.end();
        }
        return Task.done();
    }

    @Async
    private Task<Void> exchanges(byte[] first) {
        return Task.of(await(TaskGroup.supervise(this::failed, children -> reading(children, first))));
    }

    @Async
    private Task<Void> reading(TaskGroup children, byte[] first) {
        group = children;
        if (connections.isDraining()) {
            drain();
        }
        try {
            codec.receive(first);
            while (codec.isOpen() && await(more())) {
                if (codec.isFull()) {
                    await(unstalled());
                }
            }
        } catch (IOException gone) { // there is nobody to be told
            connection.reset();
        }
        codec.close(); // and with it all streams, whose handlers are cancelled
        return Task.done();
    }

    @Async
    private Task<Boolean> more() throws IOException {
        byte[] come = await(connection.read(READ));
        if (come.length > 0) {
            codec.receive(come);
        }
        return Task.of(come.length > 0);
    }

    /** Suspends until the client takes what was said to it. */
    @Async
    private Task<Void> unstalled() throws IOException {
        await(moveOnAfter(options.write, limit -> codec.room()));
        if (codec.isFull()) {
            connection.reset();
        }
        return Task.done();
    }

    @Async
    private Task<Void> end() {
        try {
            await(moveOnAfter(options.write, limit -> codec.flushed()));
            if (codec.isStuck()) {
                connection.reset();
            } else {
                await(new Lingering(connection).end());
            }
        } catch (IOException gone) {
            return Task.done();
        }
        return Task.done();
    }

    private void failed(ScheduledTask<?> task, Throwable failure) {
        Reports.warning("A task of " + connection + " failed: " + task, failure);
    }

    // ------------------------------------------------------------------ its streams

    @Nullable
    Http2Exchange exchange(int id) {
        Http2Stream stream = state.connection().stream(id);
        return stream == null ? null : stream.getProperty(exchanges);
    }

    /** The head of a request has come. */
    void begin(int id, Http2Headers headers, boolean isLast) throws Http2Exception {
        if (running >= options.maxStreams) { // also of such that the client has broken off, and whose handlers have not
            // ended
            throw Http2Exception.streamError(id, Http2Error.REFUSED_STREAM, "%d requests are under way", running);
        }
        Http2Stream stream = Objects.requireNonNull(state.connection().stream(id));
        Http2Exchange exchange = new Http2Exchange(this, stream, Http2Head.of(id, headers), !isLast);
        stream.setProperty(exchanges, exchange);
        if (connections.isDraining()) {
            exchange.drain();
        }
        running++;
        idle.disarm();
        Objects.requireNonNull(group).spawn(exchange.toString(), serve(exchange));
        if (++served == options.maxRequests) {
            leave();
        }
    }

    @Async
    private Task<Void> serve(Http2Exchange exchange) {
        try {
            await(exchange.serve());
        } finally {
            running--;
            if (running == 0) {
                idle.reschedule(leaving.isOver() ? Duration.ZERO : options.idle);
            }
        }
        return Task.done();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2Exchange exchange = stream.getProperty(exchanges);
        if (exchange != null) {
            exchange.closes();
        }
    }

    /** What is no request, and what breaks a rule; the observer is told of a request that has begun when it is over. */
    private void refused(Throwable why, int stream) {
        if (stream == 0 || exchange(stream) == null) {
            int status = why instanceof Http2Exception.HeaderListSizeException ? 431 : 0;
            Observing.tell(options.observer, new Refused(peerAddress(), status, String.valueOf(why.getMessage())));
        }
    }

    // ------------------------------------------------------------------ leaving

    @Override
    public void drain() {
        leave();
        try {
            state.connection().forEachActiveStream(stream -> {
                Http2Exchange exchange = stream.getProperty(exchanges);
                if (exchange != null) {
                    exchange.drain();
                }
                return true;
            });
        } catch (Http2Exception failed) { // which nothing of this does
            throw new IllegalStateException(failed);
        }
    }

    private void leave() {
        if (group != null && !group.isClosed() && leaving.begins()) {
            group.spawn("GOAWAY", leaves());
        }
    }

    @Async
    private Task<Void> leaves() {
        await(leaving.run());
        if (running == 0) {
            idle.reschedule(Duration.ZERO);
        }
        return Task.done();
    }

    void pinged() {
        leaving.pinged();
    }
}
