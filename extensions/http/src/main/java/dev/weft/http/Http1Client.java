// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests by HTTP/1.1, in the task and on the loop of whoever sends them, and keeps the connections for the next ones. It belongs to the
 * loop on which it is first used: make one for each loop, and use it for all that is sent there.
 *
 * <pre>{@code
 * try (ClientResponse response = await(client.send(ClientRequest.get(URI.create("http://localhost:8080/notes"))))) {
 *     String notes = await(response.text(UTF_8, 1_000_000));
 * }
 * }</pre>
 *
 * <p>A request that meets a connection which its server has just closed is sent once more over another one, if its method is idempotent and
 * its body is there still. Everything else is for the caller to send again, or not: {@link ClientException#phase} says how far it came, and
 * {@link dev.weft.sync.Retry} does it.
 *
 * <p>For HTTP/2, proxies and cookies there is the client of the JDK, and {@link JdkHttp} for it. Loop thread only. No argument may be null.
 */
public final class Http1Client implements AutoCloseable {
    private final ClientOptions.Values options;
    private final Map<Origin, HostPool> pools = new LinkedHashMap<>();
    private @Nullable EventLoop loop;
    private boolean isClosed;

    private Http1Client(ClientOptions.Values options) {
        this.options = options;
    }

    /**
     * Makes a client. Any thread.
     *
     * @param options how it connects, what it keeps and how long it waits
     * @return the client
     */
    public static Http1Client of(ClientOptions options) {
        return new Http1Client(options.values());
    }

    /**
     * Sends a request, and suspends until the head of its response has come. Not cancel-safe: the server may do what was asked for all the
     * same. The connection of a cancelled one is closed, and its place is free; a response that has come when nobody can get it any more, as
     * another part of a {@link dev.weft.Weft#gather} has failed, is the caller's to close.
     *
     * @param request what to send
     * @return a task that returns the response, to be closed
     * @throws ClientTimeoutException when awaited and a limit of the options was over
     * @throws ClientException when awaited and there is no response: the message says why, and {@link ClientException#phase} where
     * @throws IllegalStateException when awaited and the client is closed; or on another loop than that of the first request
     */
    @Async
    public Task<ClientResponse> send(ClientRequest request) throws IOException {
        Progress progress = new Progress(request, options, enter());
        boolean isAnswered = false;
        try {
            ClientResponse response = await(progress.scope.run(limit -> followed(request, progress)));
            isAnswered = true;
            return Task.of(response);
        } catch (TimeoutException late) {
            throw progress.late(progress.phase(), late);
        } finally {
            if (!isAnswered && request.content instanceof Content.Made made) {
                await(made.made().closing());
            }
        }
    }

    private EventLoop enter() {
        EventLoop here = LoopThread.current("send(...) of an HTTP client");
        if (isClosed) {
            throw new IllegalStateException(this + " is closed, and sends nothing any more");
        }
        if (loop == null) {
            loop = here;
        } else if (loop != here) {
            throw new IllegalStateException(
                    this + " belongs to " + loop + ", and was used on " + here + ". Make one for each loop.");
        }
        return here;
    }

    @Async
    private Task<ClientResponse> followed(ClientRequest first, Progress progress) throws IOException {
        ClientRequest request = first;
        for (int followed = 0; ; followed++) {
            ClientResponse response = await(answered(request, progress));
            Optional<ClientRequest> next =
                    options.maxRedirects == 0 ? Optional.empty() : Redirects.next(request, response.head());
            if (next.isEmpty()) {
                return Task.of(response);
            }
            try (response) {
                await(response.body().skip(options.maxSkipped));
            }
            if (followed == options.maxRedirects) {
                throw progress.failed("more than " + options.maxRedirects + " redirects, from " + first.uri(), null);
            }
            request = next.get();
            progress.begins(request);
        }
    }

    /** Sends it once more if the connection was none any more, and if that can do no harm. */
    @Async
    private Task<ClientResponse> answered(ClientRequest request, Progress progress) throws IOException {
        try {
            return Task.of(await(attempt(request, progress, false)));
        } catch (StaleException stale) {
            if (!request.mayBeRepeated()) {
                throw stale.told();
            }
        }
        progress.begins(request);
        return Task.of(await(attempt(request, progress, true)));
    }

    @Async
    private Task<ClientResponse> attempt(ClientRequest request, Progress progress, boolean anew) throws IOException {
        Place place = await(pool(request.origin).place(progress));
        boolean isAnswered = false;
        try {
            ClientConnection connection = await(connection(place, progress, anew));
            ClientResponse response = await(new ClientCall(request, progress, place, connection).run());
            isAnswered = true;
            return Task.of(response);
        } finally {
            if (!isAnswered) {
                place.giveBack(false);
            }
        }
    }

    @Async
    private Task<ClientConnection> connection(Place place, Progress progress, boolean anew) throws IOException {
        try {
            return Task.of(await(place.connection(progress, anew)));
        } catch (IOException failed) {
            throw progress.failed("no connection", failed);
        }
    }

    private HostPool pool(Origin origin) {
        HostPool known = pools.get(origin);
        if (known == null) {
            EventLoop here = Objects.requireNonNull(loop);
            known = new HostPool(origin, options, here, empty -> pools.remove(origin, empty));
            pools.put(origin, known);
        }
        return known;
    }

    /**
     * Returns what is open now, and who waits.
     *
     * @return a snapshot, of all hosts together
     */
    public ClientStatistics statistics() {
        int active = 0;
        int idle = 0;
        int waiting = 0;
        for (HostPool pool : pools.values()) {
            active += pool.active();
            idle += pool.idle();
            waiting += pool.waiting();
        }
        return new ClientStatistics(active, idle, waiting);
    }

    /**
     * Closes the client: what is kept is closed now, and what is in use when its response is over. Nothing can be sent any more. Never suspends.
     * Idempotent.
     */
    @Override
    public void close() {
        isClosed = true;
        pools.values().forEach(HostPool::close);
    }

    /** What it has open, for messages. */
    @Override
    public String toString() {
        return "http client " + pools.values();
    }
}
