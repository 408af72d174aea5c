// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import dev.weft.spi.SingleUse;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop, and two ends of one connection over each kind of network: that of a client, and that which a server has accepted. */
final class Ends extends LoopFixture {
    /** The networks over which the same code runs. */
    enum Over {
        TCP,
        UNIX,
        MEMORY
    }

    /** The two ends of one connection. */
    record Pair(Connection client, Connection served) {}

    private final Queue<Connection> accepted = new ArrayDeque<>();
    private Network network = Tcp.network();
    private String host = "127.0.0.1";
    private Path folder = Path.of("");

    /** Chooses the network, before anything else. */
    Network over(Over over) throws IOException {
        switch (over) {
            case TCP -> network = Tcp.network();
            case MEMORY -> {
                network = call(() -> new MemoryNetwork().host("here"));
                host = "here";
            }
            case UNIX -> {
                folder = Files.createTempDirectory("weft");
                network = Unix.network();
                host = folder.resolve("socket").toString();
            }
        }
        return network;
    }

    Server serve(ServerOptions options, ConnectionHandler handler) {
        return call(() -> network.startServer(handler, host, 0, options));
    }

    /** Starts a server whose connections are given by {@link #accepted}, and stay open. */
    Server serve(ServerOptions options) {
        return serve(options, connection -> {
            accepted.add(connection);
            return Handwritten.awaiting(() -> new Forever());
        });
    }

    Awaitable<Connection> connecting(Server server, ConnectOptions options) throws IOException {
        return network.openConnection(
                server.localAddress().getHostString(), server.localAddress().getPort(), options);
    }

    Connection connect(Server server) throws IOException {
        return run(connecting(server, ConnectOptions.defaults()));
    }

    /** The next connection that was accepted. */
    Connection accepted() {
        runUntil(() -> !accepted.isEmpty());
        return accepted.remove();
    }

    boolean hasAccepted() {
        return !accepted.isEmpty();
    }

    /** Opens a connection over a network that has no server yet. */
    Pair pair(Over over) throws IOException {
        over(over);
        Connection client = connect(serve(ServerOptions.defaults()));
        return new Pair(client, accepted());
    }

    void reset(Connection connection) {
        call(() -> {
            connection.reset();
            return "";
        });
    }

    void shutDown(Connection connection) {
        call(() -> {
            connection.shutdownOutput();
            return "";
        });
    }

    /** Runs turns enough for whatever is to be seen not to happen. */
    void turns() {
        for (int i = 0; i < 20; i++) {
            run(Weft.sleep(Duration.ofNanos(1)));
        }
    }

    @Override
    protected void close() throws IOException {
        loop.close();
        if (!folder.toString().isEmpty()) {
            Files.delete(folder); // the server has removed its file
        }
    }

    /** Never ends but by a cancellation. */
    static final class Forever extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "forever()";
        }

        @Override
        protected void begin(Waiter waiter) {}

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }
    }
}
