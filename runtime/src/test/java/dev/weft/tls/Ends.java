// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** A loop, over real sockets or in virtual time, and encrypted connections on it of which the test has both ends. */
final class Ends implements AutoCloseable {
    enum Kind {
        TCP,
        MEMORY
    }

    final EventLoop loop;
    final Network at;
    final Network from;
    final String host;

    /** Null over TCP. */
    final MemoryNetwork memory;

    TlsClient client = Tls.client(Keys.CLIENT);
    TlsServer server = Tls.server(Keys.SERVER);
    final List<Connection> accepted = new ArrayList<>();
    final List<Throwable> unseen = new ArrayList<>();

    @SuppressWarnings("NullAway")
    Ends(Kind kind) {
        this(kind, 1);
    }

    @SuppressWarnings("NullAway")
    Ends(Kind kind, long seed) {
        loop = kind == Kind.TCP ? EventLoop.create() : EventLoop.simulated(seed);
        loop.setExceptionHandler(failure -> unseen.add(failure.failure()));
        memory = kind == Kind.TCP ? null : new MemoryNetwork(loop);
        at = memory == null ? Tcp.network() : memory.host("server");
        from = memory == null ? Tcp.network() : memory.host("client");
        host = memory == null ? "127.0.0.1" : "server";
    }

    Server serve() {
        return serve(this::keep);
    }

    Server serve(ConnectionHandler handler) {
        return call(() -> server.startServer(at, handler, host, 0));
    }

    private Task<Void> keep(Connection connection) {
        accepted.add(connection);
        return Script.awaiting(Weft.sleep(Duration.ofDays(1)));
    }

    /** Opens a connection to a server of its own. */
    Connection open() throws IOException {
        return open(serve());
    }

    Connection open(Server to) throws IOException {
        int before = accepted.size();
        Connection opened = run(connect(to));
        runUntil(() -> accepted.size() > before);
        return opened;
    }

    Awaitable<Connection> connect(Server to) throws IOException {
        return client.openConnection(from, host, to.localAddress().getPort());
    }

    /** The other end of the connection that was opened last. */
    Connection peer() {
        return accepted.get(accepted.size() - 1);
    }

    <T> T run(Awaitable<T> awaitable) {
        return loop.run(awaitable);
    }

    <T> T call(Callable<T> code) {
        return loop.run(LoopFixture.calling(code));
    }

    void act(LoopFixture.Code code) {
        call(() -> {
            code.run();
            return "";
        });
    }

    void close(AutoCloseable closeable) {
        act(closeable::close);
    }

    void runUntil(BooleanSupplier condition) {
        LoopFixture.runUntil(loop, condition);
    }

    /** Starts something and lets it run until it waits. */
    <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        runUntil(() -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    @Override
    public void close() {
        loop.close();
    }
}
