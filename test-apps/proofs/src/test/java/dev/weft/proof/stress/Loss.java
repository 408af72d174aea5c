// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** The ways in which sockets come about and are lost on one loop. What is done at some turn is done at a later one in each round. */
enum Loss {
    CLOSED,
    REFUSED,
    CANCELLED_WHILE_IT_OPENS,
    CANCELLED_WHILE_NOBODY_ANSWERS,
    LATE_SINCE_NOBODY_ANSWERS,
    LATE,
    LOST_TO_A_FAILING_PART,
    CANCELLED_AS_A_FUTURE,
    HALF_CLOSED,
    FAILED_IN_A_BLOCK,
    LEFT_TO_THE_END_OF_THE_LOOP,
    ACCEPTED_AND_CANCELLED,
    NEVER_ACCEPTED,
    LEFT_WHILE_THEY_OPEN;

    private static final int TURNS = 8;

    /** Whether it is the end of the loop that closes what the round has opened; else nothing is left before. */
    boolean isLeftToTheLoop() {
        return compareTo(LEFT_TO_THE_END_OF_THE_LOOP) >= 0;
    }

    /** Makes the main task of one round. */
    Task<Void> round(Peers peers, int round) throws Exception {
        int turns = round % TURNS;
        InetSocketAddress echo = peers.echo;
        return switch (this) {
            case CLOSED -> closed(echo);
            case LEFT_TO_THE_END_OF_THE_LOOP -> left(echo, turns);
            case REFUSED -> refused(peers.nobody);
            case CANCELLED_WHILE_IT_OPENS -> cancelled(echo, turns);
            case CANCELLED_WHILE_NOBODY_ANSWERS -> cancelled(peers.busy, turns);
            case LATE_SINCE_NOBODY_ANSWERS -> late(peers.busy, Duration.ofNanos(turns * 20_000L));
            case LATE -> late(echo, Duration.ofNanos(turns * 20_000L));
            case LOST_TO_A_FAILING_PART -> lost(echo, peers.nobody, turns);
            case CANCELLED_AS_A_FUTURE -> future(echo, turns);
            case HALF_CLOSED -> halfClosed(echo);
            case FAILED_IN_A_BLOCK -> failed(echo);
            case ACCEPTED_AND_CANCELLED -> accepted(turns);
            case NEVER_ACCEPTED -> neverAccepted();
            case LEFT_WHILE_THEY_OPEN -> opening(echo, turns);
        };
    }

    @Async
    static Task<Void> closed(InetSocketAddress echo) throws IOException {
        try (Connection connection = await(Tcp.openConnection(echo))) {
            await(connection.write(new byte[] {1, 2}));
            await(connection.readExactly(2));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> left(InetSocketAddress echo, int turns) throws IOException {
        Connection connection = await(Tcp.openConnection(echo));
        spawn(connection.read(1));
        await(pass(turns));
        return Task.done();
    }

    @Async
    private static Task<Void> refused(InetSocketAddress nobody) {
        try (Connection connection = await(Tcp.openConnection(nobody))) {
            throw new IllegalStateException("connected to " + connection);
        } catch (IOException expected) {
            return Task.done();
        }
    }

    @Async
    private static Task<Void> cancelled(InetSocketAddress echo, int turns) throws IOException {
        ScheduledTask<Connection> opening = spawn(Tcp.openConnection(echo));
        await(pass(turns));
        opening.cancel();
        try {
            await(opening).close();
        } catch (CancellationException expected) {
            return Task.done();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> late(InetSocketAddress echo, Duration limit) throws IOException {
        try {
            await(waitFor(Tcp.openConnection(echo), limit)).close();
        } catch (TimeoutException expected) {
            return Task.done();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> lost(InetSocketAddress echo, InetSocketAddress nobody, int turns) throws IOException {
        try {
            await(gather(List.of(
                    Tcp.openConnection(echo),
                    waitFor(Tcp.openConnection(echo), Duration.ofDays(1)),
                    opensAfter(nobody, turns))));
        } catch (IOException | TimeoutException expected) {
            return Task.done();
        }
        throw new IllegalStateException("connected to nobody");
    }

    @Async
    private static Task<Connection> opensAfter(InetSocketAddress address, int turns) throws IOException {
        await(pass(turns));
        return Task.of(await(Tcp.openConnection(address)));
    }

    @Async
    private static Task<Void> future(InetSocketAddress echo, int turns) throws IOException {
        CompletableFuture<Connection> future = Tcp.openConnection(echo).toCompletableFuture();
        await(pass(turns));
        if (!future.cancel(true)) {
            future.join().close();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> halfClosed(InetSocketAddress echo) throws IOException {
        Connection connection = await(Tcp.openConnection(echo));
        await(connection.write(new byte[] {3}));
        connection.shutdownOutput();
        while (await(connection.read(16)).length > 0) {
            await(yieldNow());
        }
        connection.close();
        return Task.done();
    }

    @Async
    private static Task<Void> failed(InetSocketAddress echo) throws IOException {
        try (Connection connection = await(Tcp.openConnection(echo))) {
            await(connection.write(new byte[] {4}));
            throw new Planned("in the middle of a block");
        } catch (Planned expected) {
            return Task.done();
        }
    }

    /** The server and what its handlers do is left for the end of the loop. */
    @Async
    private static Task<Void> accepted(int turns) throws IOException {
        Server server = Tcp.startServer(connection -> waits(connection), "127.0.0.1", 0);
        List<Awaitable<Connection>> opening = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            opening.add(Tcp.openConnection(server.localAddress()));
        }
        List<Connection> open = await(gather(opening));
        await(pass(turns));
        World.targets(LoopThread.current("accepted")).forEach(ScheduledTask::cancel);
        await(pass(turns));
        open.get(0).close();
        return Task.done();
    }

    @Async
    private static Task<Void> waits(Connection connection) throws IOException {
        await(connection.read(1));
        return Task.done();
    }

    @Async
    private static Task<Void> neverAccepted() throws IOException {
        Server server = Tcp.startServer(connection -> waits(connection), "127.0.0.1", 0);
        for (int i = 0; i < 3; i++) {
            spawn(Tcp.openConnection(server.localAddress()));
        }
        server.close();
        return Task.done();
    }

    @Async
    private static Task<Void> opening(InetSocketAddress echo, int turns) throws IOException {
        for (int i = 0; i < 3; i++) {
            spawn(Tcp.openConnection(echo));
        }
        await(pass(turns));
        return Task.done();
    }

    /** Lets some turns pass, each of which looks at the channels. */
    @Async
    private static Task<Void> pass(int turns) {
        for (int i = 0; i < turns; i++) {
            await(sleep(Duration.ofNanos(1)));
        }
        return Task.done();
    }
}
