// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;

/** Sends back one message per connection. Ends when it is killed. The argument is the port, 8888 without one. */
public final class EchoServer {
    private EchoServer() {}

    // region echo-server
    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        String message = new String(await(connection.read(100)), UTF_8);
        String peer = connection.peerAddress().getHostString() + ":"
                + connection.peerAddress().getPort();
        System.out.println("Received: '" + message + "' from '" + peer + "'");
        System.out.println("Send: '" + message + "'");
        await(connection.write(message.getBytes(UTF_8)));
        System.out.println("Close the connection");
        connection.close();
        return Task.done();
    }

    @Async
    static Task<Void> serve(int port) throws IOException {
        try (Server server = Tcp.startServer(EchoServer::echo, "127.0.0.1", port)) {
            System.out.println("Serving on 127.0.0.1:" + server.localAddress().getPort());
            await(server.closed());
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(serve(args.length > 0 ? Integer.parseInt(args[0]) : 8888));
    }
}
