// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.EventLoopGroup;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** The ordinary program of a user of Weft: one async method per connection, with a buffer of its own. */
public final class WeftServer {
    private static final ByteBuffer ANSWER = direct(Arguments.answer());

    private WeftServer() {}

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

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
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(ANSWER.duplicate()));
            buffer.clear();
        }
        return Task.done();
    }

    /** As a program has it whose connections are mostly idle: no buffer while it waits. */
    @Async
    static Task<Void> echoWithoutBuffer(Connection connection) throws IOException {
        for (byte[] bytes = await(connection.read(Arguments.READ_SIZE));
                bytes.length > 0;
                bytes = await(connection.read(Arguments.READ_SIZE))) {
            await(connection.write(bytes));
        }
        return Task.done();
    }

    @Async
    static Task<Void> serve(Arguments arguments) throws IOException, GeneralSecurityException {
        try (Server server = start(arguments)) {
            Arguments.sayReady();
            await(server.closed());
        }
        return Task.done();
    }

    private static Server start(Arguments arguments) throws IOException, GeneralSecurityException {
        return arguments.isTls()
                ? Tls.server(Keys.context()).startServer(WeftServer::echo, Arguments.HOST, arguments.port())
                : Tcp.startServer(handler(arguments), Arguments.HOST, arguments.port());
    }

    private static ConnectionHandler handler(Arguments arguments) {
        return arguments.answers()
                ? WeftServer::answer
                : arguments.isWithoutBuffer() ? WeftServer::echoWithoutBuffer : WeftServer::echo;
    }

    /** Runs the server. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Arguments arguments = Arguments.of(args);
        if (arguments.loops() == 1) {
            run(serve(arguments));
        } else {
            EventLoopGroup group = EventLoopGroup.start("loop", arguments.loops());
            Tcp.startServer(group, WeftServer::echo, Arguments.HOST, arguments.port());
            Arguments.sayReady();
        }
    }
}
