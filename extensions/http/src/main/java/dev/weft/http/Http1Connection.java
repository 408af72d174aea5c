// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
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
    private int served;

    /** That to the request under way. */
    private @Nullable Answer answer;

    private @Nullable Throwable failure;

    Http1Connection(Connection connection, HttpHandler handler, HttpOptions.Values options, Connections connections) {
        this.connection = connection;
        this.handler = handler;
        this.options = options;
        this.connections = connections;
        this.limits = new Limits(options, connection.loop());
        this.departure = new Departure(connection, limits::gone);
        this.requests = new Requests(connection, options, limits, departure);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public void drain() {
        if (limits.phase() == Limits.Phase.IDLE) {
            limits.gone();
        }
    }

    @Async
    Task<Void> serve() throws IOException {
        connections.add(this);
        try {
            await(limited());
        } catch (BadMessageException bad) {
            failure = bad;
            await(refuse(bad.status));
        } catch (IOException gone) { // there is nobody to be told
            failure = gone;
        } finally {
            connections.remove(this);
            observe(0);
        }
        if (requests.isHttp2()) {
            await(new Http2Connection(connection, handler, options, connections).serve(requests.sentOfHttp2()));
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
        limits.begins();
        answer = new Answer(connection, request, limits, options.clock);
        boolean persists = await(answered(request, answer)) && await(skip(request.body()));
        if (limits.scope.expired()) {
            return Task.of(false);
        }
        observe(0);
        if (!persists && (request.persists() || !request.body().isOver())) {
            await(linger());
        }
        return Task.of(persists);
    }

    @Async
    private Task<Boolean> answered(HttpRequest request, Answer written) throws IOException {
        if (!options.outlives) {
            departure.begin();
        }
        if (request.body().isOver()) {
            departure.requestIsOver();
        }
        try {
            HttpResponse response = await(handled(request));
            return Task.of(!limits.scope.expired() && await(written.write(response, persists(request))));
        } catch (MakingException failed) {
            await(withdraw(request, written, failed.reason()));
            return Task.of(false);
        } finally {
            departure.end();
        }
    }

    private boolean persists(HttpRequest request) {
        return request.persists()
                && request.body().left() <= options.maxSkipped
                && served < options.maxRequests
                && !connections.isDraining();
    }

    @Async
    private Task<HttpResponse> handled(HttpRequest request) throws IOException {
        try {
            return Task.of(await(handler.handle(request)));
        } catch (CancellationException | BadMessageException notItsFault) {
            throw notItsFault;
        } catch (BodyException unwanted) {
            int status = unwanted.status(request.body());
            if (status == 500) {
                report(request, unwanted, "its client is told 500");
            }
            failure = unwanted;
            return Task.of(HttpResponse.of(status));
        } catch (Throwable failed) {
            if (requests.isOver() && failed instanceof IOException gone) {
                throw gone;
            }
            report(request, failed, "its client is told 500");
            return Task.of(HttpResponse.of(500));
        }
    }

    /** What makes the body has failed: without a word of that to the client, if it was told something else already. */
    @Async
    private Task<Void> withdraw(HttpRequest request, Answer written, Throwable failed) throws IOException {
        if (written.hasBegun()) {
            report(request, failed, "its answer is cut off");
            connection.reset();
        } else {
            report(request, failed, "its client is told 500");
            await(written.write(HttpResponse.of(500), false));
        }
        return Task.done();
    }

    private void report(HttpRequest request, Throwable failed, String consequence) {
        failure = failed;
        Reports.warning(
                "The handler of " + request + " from " + connection.peerAddress() + " failed, and " + consequence,
                failed);
    }

    /** Skips what the handler has not read, unless that is much. */
    @Async
    private Task<Boolean> skip(HttpBody body) throws IOException {
        for (int left = options.maxSkipped; !body.isOver() && left > 0; ) {
            int count = await(body.read(left)).length;
            left -= count;
        }
        return Task.of(body.isOver());
    }

    @Async
    private Task<Void> tooLate() {
        failure = new TimeoutException("the limit of the phase " + limits.phase());
        boolean isTold = answer == null || !answer.hasBegun();
        switch (limits.phase()) {
            case IDLE, GONE -> connection.close();
            case WRITE -> connection.reset();
            default -> {
                if (isTold) {
                    await(refuse(limits.status()));
                } else {
                    connection.reset();
                }
            }
        }
        return Task.done();
    }

    @Async
    private Task<Void> refuse(int status) {
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

    private void observe(int status) {
        Answer over = answer;
        if (over != null) {
            Served told = over.served(status, failure);
            answer = null;
            failure = null;
            told.tell(options.observer);
        }
    }
}
