// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Serves one connection of HTTP/1.1: reads a request, has it answered, writes the answer, and begins anew. */
final class Http1Connection implements ServedConnection {
    private final Connection connection;
    private final HttpHandler handler;
    private final HttpOptions.Values options;
    private final Connections connections;
    private final Limits limits;
    private final Requests requests;
    private final Departure departure;
    private final BooleanSupplier isOver;
    private int served;

    /** The request under way. */
    private @Nullable Http1Exchange exchange;

    /** Who has the connection now, behind HTTP. */
    private @Nullable Upgrade upgrade;

    Http1Connection(Connection connection, HttpHandler handler, HttpOptions.Values options, Connections connections) {
        this.connection = connection;
        this.handler = handler;
        this.options = options;
        this.connections = connections;
        this.limits = new Limits(options, connection.loop());
        this.departure = new Departure(connection, limits::leaves);
        this.requests = new Requests(connection, options, limits, departure);
        this.isOver = requests::isOver;
    }

    Connection stream() {
        return connection;
    }

    HttpHandler handler() {
        return handler;
    }

    HttpOptions.Values options() {
        return options;
    }

    Limits limits() {
        return limits;
    }

    Departure departure() {
        return departure;
    }

    /** Whether nothing will come any more. */
    BooleanSupplier isOver() {
        return isOver;
    }

    /** Whether another request is taken behind the one under way. */
    boolean takesMore() {
        return served < options.maxRequests && !connections.isDraining();
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public void drain() {
        if (upgrade != null) {
            upgrade.drain();
        } else if (limits.phase() == Limits.Phase.IDLE) {
            limits.gone();
        } else if (exchange != null) {
            exchange.drain();
        }
    }

    @Async
    Task<Void> serve() throws Exception {
        connections.add(this);
        try {
            await(limited());
        } catch (BadMessageException bad) {
            await(refuse(bad.status, bad));
        } catch (IOException gone) { // there is nobody to be told
            ends(gone);
        } finally {
            connections.remove(this);
            breakOffWhatIsNotWhole();
            observe(0);
        }
        if (requests.isHttp2()) {
            await(new Http2Connection(connection, handler, options, connections).serve(requests.sentOfHttp2()));
        } else if (upgrade != null) {
            await(switched(upgrade));
        }
        return Task.done();
    }

    /** Whoever reads up to the end of the connection, as clients of HTTP/1.0 do, is not to take a part of an answer for all of it. */
    private void breakOffWhatIsNotWhole() {
        if (exchange != null && exchange.isInTheMiddle()) {
            connection.reset();
        }
    }

    @Async
    private Task<Void> switched(Upgrade other) throws Exception {
        connections.add(this);
        try {
            if (connections.isDraining()) {
                other.drain();
            }
            connection.unread(requests.left());
            await(other.serve(connection));
        } finally {
            connections.remove(this);
        }
        return Task.done();
    }

    @Async
    private Task<Void> limited() throws IOException {
        try {
            await(limits.scope.run(limit -> exchanges()));
        } catch (TimeoutException late) {
            await(tooLate());
            return Task.done();
        }
        if (limits.scope.expired()) { // and a handler has caught that
            await(tooLate());
        }
        return Task.done();
    }

    @Async
    private Task<Void> exchanges() throws IOException {
        boolean goesOn = true;
        while (goesOn) {
            limits.idles();
            Optional<HttpRequest> request = await(requests.next());
            goesOn = request.isPresent() && await(exchange(request.get()));
        }
        return Task.done();
    }

    /** Returns whether the connection goes on. */
    @Async
    private Task<Boolean> exchange(HttpRequest request) throws IOException {
        served++;
        Http1Exchange begun = new Http1Exchange(this, request);
        exchange = begun;
        if (connections.isDraining()) {
            begun.drain();
        }
        boolean persists = await(begun.run());
        if (limits.scope.expired()) {
            return Task.of(false);
        }
        observe(0);
        if (persists && begun.upgrade() != null) {
            upgrade = begun.upgrade();
            return Task.of(false);
        }
        boolean goesOn = persists && !(connections.isDraining() && requests.isEmpty());
        if (!goesOn && begun.mayLeaveUnread()) {
            await(linger());
        }
        return Task.of(goesOn);
    }

    @Async
    private Task<Void> tooLate() {
        Exception late = limits.why();
        ends(late);
        boolean isUntold = exchange == null || !exchange.hasBegun();
        switch (limits.phase()) {
            case IDLE, GONE -> connection.close();
            case WRITE -> connection.reset();
            default -> {
                if (isUntold) {
                    await(refuse(limits.status(), late));
                } else {
                    connection.reset();
                }
            }
        }
        return Task.done();
    }

    @Async
    private Task<Void> refuse(int status, Exception why) {
        ends(why);
        if (exchange == null) {
            Observing.tell(
                    options.observer, new Refused(connection.peerAddress(), status, String.valueOf(why.getMessage())));
        }
        MessageHead head = new MessageHead(128)
                .line("HTTP/1.1 " + Status.line(status))
                .field("date", HttpDate.ofMillis(options.clock.millis()))
                .field("content-length", "0")
                .field("connection", "close")
                .line("");
        try {
            await(moveOnAfter(options.write, limit -> tell(head)));
            observe(status);
            await(linger());
        } catch (IOException gone) {
            return Task.done();
        }
        return Task.done();
    }

    @Async
    private Task<Void> tell(MessageHead head) throws IOException {
        await(connection.write(head.buffer()));
        return Task.done();
    }

    /** Ends the connection so that a client which still sends can read what was written: a close with bytes unread is a reset. */
    @Async
    private Task<Void> linger() throws IOException {
        if (connection.isOpen()) {
            await(new Lingering(connection).end());
        }
        return Task.done();
    }

    private void ends(Throwable why) {
        if (exchange != null) {
            exchange.ends(why);
        }
    }

    private void observe(int status) {
        Http1Exchange over = exchange;
        if (over != null) {
            exchange = null;
            over.observe(status);
        }
    }
}
