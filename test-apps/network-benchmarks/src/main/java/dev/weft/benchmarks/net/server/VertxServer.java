// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** Vert.x with its defaults, which is NIO underneath, on one event loop. */
public final class VertxServer {
    private VertxServer() {}

    /** Runs the server. */
    public static void main(String[] args) {
        Arguments arguments = Arguments.of(args);
        Buffer answer = Buffer.buffer(Arguments.answer());
        var unused = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createNetServer(new NetServerOptions()
                        .setAcceptBacklog(Arguments.BACKLOG)
                        .setTcpNoDelay(true))
                .connectHandler(socket -> serve(socket, arguments.answers() ? answer : null))
                .listen(arguments.port(), Arguments.HOST)
                .onSuccess(server -> Arguments.sayReady())
                .onFailure(Throwable::printStackTrace);
    }

    private static void serve(NetSocket socket, @Nullable Buffer answer) {
        socket.exceptionHandler(failure -> System.err.println("a connection failed: " + failure));
        socket.handler(message -> {
            var unused = socket.write(answer == null ? message : answer);
        });
    }
}
