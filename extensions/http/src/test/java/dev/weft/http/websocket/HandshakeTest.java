// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.HttpHeaders;
import dev.weft.http.HttpResponse;
import dev.weft.http.Routes;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@AsyncTest
class HandshakeTest extends Chat {
    /** What a server answers to a head, without the date; what it goes on with is not read. */
    @Async
    private Task<String> asked(String head) throws IOException {
        try (Connection connection = await(network().host("raw").openConnection("server", 80))) {
            await(connection.write((head + "\r\n").getBytes(US_ASCII)));
            byte[] answer = await(connection.readUntil("\r\n\r\n".getBytes(US_ASCII), 10_000));
            return Task.of(
                    new String(answer, US_ASCII).replaceAll("date: .*\r\n", "").strip());
        }
    }

    private static final String SWITCHES = """
            HTTP/1.1 101 Switching Protocols\r
            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            """;

    @Test
    @Async
    void answersTheExampleOfItsRfc() throws IOException {
        serve(PLAIN, Chat::echo);
        assertEquals(SWITCHES + "connection: upgrade\r\nupgrade: websocket", await(asked(ASKED)));
    }

    @Test
    @Async
    void agreesOnASubprotocolAndOnCompression() throws IOException {
        serve(WebSocketOptions.defaults().subprotocols("b", "c"), Chat::echo);
        String asked = ASKED + "Sec-WebSocket-Protocol: a, c\r\nSec-WebSocket-Protocol: b\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        String answer = await(asked(asked));
        assertTrue(answer.contains("sec-websocket-protocol: b\r\n"), answer);
        assertTrue(
                answer.contains("sec-websocket-extensions: permessage-deflate; server_no_context_takeover; client_no"),
                answer);
    }

    @Test
    @Async
    void refusesWhatAsksForNoWebSocket() throws IOException {
        serve(PLAIN, Chat::echo);
        String[] wrong = {
            "GET / HTTP/1.1\r\nHost: server\r\n",
            ASKED.replace("Upgrade: WebSocket", "Upgrade: h2c"),
            ASKED.replace("keep-alive, Upgrade", "keep-alive"),
            ASKED.replace("Version: 13", "Version: 8"),
            ASKED.replace(KEY, "c2hvcnQ="),
            ASKED.replace(KEY, "not base64 at all"),
            ASKED + "Sec-WebSocket-Key: " + KEY + "\r\n",
            ASKED.replace("HTTP/1.1", "HTTP/1.0"),
            ASKED + "Sec-WebSocket-Extensions: permessage-deflate;\r\n",
        };
        for (String head : wrong) {
            String answer = await(asked(head));
            assertTrue(answer.startsWith("HTTP/1.1 400 "), head + answer);
        }
    }

    @Test
    @Async
    void refusesBrowsersFromOtherPagesUnlessTheyAreAllowed() throws IOException {
        serve(Routes.none()
                .on("GET", "/own", request -> Task.of(WebSocket.accept(request, PLAIN, Chat::echo)))
                .on(
                        "GET",
                        "/some",
                        request ->
                                Task.of(WebSocket.accept(request, PLAIN.origins("https://Shop.example"), Chat::echo)))
                .on("GET", "/any", request -> Task.of(WebSocket.accept(request, PLAIN.anyOrigin(), Chat::echo))));
        List<String> statuses = new ArrayList<>();
        for (String path : List.of("/own", "/some", "/any")) {
            for (String origin : List.of("http://server", "https://shop.example", "null")) {
                String head = ASKED.replace("GET /", "GET " + path) + "Origin: " + origin + "\r\n";
                statuses.add(await(asked(head)).substring(9, 12));
            }
        }
        assertEquals("101 403 403 403 101 403 101 101 101", String.join(" ", statuses));
    }

