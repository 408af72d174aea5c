// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.io.LimitOverrunException;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes lines of clients on to a server behind, and its answers back, one after the other for each client. What it cannot answer it answers
 * with a line that begins with {@code !}. Several loops may serve with one gateway.
 */
public final class LineGateway {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Network network;
    private final String host;
    private final int port;
    private final Limits limits;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** The tasks of clients that say nothing: those that may be cancelled at once when the gateway drains. */
    private final Set<ScheduledTask<?>> idle = ConcurrentHashMap.newKeySet();

    private volatile boolean draining;

    /** Makes a gateway to what answers at an address of a network. */
    public LineGateway(Network network, String host, int port, Limits limits) {
        this.network = network;
        this.host = host;
        this.port = port;
        this.limits = limits;
    }

    // region gateway-serve
    /** Serves a client: the handler of a server. */
    @Async
    public Task<Void> serve(Connection client) throws IOException {
        try (Upstream upstream = new Upstream(network, host, port, limits)) {
            if (connections.incrementAndGet() > limits.connections()) {
                return refuse(client, "! too many connections");
            }
            for (Optional<String> line = await(next(client)); line.isPresent(); line = await(next(client))) {
                await(waitFor(Lines.write(client, await(answer(line.get(), upstream))), limits.idle()));
            }
        } catch (LimitOverrunException tooLong) {
            return refuse(client, "! a line has " + limits.line() + " bytes at most");
        } catch (IOException | TimeoutException gone) { // the client
            return Task.done();
        } finally {
            connections.decrementAndGet();
        }
        return Task.done();
    }

    @Async
    private Task<String> answer(String request, Upstream upstream) {
        try {
            if (requests.incrementAndGet() > limits.requests()) {
                refused.incrementAndGet();
                return Task.of("! too many requests");
            }
            String answer = await(upstream.ask(request));
            answered.incrementAndGet();
            return Task.of(answer);
        } catch (IOException | TimeoutException behind) {
            failed.incrementAndGet();
            return Task.of(behind instanceof TimeoutException ? "! no answer in time" : "! " + behind.getMessage());
        } finally {
            requests.decrementAndGet();
        }
    }
    // endregion

    /** Says no, and then takes what the client still sends: a close would have that fail, and then it may never read the answer. */
    @Async
    private Task<Void> refuse(Connection client, String why) throws IOException {
        refused.incrementAndGet();
        await(Lines.write(client, why));
        try {
            client.shutdownOutput();
            await(moveOnAfter(LINGER, scope -> Lines.skipAll(client)));
        } catch (IOException gone) { // which is what it was told to do
            return Task.done();
        }
        return Task.done();
    }

    // region gateway-drain
    /** Reads the next request; none if the client has hung up, or the gateway drains. */
    @Async
    private Task<Optional<String>> next(Connection client) throws IOException, TimeoutException {
        ScheduledTask<?> task = currentTask();
        idle.add(task);
        try {
            return draining
                    ? Task.of(Optional.empty())
                    : Task.of(await(waitFor(Lines.read(client, limits.line()), limits.idle())));
        } finally {
            idle.remove(task);
        }
    }

    /** Takes no more requests: who waits for an answer gets it, and is hung up on after it; the others are at once. Any thread. */
    public void drain() {
        draining = true; // first: who is about to be idle looks at it
        idle.forEach(ScheduledTask::cancel);
    }
    // endregion

    /** How many clients are connected. Any thread. */
    public int connections() {
        return connections.get();
    }

    /** What became of the requests so far. Any thread. */
    @Override
    public String toString() {
        return answered + " answered, " + failed + " failed, " + refused + " refused";
    }
}
