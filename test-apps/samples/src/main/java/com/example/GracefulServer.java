// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Serves until the JVM is told to end, as by Ctrl-C or SIGTERM; then takes no more connections, and gives those it has thirty seconds.
 * The argument is the port, 8888 without one.
 */
public final class GracefulServer {
    private GracefulServer() {}

    // region graceful
    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        System.out.println("a client has come");
        ByteBuffer buffer = ByteBuffer.allocate(100);
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(buffer.flip()));
            buffer.clear();
        }
        System.out.println("the client has gone");
        return Task.done();
    }

    @Async
    static Task<Void> serve(int port) throws IOException {
        Server server = Tcp.startServer(GracefulServer::echo, "127.0.0.1", port);
        System.out.println("serving on port " + server.localAddress().getPort());
        await(Shutdown.begins());
        System.out.println("stopping, connections left: " + server.connections());
        await(server.stop(Duration.ofSeconds(30))); // takes no more connections, and cancels who is left then
        System.out.println("stopped");
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(serve(args.length > 0 ? Integer.parseInt(args[0]) : 8888));
    }
    // endregion
}
