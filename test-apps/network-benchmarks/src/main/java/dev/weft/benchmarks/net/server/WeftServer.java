// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The ordinary program of a user of Weft: one async method per connection, with a buffer of its own. */
public final class WeftServer {
    private WeftServer() {}

    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Arguments.READ_SIZE);
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(buffer.flip()));
            buffer.clear();
        }
        return Task.done();
    }

    @Async
    static Task<Void> answer(Connection connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Arguments.READ_SIZE);
        byte[] bytes = Arguments.answer();
        ByteBuffer answer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(answer.flip()));
            buffer.clear();
        }
        return Task.done();
    }

    @Async
    static Task<Void> serve(Arguments arguments) throws IOException {
        try (Server server = Tcp.startServer(
                arguments.answers() ? WeftServer::answer : WeftServer::echo, Arguments.HOST, arguments.port())) {
            Arguments.sayReady();
            await(server.closed());
        }
        return Task.done();
    }

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        run(serve(Arguments.of(args)));
    }
}
