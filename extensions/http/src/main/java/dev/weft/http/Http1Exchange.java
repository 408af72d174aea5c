// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request of HTTP/1.1 and its answer, in the task of its connection. Loop thread only. */
final class Http1Exchange {
    private final Http1Connection connection;
    private final Connection stream;
    private final HttpOptions.Values options;
    private final Limits limits;
    private final HttpRequest request;
    private final Handling handling;
    private final Answer answer;

    /** Who goes on when all is sent; null if that is HTTP. */
    private @Nullable Upgrade upgrade;

    Http1Exchange(Http1Connection connection, HttpRequest request) {
        this.connection = connection;
        this.stream = connection.stream();
        this.options = connection.options();
        this.limits = connection.limits();
        this.request = request;
        this.handling = new Handling(connection.handler(), request);
        this.answer = new Answer(stream, request, limits, options.clock);
    }

    /** Whether the client may have been told something. */
    boolean hasBegun() {
        return answer.hasBegun();
    }

    /** Whether the client was told a part of the answer. */
    boolean isInTheMiddle() {
        return answer.hasBegun() && !answer.isWhole();
    }

    /** The server stops. */
    void drain() {
        answer.drain();
    }

    /** The request ends early, for a reason that is not the handler's. */
    void ends(Throwable why) {
        handling.ends(why);
    }

    /** Tells the observer that the request is over, with the status that its client was told in place of an answer. */
    void observe(int otherStatus) {
        Observing.tell(options.observer, answer.served(otherStatus, handling.failure()));
    }

    /** Returns whether the connection goes on, as all of the request was read or skipped, unless that is much. */
    @Async
    Task<Boolean> run() throws IOException {
        limits.begins(request);
        return Task.of(await(answered()) && await(skipped()));
    }

    /** Whether the rest of the request was skipped. */
    @Async
    private Task<Boolean> skipped() throws IOException {
        try {
            return Task.of(await(request.body().skip(options.maxSkipped)));
        } catch (
                BadMessageException
                        bad) { // the client has its answer, and would take another one for that to its next request
            handling.ends(bad);
            return Task.of(false);
        }
    }

    @Async
    private Task<Boolean> answered() throws IOException {
        Departure departure = connection.departure();
        if (!options.outlives) {
            departure.begin();
        }
        if (request.body().isOver()) {
            departure.requestIsOver();
        }
        try {
            HttpResponse response = await(handling.answer(connection.isOver()));
            if (limits.scope.expired()) {
                await(response.drop());
                return Task.of(false);
            }
            return Task.of(await(write(response)));
        } catch (MakingException failed) {
            await(withdraw(failed.reason()));
            return Task.of(false);
        } finally {
            departure.end();
        }
    }

    @Async
    private Task<Boolean> write(HttpResponse response) throws IOException {
        if (response.switching == null) {
            return Task.of(await(answer.write(response, persists())));
        }
        if (!await(request.body()
                .skip(options.maxSkipped))) { // behind the answer, it would be in the middle of another protocol
            return Task.of(await(answer.write(HttpResponse.of(413), false)));
        }
        upgrade = response.switching.upgrade();
        return Task.of(await(answer.write(response, true)));
    }

    @Nullable
    Upgrade upgrade() {
        return upgrade;
    }

    private boolean persists() {
        return request.persists()
                && !Handling.isTunnel(request) // whose client may send on as if it were open already
                && request.body().left() <= options.maxSkipped
                && connection.takesMore();
    }

    /** What makes the body has failed: without a word of that to the client, if it was told something else already. */
    @Async
    private Task<Void> withdraw(Throwable failed) throws IOException {
        if (answer.hasBegun()) {
            handling.breaksOff(failed, connection.isOver());
            stream.reset();
        } else {
            await(answer.write(handling.instead(failed, connection.isOver()), false));
        }
        return Task.done();
    }

    /** Whether the client may still send, though nothing of that is wanted, so that it has to be heard to be told anything. */
    boolean mayLeaveUnread() {
        return request.persists() || !request.body().isOver();
    }
}
