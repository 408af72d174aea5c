// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.runOn;

import com.example.gateway.Limits;
import com.example.gateway.LineGateway;
import com.example.gateway.Lines;
import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.LoopMetrics;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.GroupServer;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A gateway on two loops, for {@code nc 127.0.0.1 8888}: each line goes to a server behind, which shouts it back. Serves until the JVM is
 * told to end, and then lets requests end that are under way. The argument is the port, 8888 without one.
 */
public final class Gateway {
    private static final Limits LIMITS =
            new Limits(10_000, 1_000, 8_192, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(5));

    private Gateway() {}

    /** What is behind the gateway. */
    @Async
    static Task<Void> shout(Connection connection) throws IOException {
        for (Optional<String> line = await(Lines.read(connection, 8_192));
                line.isPresent();
                line = await(Lines.read(connection, 8_192))) {
            await(Lines.write(connection, line.get().toUpperCase()));
        }
        return Task.done();
    }

    // region gateway
    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        try (EventLoopGroup group = EventLoopGroup.start("gateway", 2)) {
            GroupServer behind = Tcp.startServer(group, Gateway::shout, "127.0.0.1", 0);
            int portBehind = behind.localAddress().getPort();
            LineGateway gateway = new LineGateway(Tcp.network(), "127.0.0.1", portBehind, LIMITS);
            int port = args.length > 0 ? Integer.parseInt(args[0]) : 8888;
            GroupServer server = Tcp.startServer(group, gateway::serve, "127.0.0.1", port);
            System.out.println("serving on port " + server.localAddress().getPort());
            runOn(group, untilToldToEnd(group, server, gateway));
        }
    }

    @Async
    static Task<Void> untilToldToEnd(EventLoopGroup group, GroupServer server, LineGateway gateway) {
        await(Shutdown.begins());
        System.out.println("stopping, connections left: " + server.connections());
        gateway.drain();
        await(server.stop(Duration.ofSeconds(30)));
        System.out.println("requests: " + gateway);
        for (EventLoop loop : group.loops()) {
            LoopMetrics metrics = loop.metrics();
            System.out.printf(
                    "a loop: busy %.0f %%, lag %d ms at most%n",
                    100 * metrics.busyShare(), metrics.lag().toMillis());
        }
        return Task.done();
    }
    // endregion
}
