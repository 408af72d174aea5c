// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.http.websocket.WebSocket;
import dev.weft.http.websocket.WebSocketException;
import dev.weft.http.websocket.WebSocketOptions;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a client is told, and the log, when a handler, an answer or the body of a request comes to a bad end. */
class HttpFailuresTest extends SiteTest {
    private static final String CHUNKED = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String MALFORMED = "5\r\nhello\r\nno length\r\n";
    private static final String SWITCHES = " HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n";

    @Async
    private static Task<HttpResponse> handle(HttpRequest request) throws IOException {
        return switch (request.path()) {
            case "/copy" -> Task.of(HttpResponse.of(200).body(request.body().pieces(10)));
            case "/late" -> {
                AsyncGenerator<byte[]> pieces = request.body().pieces(100);
                await(sleep(Duration.ofSeconds(1)));
                yield Task.of(HttpResponse.of(200).body(pieces));
            }
            case "/cancelled" -> {
                await(cancelled());
                yield Task.of(HttpResponse.of(204));
            }
            case "/makes" -> Task.of(HttpResponse.of(200).body(makes()));
            case "/switches" -> Task.of(HttpResponse.switching("echo", HttpFailuresTest::echo));
            default -> Task.of(HttpResponse.of(204));
        };
    }

    private static CompletableFuture<String> cancelled() {
        CompletableFuture<String> ofOthers = new CompletableFuture<>();
        ofOthers.cancel(false);
        return ofOthers;
    }

    @Async
    private static AsyncGenerator<byte[]> makes() {
        emit(Site.bytes("one"));
        await(cancelled());
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> echo(Connection connection) throws IOException {
        await(connection.write(await(connection.readExactly(3))));
        return Task.done();
    }

    @AsyncTest(seeds = 3)
    void answersOnceThoughTheRestOfABodyIsMalformed() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle);
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes("POST /" + CHUNKED)));
            assertEquals("HTTP/1.1 204 No Content\r\n\r\n", await(Site.head(client)));
            await(client.write(Site.bytes(MALFORMED)));
            assertEquals("", await(Site.rest(client)));
        }
    }

    @AsyncTest(seeds = 3)
    void doesNotBlameTheHandlerForAMalformedBodyThatItPassesOn() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle);
                LogRecords log = new LogRecords()) {
            String refused = await(site.ask("POST /late" + CHUNKED + "no length\r\n"));
            assertTrue(refused.startsWith("HTTP/1.1 400 "), refused);
            try (Connection client = await(site.connect())) {
                await(client.write(Site.bytes("POST /copy" + CHUNKED + MALFORMED)));
                assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(client))));
            }
            assertEquals(0, log.all().size(), () -> log.messages().toString());
        }
    }

    @AsyncTest
    void doesNotBlameTheHandlerForAClientThatGoesInTheMiddleOfABodyThatItPassesOn() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle);
                LogRecords log = new LogRecords()) {
            for (String path : new String[] {"/late", "/copy"}) {
                Connection client = await(site.connect());
                await(client.write(Site.bytes("POST " + path + CHUNKED + "5\r\nhello\r\n")));
                await(sleep(Duration.ofSeconds(2)));
                client.reset();
            }
            await(site.server.stop(Duration.ofSeconds(5)));
            assertEquals(0, log.all().size(), () -> log.messages().toString());
        }
    }

    @AsyncTest
    void aHandlerHasFailedWhenWhatItAwaitsWasCancelledByOthers() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle);
                LogRecords log = new LogRecords()) {
            String answers = await(site.ask("GET /cancelled HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n"));
            String failed = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n";
            String next = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            assertEquals(failed + next, answers);
            try (Connection client = await(site.connect())) {
                await(client.write(Site.bytes("GET /makes HTTP/1.1\r\nHost: a\r\n\r\n")));
                assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(client))));
            }
            assertEquals(2, log.all().size(), () -> log.messages().toString());
            assertTrue(log.messages().get(0).contains("GET /cancelled"));
            assertTrue(log.messages().get(1).contains("GET /makes"));
        }
    }

    @AsyncTest
    void aWebSocketIsToldThatItsHandlerHasFailedWhenWhatThatAwaitsWasCancelledByOthers() throws Exception {
        HttpHandler handler =
                request -> Task.of(WebSocket.accept(request, WebSocketOptions.defaults(), socket -> waitsForOthers()));
        try (Site site = new Site(handler);
                LogRecords log = new LogRecords();
                Http1Client client = Http1Client.of(ClientOptions.defaults().network(site.network.host("client")));
                WebSocket socket =
                        await(WebSocket.connect(client, URI.create("ws://server"), WebSocketOptions.defaults()))) {
            Throwable told = await(Site.failureOf(socket.receive()));
            assertEquals(1011, assertInstanceOf(WebSocketException.class, told).code());
            assertEquals(1, log.all().size(), () -> log.messages().toString());
        }
    }

    @Async
    private static Task<Void> waitsForOthers() {
        await(cancelled());
        return Task.done();
    }

    @AsyncTest(seeds = 3)
    void takesTheBodyOfARequestBeforeItSwitches() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle);
                Connection client = await(site.connect())) {
            await(client.write(
                    Site.bytes("POST /switches" + SWITCHES + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n")));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", await(Site.head(client)));
            await(client.write(Site.bytes("bodyabc")));
            assertEquals(
                    "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\nabc",
                    await(Site.rest(client)));
        }
    }

    @AsyncTest
    void doesNotSwitchBehindABodyThatIsTooLongToBeSkipped() throws Exception {
        try (Site site = new Site(HttpFailuresTest::handle)) {
            String refused = await(
                    site.ask("POST /switches" + SWITCHES + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000)));
            assertTrue(refused.startsWith("HTTP/1.1 413 "), refused);
        }
    }
}
