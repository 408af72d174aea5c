// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.http.ClientOptions;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpHandler;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.net.Connection;
import dev.weft.testing.MemoryNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Servers in memory with a WebSocket at the path /, and what is at the other end: a client, or bytes. */
abstract class Chat {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final String ASKED =
            "GET / HTTP/1.1\r\nHost: server\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";

    /** Of the test that runs; null before it has served something. */
    private @Nullable MemoryNetwork network;

    private @Nullable Http1Client client;
    private final List<HttpServer> servers = new ArrayList<>();

    static final WebSocketOptions PLAIN =
            WebSocketOptions.defaults().withoutCompression().withoutPings();

    final HttpServer serve(WebSocketOptions options, WebSocketHandler handler) throws IOException {
        return serve(Routes.none().on("GET", "/", request -> Task.of(WebSocket.accept(request, options, handler))));
    }

    final MemoryNetwork network() {
        MemoryNetwork known = network;
        if (known == null) {
            known = new MemoryNetwork();
            network = known;
        }
        return known;
    }

    final Http1Client client() {
        Http1Client known = client;
        if (known == null) {
            known = Http1Client.of(ClientOptions.defaults().network(network().host("client")));
            client = known;
        }
        return known;
    }

    final HttpServer serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.start(network().host("server"), handler, "server", 80, HttpOptions.defaults());
        servers.add(server);
        return server;
    }

    @AfterEach
    @Async
    void stop() {
        if (client != null) {
            client.close();
        }
        for (HttpServer server : servers) {
            await(server.stop(Duration.ofMinutes(1)));
        }
    }

    final Task<WebSocket> connect() throws IOException {
        return connect(PLAIN);
    }

    final Task<WebSocket> connect(WebSocketOptions options) throws IOException {
        return WebSocket.connect(client(), URI.create("ws://server/"), options);
    }

    final Task<Connection> raw() throws IOException {
        return raw("");
    }

    /** A connection with a WebSocket of the server at the other end, which was asked with more fields than those that are needed. */
    @Async
    final Task<Connection> raw(String fields) throws IOException {
        Connection connection = await(network().host("raw").openConnection("server", 80));
        await(connection.write((ASKED + fields + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        await(connection.readUntil("\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1000));
        return Task.of(connection);
    }

    /** The bytes of a frame. */
    static byte[] joined(ByteBuffer[] frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer part : frame) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /** Writes what a client sends, without changing it by its mask, which is zero. */
    @Async
    static Task<Void> write(Connection connection, String hex) throws IOException {
        await(connection.write(HexFormat.of().parseHex(hex.replace(" ", ""))));
        return Task.done();
    }

    /** All that comes until the end, or until nothing more does within a minute. */
    @Async
    static Task<String> rest(Connection connection) throws IOException {
        return Task.of(HexFormat.of().formatHex(await(connection.readAll(10_000_000))));
    }

    /** Sends back what comes. */
    @Async
    static Task<Void> echo(WebSocket socket) throws IOException {
        for (var next = await(socket.receive()); next.isPresent(); next = await(socket.receive())) {
            if (next.get() instanceof WebSocketMessage.Text said) {
                await(socket.send(said.text()));
            } else if (next.get() instanceof WebSocketMessage.Binary said) {
                await(socket.send(said.bytes()));
            }
        }
        return Task.done();
    }

    @Async
    static Task<String> text(WebSocket socket) throws IOException {
        return Task.of(await(socket.receive())
                .map(message -> message instanceof WebSocketMessage.Text said ? said.text() : message.toString())
                .orElse("(end)"));
    }

    /** What a task fails with. */
    @Async
    static Task<Throwable> failureOf(Task<?> task) {
        try {
            await(task);
        } catch (Exception failed) {
            return Task.of(failed);
        }
        throw new AssertionError("nothing failed");
    }
}
