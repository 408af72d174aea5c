// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.io.StreamCopy.copyBidirectional;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A proxy: what a client sends goes to a server, and the answer back. With the arguments {@code 8888 example.org 80} it listens on the port
 * 8888 until it is killed; without, it stands between a client and a server of its own.
 */
public final class TcpProxy {
    private TcpProxy() {}

    // region proxy
    private static final Duration IDLE = Duration.ofMinutes(5);

    /** Serves one client, until both ends have said all, one breaks off, or nothing goes either way for too long. */
    @Async
    static Task<Void> forward(Network network, Connection client, String host, int port)
            throws IOException, TimeoutException {
        try (Connection server = await(network.openConnection(host, port))) {
            boolean isWhole = false;
            try {
                Tuple2<Long, Long> bytes = await(copyBidirectional(client, server, IDLE));
                isWhole = true;
                System.out.println("forwarded " + bytes.first() + " bytes there, and " + bytes.second() + " back");
            } finally {
                if (!isWhole) { // else the other end would take what it got for all
                    client.reset();
                    server.reset();
                }
            }
        }
        return Task.done();
    }

    static Server start(Network network, String at, int port, String host, int hostPort) throws IOException {
        return network.startServer(client -> forward(network, client, host, hostPort), at, port);
    }
    // endregion

    // region half-close
    /** Answers when the client has said all, which it tells by ending its output. */
    @Async
    static Task<Void> count(Connection connection) throws IOException {
        int lines = 0;
        try (AsyncGenerator<String> all = connection.lines(UTF_8, 8192)) {
            while (await(all.next())) {
                lines++;
            }
        }
        await(connection.write((lines + " lines\n").getBytes(UTF_8)));
        return Task.done();
    }

    @Async
    static Task<String> ask(Network network, String host, int port, String text) throws IOException {
        try (Connection connection = await(network.openConnection(host, port))) {
            await(connection.write(text.getBytes(UTF_8)));
            connection.shutdownOutput(); // and goes on reading
            return Task.of(await(connection.readLine(UTF_8, 100)));
        }
    }
    // endregion

    @Async
    static Task<Void> demonstrate(Network network) throws IOException {
        try (Server counter = network.startServer(TcpProxy::count, "127.0.0.1", 0);
                Server proxy = start(
                        network,
                        "127.0.0.1",
                        0,
                        "127.0.0.1",
                        counter.localAddress().getPort())) {
            int port = proxy.localAddress().getPort();
            String answer = await(ask(network, "127.0.0.1", port, "one\ntwo\nthree\n"));
            await(proxy.idle());
            System.out.println(answer);
        }
        return Task.done();
    }

    @Async
    static Task<Void> serve(int port, String host, int hostPort) throws IOException {
        try (Server proxy = start(Tcp.network(), "0.0.0.0", port, host, hostPort)) {
            System.out.println("from port " + proxy.localAddress().getPort() + " to " + host + ":" + hostPort);
            await(proxy.closed());
        }
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        if (args.length == 3) {
            run(serve(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2])));
        } else {
            run(demonstrate(Tcp.network()));
        }
    }
}
