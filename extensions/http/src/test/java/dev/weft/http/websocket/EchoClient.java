// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.http.ClientOptions;
import dev.weft.http.Http1Client;
import java.io.IOException;
import java.net.URI;

/** A client for Autobahn, which sends back what it gets in each of its cases: {@code EchoClient ws://HOST:PORT}. */
final class EchoClient {
    private static final WebSocketOptions OPTIONS = EchoServer.OPTIONS;
    private static final String AGENT = "agent=weft";

    private EchoClient() {}

    public static void main(String[] args) throws IOException {
        Weft.run(run(args[0]));
    }

    @Async
    private static Task<Void> run(String server) throws IOException {
        try (Http1Client client = Http1Client.of(ClientOptions.defaults())) {
            WebSocket counting = await(WebSocket.connect(client, URI.create(server + "/getCaseCount"), OPTIONS));
            int count = Integer.parseInt(await(Chat.text(counting)));
            await(counting.finish());
            for (int number = 1; number <= count; number++) {
                await(talk(client, URI.create(server + "/runCase?case=" + number + "&" + AGENT)));
            }
            await(talk(client, URI.create(server + "/updateReports?" + AGENT)));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> talk(Http1Client client, URI uri) throws IOException {
        WebSocket socket = await(WebSocket.connect(client, uri, OPTIONS));
        try {
            await(Chat.echo(socket));
        } catch (WebSocketException wrong) {
            System.out.println(uri.getQuery() + ": " + wrong.getMessage());
        }
        await(socket.finish());
        return Task.done();
    }
}
