// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpServer;
import dev.weft.net.Tcp;
import java.io.IOException;

/** A server for judges, which sends back what it gets: {@code EchoServer [PORT]}. Says where it listens, and runs until it is killed. */
final class EchoServer {
    private static final WebSocketOptions ALONE =
            WebSocketOptions.defaults().maxMessage(20_000_000).compressFrom(0).anyOrigin();

    /** With {@code -Dtogether=true}, compressed messages refer to earlier ones. */
    static final WebSocketOptions OPTIONS = Boolean.getBoolean("together") ? ALONE.compressTogether() : ALONE;

    private EchoServer() {}

    public static void main(String[] args) throws IOException {
        Weft.run(serve(args.length == 0 ? 0 : Integer.parseInt(args[0])));
    }

    @Async
    private static Task<Void> serve(int port) throws IOException {
        HttpServer server = HttpServer.start(
                Tcp.network(),
                request -> Task.of(WebSocket.accept(request, OPTIONS, Chat::echo)),
                "127.0.0.1",
                port,
                HttpOptions.defaults());
        System.out.println("listening on " + server.localAddress().getPort());
        await(Shutdown.begins());
        return Task.done();
    }
}
