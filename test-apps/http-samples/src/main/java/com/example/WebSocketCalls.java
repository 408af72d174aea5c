// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.http.ClientOptions;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.http.websocket.IncomingMessage;
import dev.weft.http.websocket.WebSocket;
import dev.weft.http.websocket.WebSocketException;
import dev.weft.http.websocket.WebSocketMessage;
import dev.weft.http.websocket.WebSocketOptions;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A server that shouts back what it is told by WebSocket, and counts what it is sent; and a client that asks both. */
public final class WebSocketCalls {
    private WebSocketCalls() {}

    // region server
    static final WebSocketOptions OPTIONS = WebSocketOptions.defaults()
            .maxMessage(64 * 1024)
            .subprotocols("shout.v1")
            .pingEvery(Duration.ofSeconds(20));

    static Routes routes() {
        return Routes.none()
                .on("GET", "/shout", request -> Task.of(WebSocket.accept(request, OPTIONS, WebSocketCalls::shout)))
                .on("GET", "/count", request -> Task.of(WebSocket.accept(request, OPTIONS, WebSocketCalls::count)));
    }

    @Async
    static Task<Void> shout(WebSocket socket) throws IOException {
        try (AsyncGenerator<WebSocketMessage> messages = socket.messages()) {
            while (await(messages.next())) {
                if (messages.current() instanceof WebSocketMessage.Text said) {
                    await(socket.send(said.text().toUpperCase()));
                }
            }
        }
        return Task.done();
    }
    // endregion

    // region parts
    @Async
    static Task<Void> count(WebSocket socket) throws IOException {
        for (var next = await(socket.receiveInParts()); next.isPresent(); next = await(socket.receiveInParts())) {
            IncomingMessage message = next.get();
            long bytes = 0;
            for (byte[] part = await(message.read()); part.length > 0; part = await(message.read())) {
                bytes += part.length;
            }
            await(socket.send(bytes + " bytes"));
        }
        return Task.done();
    }
    // endregion

    // region client
    @Async
    static Task<String> ask(Http1Client client, URI uri, String question) throws IOException {
        try (WebSocket socket = await(WebSocket.connect(client, uri, OPTIONS))) {
            await(socket.send(question));
            var answer = await(socket.receive());
            await(socket.finish());
            return Task.of(
                    answer.isPresent() && answer.get() instanceof WebSocketMessage.Text said ? said.text() : "nothing");
        } catch (WebSocketException ended) {
            return Task.of("it has ended with " + ended.code());
        }
    }
    // endregion

    @Async
    private static AsyncGenerator<byte[]> megabytes(int count) {
        for (int i = 0; i < count; i++) {
            emit(new byte[1_000_000]);
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> calls() throws IOException {
        HttpServer server = HttpServer.start(Tcp.network(), routes(), "127.0.0.1", 0, HttpOptions.defaults());
        String address = "ws://127.0.0.1:" + server.localAddress().getPort();
        try (Http1Client client = Http1Client.of(ClientOptions.defaults())) {
            System.out.println(await(ask(client, URI.create(address + "/shout"), "is anybody there?")));
            System.out.println(await(ask(client, URI.create(address + "/shout"), "x".repeat(70_000))));
            try (WebSocket socket = await(WebSocket.connect(client, URI.create(address + "/count"), OPTIONS))) {
                await(socket.sendBinary(megabytes(5)));
                System.out.println(await(socket.receive()).orElseThrow());
                await(socket.finish());
            }
        }
        await(server.stop(Duration.ofSeconds(1)));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(calls());
    }
}
