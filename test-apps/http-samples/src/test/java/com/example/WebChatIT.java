// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.http.ClientOptions;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpServer;
import dev.weft.http.websocket.HandshakeException;
import dev.weft.http.websocket.WebSocket;
import dev.weft.http.websocket.WebSocketException;
import dev.weft.http.websocket.WebSocketMessage;
import dev.weft.http.websocket.WebSocketOptions;
import dev.weft.junit.AsyncTest;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The chat in memory and in virtual time: two and more people, who come, talk and go. */
@AsyncTest(seeds = 10)
class WebChatIT {
    private MemoryNetwork network;
    private HttpServer server;
    private final List<Http1Client> clients = new ArrayList<>();

    @BeforeEach
    @Async
    void start() throws IOException {
        network = new MemoryNetwork();
        network.link(Link.normal().latency(Duration.ofMillis(1), Duration.ofMillis(50)));
        server = HttpServer.start(network.host("chat"), new WebChat().handler(), "chat", 80, HttpOptions.defaults());
    }

    @AfterEach
    @Async
    void stop() {
        clients.forEach(Http1Client::close);
        clients.clear();
        await(server.stop(Duration.ofSeconds(5)));
    }

    private Http1Client client(String host) {
        Http1Client client = Http1Client.of(ClientOptions.defaults().network(network.host(host)));
        clients.add(client);
        return client;
    }

    @Async
    private Task<WebSocket> comes(String name) throws IOException {
        WebSocket socket = await(
                WebSocket.connect(client(name), URI.create("ws://chat/garden/" + name), WebSocketOptions.defaults()));
        await(hearsUntil(socket, "\t" + name + " has come"));
        return Task.of(socket);
    }

    /** All that comes up to a line, and with it. */
    @Async
    private static Task<List<String>> hearsUntil(WebSocket socket, String last) throws IOException {
        List<String> heard = new ArrayList<>();
        while (!heard.contains(last)) {
            var next = (WebSocketMessage.Text) await(socket.receive()).orElseThrow();
            heard.add(next.text());
        }
        return Task.of(heard);
    }

    @AsyncTest
    void eachHearsWhatTheOtherSaysAndThatTheyLeave() throws IOException {
        WebSocket ann = await(comes("ann"));
        WebSocket ben = await(comes("ben"));
        await(ann.send("hello"));
        assertEquals(List.of("ann\thello"), await(hearsUntil(ben, "ann\thello")));
        await(ben.send("good evening"));
        await(ben.finish());
        assertEquals(
                List.of("\tben has come", "ann\thello", "ben\tgood evening", "\tben has left"),
                await(hearsUntil(ann, "\tben has left")));
        await(ann.finish());
    }

    @AsyncTest
    void whoComesIsToldTheLastTwentyLines() throws IOException {
        WebSocket ann = await(comes("ann"));
        for (int i = 1; i <= 30; i++) {
            await(ann.send("line " + i));
        }
        await(hearsUntil(ann, "ann\tline 30"));
        WebSocket ben = await(
                WebSocket.connect(client("ben"), URI.create("ws://chat/garden/ben"), WebSocketOptions.defaults()));
        List<String> heard = await(hearsUntil(ben, "\tben has come"));
        assertEquals(21, heard.size());
        assertEquals("ann\tline 11", heard.get(0));
        await(ann.finish());
        await(ben.finish());
    }

    @AsyncTest
    void aNameBelongsToOneAndMustBeOne() throws IOException {
        WebSocket ann = await(comes("ann"));
        WebSocket other = await(
                WebSocket.connect(client("other"), URI.create("ws://chat/garden/ann"), WebSocketOptions.defaults()));
        assertEquals(4000, await(codeOf(other)));
        for (String name : List.of("%20", "a%09b", "a".repeat(21))) {
            URI wrong = URI.create("ws://chat/garden/" + name);
            assertEquals(404, await(statusOf(wrong)));
        }
        await(ann.finish());
    }

    @Async
    private static Task<Integer> codeOf(WebSocket socket) throws IOException {
        try {
            await(socket.receive());
        } catch (WebSocketException refused) {
            return Task.of(refused.code());
        }
        throw new AssertionError("nothing has failed");
    }

    @Async
    private Task<Integer> statusOf(URI uri) throws IOException {
        try (WebSocket none = await(WebSocket.connect(client("other"), uri, WebSocketOptions.defaults()))) {
            throw new AssertionError("nothing has failed: " + none);
        } catch (HandshakeException refused) {
            return Task.of(refused.status());
        }
    }

    @AsyncTest
    void whoTakesNothingHoldsUpNobodyAndIsPutOut() throws IOException {
        network.host("ben");
        network.link("chat", "ben", Link.normal().capacity(100));
        WebSocket ann = await(comes("ann"));
        WebSocket ben = await(comes("ben")); // who receives nothing from now on
        WebSocket cid = await(comes("cid"));
        List<String> heard = new ArrayList<>();
        for (int i = 0; !heard.contains("\tben has left"); i++) {
            String line = i + " x".repeat(500);
            long before = EventLoop.current().nanoTime();
            await(ann.send(line));
            heard.addAll(await(hearsUntil(cid, "ann\t" + line)));
            assertTrue(EventLoop.current().nanoTime() - before
                    < Duration.ofSeconds(2).toNanos());
        }
        ben.close();
        await(ann.finish());
        await(cid.finish());
    }

    @AsyncTest
    void whoVanishesHasLeftWithinTwoMinutes() throws IOException {
        WebSocket ben = await(comes("ben"));
        WebSocket ann = await(comes("ann"));
        network.isolate("ben");
        long before = EventLoop.current().nanoTime();
        await(hearsUntil(ann, "\tben has left"));
        assertTrue(
                EventLoop.current().nanoTime() - before < Duration.ofMinutes(2).toNanos());
        ben.close();
        await(ann.finish());
    }

    @AsyncTest
    void theStopTellsAll() throws IOException {
        WebSocket ann = await(comes("ann"));
        await(server.stop(Duration.ofSeconds(5)));
        await(sleep(Duration.ofSeconds(1)));
        while (await(ann.receive()).isPresent()) {
            await(sleep(Duration.ofMillis(1)));
        }
        assertEquals(1001, ann.closeReason().orElseThrow().code());
        await(ann.finish());
    }

    @AsyncTest
    void eachRoomHasThePage() throws IOException {
        for (String path : List.of("/", "/garden")) {
            try (ClientResponse page =
                    await(client("browser").send(ClientRequest.get(URI.create("http://chat" + path))))) {
                assertTrue(await(page.text(StandardCharsets.UTF_8, 100_000)).contains("<title>Chat</title>"));
            }
        }
    }
}