    @Test
    @Async
    void readsWhatHasComeTogetherWithTheHead() throws IOException {
        serve(PLAIN, Chat::echo);
        Connection connection = await(network().host("raw").openConnection("server", 80));
        byte[] head = (ASKED + "\r\n").getBytes(US_ASCII);
        byte[] both = java.util.Arrays.copyOf(head, head.length + 7);
        System.arraycopy(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'}, 0, both, head.length, 7);
        await(connection.write(both));
        await(connection.readUntil("\r\n\r\n".getBytes(US_ASCII), 1000));
        await(write(connection, "88 80 00000000"));
        assertEquals("810178" + "8800", await(rest(connection)));
    }

    // ------------------------------------------------------------------ the client

    @Test
    @Async
    void saysWhatAServerHasAnsweredInstead() throws IOException {
        serve(request -> Task.of(HttpResponse.of(401).header("www-authenticate", "Basic")));
        HandshakeException refused = (HandshakeException) await(failureOf(connect()));
        assertEquals(401, refused.status());
        assertEquals("Basic", refused.headers().first("www-authenticate").get());
        assertTrue(String.valueOf(refused.getMessage()).contains("http://server"), refused.getMessage());
        assertEquals(0, client().statistics().active());
    }

    @Test
    @Async
    void refusesAServerThatAgreesToSomethingElse() throws IOException {
        String[] wrong = {
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "",
        };
        for (String field : wrong) {
            Server server =
                    network().host("server").startServer(connection -> switches(connection, field), "server", 80);
            HandshakeException refused = (HandshakeException) await(failureOf(connect()));
            assertTrue(String.valueOf(refused.getMessage()).contains("sec-websocket-accept"), refused.getMessage());
            await(server.stop(Duration.ofSeconds(1)));
        }
        HttpHeaders agreed = HttpHeaders.of(Handshake.ACCEPT, Handshake.accept(KEY))
                .with("upgrade", "WebSocket")
                .with("connection", "keep-alive, Upgrade");
        assertEquals("", checked(agreed).subprotocol());
        for (HttpHeaders other : List.of(
                agreed.with(Handshake.SUBPROTOCOL, "nobody.asked"),
                agreed.with(Handshake.EXTENSIONS, "x-compress"),
                agreed.without("upgrade"),
                agreed.without("upgrade").with("upgrade", "lines/1"),
                agreed.without("connection"),
                agreed.without("connection").with("connection", "keep-alive"))) {
            assertThrows(HandshakeException.class, () -> checked(other), other::toString);
        }
    }

    private static Handshake.Agreed checked(HttpHeaders headers) throws HandshakeException {
        return Handshake.check(
                "server", 101, headers, KEY, WebSocketOptions.defaults().values());
    }

    @Async
    private static Task<Void> switches(Connection connection, String field) throws IOException {
        await(connection.readUntil("\r\n\r\n".getBytes(US_ASCII), 1000));
        await(connection.write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + field + (field.isEmpty() ? "\r\n" : "\r\n\r\n"))
                .getBytes(US_ASCII)));
        return Task.done();
    }

    @Test
    @Async
    void takesNoPlaceOfTheClient() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        assertEquals(0, client().statistics().active());
        assertEquals(0, client().statistics().idle());
        await(socket.finish());
    }

    @Test
    @Async
    void refusesWhatIsNoAddressOfAWebSocket() throws IOException {
        for (String wrong : List.of("http://server/", "ws:/x", "wss://server/#part", "/x")) {
            assertThrows(IllegalArgumentException.class, () -> WebSocket.connect(client(), URI.create(wrong), PLAIN));
        }
    }

    // ------------------------------------------------------------------ other protocols

    @Test
    @Async
    void goesOnWithAnyProtocolThatBothKnow() throws IOException {
        serve(request -> Task.of(HttpResponse.switching("lines/1", connection -> shouts(connection))
                .header("x-with", "head")));
        ClientRequest request = ClientRequest.get(URI.create("http://server/")).upgrade("lines/1");
        try (ClientResponse response = await(client().send(request));
                Connection connection = response.connection()) {
            assertEquals(
                    "101 head",
                    response.status() + " " + response.header("x-with").get());
            await(connection.write("one\ntwo\n".getBytes(UTF_8)));
            connection.shutdownOutput();
            assertEquals("ready\nONE\nTWO\n", new String(await(connection.readAll(100)), UTF_8));
        }
        assertEquals(0, client().statistics().active());
    }

    @Async
    private static Task<Void> shouts(Connection connection) throws IOException {
        await(connection.write("ready\n".getBytes(UTF_8)));
        for (String line = await(connection.readLine(UTF_8, 100));
                line != null;
                line = await(connection.readLine(UTF_8, 100))) {
            await(connection.write((line.toUpperCase(java.util.Locale.ROOT) + "\n").getBytes(UTF_8)));
        }
        return Task.done();
    }

    @Test
    @Async
    void answers500IfAHandlerSwitchesToWhatNobodyHasAskedFor() throws IOException {
        serve(request -> Task.of(HttpResponse.switching("lines/1", connection -> Task.done())));
        try (LogRecords log = new LogRecords()) {
            assertTrue(await(asked(ASKED)).startsWith("HTTP/1.1 500 "));
            assertTrue(log.all().toString().contains("failed"), log.all().toString());
        }
    }

    @Test
    @Async
    void closesAConnectionThatNobodyHasTaken() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(request -> Task.of(HttpResponse.switching("lines/1", connection -> seesEnd(connection, seen))));
        await(client().send(ClientRequest.get(URI.create("http://server/")).upgrade("lines/1")))
                .close();
        await(dev.weft.Weft.sleep(Duration.ofSeconds(1)));
        assertEquals(List.of("0 bytes"), seen);
    }

    @Async
    private static Task<Void> seesEnd(Connection connection, List<String> seen) throws IOException {
        seen.add(await(connection.readAll(100)).length + " bytes");
        return Task.done();
    }

    @Test
    void refusesASwitchThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> HttpResponse.switching("a b", connection -> Task.done()));
        HttpResponse switching = HttpResponse.switching("lines/1", connection -> Task.done());
        assertThrows(IllegalStateException.class, () -> switching.text("a body"));
    }
}
