// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.http.ClientOptions;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The proxy between a client that writes bytes and a server of ours, in memory and in virtual time. */
@AsyncTest(seeds = 5)
class ReverseProxyIT {
    private static final String LAST = "Host: shop\r\nConnection: close\r\n";

    private final List<String> events = new ArrayList<>();
    private MemoryNetwork network;
    private HttpServer behind;

    /** Runs what asks the proxy, which has a server behind it. */
    @Async
    private Task<Void> through(Task<?> asking) throws Exception {
        network = new MemoryNetwork();
        network.host("client");
        behind = HttpServer.start(network.host("behind"), this::handle, "behind", 8080, HttpOptions.defaults());
        ClientOptions options =
                ClientOptions.defaults().network(network.host("shop")).headLimit(Duration.ofSeconds(5));
        try (Http1Client client = Http1Client.of(options)) {
            ReverseProxy proxy = new ReverseProxy(client, URI.create("http://behind:8080"));
            HttpServer front =
                    HttpServer.start(network.host("shop"), proxy::forward, "shop", 80, HttpOptions.defaults());
            await(asking);
            await(front.stop(Duration.ofMinutes(1)));
            assertEquals(0, client.statistics().active());
        }
        await(behind.stop(Duration.ofMinutes(1)));
        return Task.done();
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        events.add(request.toString());
        HttpResponse ok = HttpResponse.of(200);
        switch (request.path()) {
            case "/fields" -> {
                return Task.of(
                        ok.header("x-hop", "of this one").text(request.headers().toString()));
            }
            case "/sleeps" -> {
                try {
                    await(sleep(Duration.ofSeconds(20)));
                } finally {
                    events.add("over");
                }
            }
            default -> {}
        }
        byte[] body = await(request.body().readAll(1_000_000));
        return Task.of(ok.text(request.method() + ' ' + body.length));
    }

    @Async
    private Task<Connection> connect() throws IOException {
        return Task.of(await(network.host("client").openConnection("shop", 80)));
    }

    @Async
    private Task<String> ask(String request) throws IOException {
        try (Connection connection = await(connect())) {
            await(connection.write(request.getBytes(UTF_8)));
            return Task.of(new String(await(connection.readAll(2_000_000)), UTF_8).replaceAll("date: .*\r\n", ""));
        }
    }

    // ------------------------------------------------------------------ what is passed on

    @AsyncTest
    void passesOnRequestsAndAnswersOfEachKind() throws Exception {
        await(through(asksInManyWays()));
        assertEquals(List.of("GET /notes?of=today", "PUT /a", "POST /b", "HEAD /c"), events);
    }

    @Async
    private Task<Void> asksInManyWays() throws IOException {
        String ok = "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\nvia: 1.1 weft\r\n";
        assertEquals(
                ok + "connection: close\r\ncontent-length: 5\r\n\r\nGET 0",
                await(ask("GET /notes?of=today HTTP/1.1\r\n" + LAST + "\r\n")));
        String put = await(ask("PUT /a HTTP/1.1\r\n" + LAST + "Content-Length: 5\r\n\r\nhello"));
        assertTrue(put.endsWith("\r\n\r\nPUT 5"), put);
        String post =
                await(ask("POST /b HTTP/1.1\r\n" + LAST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        assertTrue(post.endsWith("\r\n\r\nPOST 3"), post);
        assertEquals(
                ok + "connection: close\r\ncontent-length: 6\r\n\r\n",
                await(ask("HEAD /c HTTP/1.1\r\n" + LAST + "\r\n")));
        return Task.done();
    }

    @AsyncTest
    void passesOnNoFieldThatIsForOneHop() throws Exception {
        await(through(asksWithFields()));
    }

    @Async
    private Task<Void> asksWithFields() throws IOException {
        String fields = await(ask("GET /fields HTTP/1.1\r\nHost: shop\r\nConnection: close, x-hop\r\nX-Hop: 1\r\n"
                + "TE: trailers\r\nProxy-Authorization: secret\r\nX-End: 2\r\n\r\n"));
        assertTrue(fields.contains("x-hop: of this one\r\n"), fields);
        String behind = fields.substring(fields.indexOf("\r\n\r\n") + 4);
        assertTrue(behind.contains("X-End: 2"), behind);
        assertTrue(behind.contains("x-forwarded-host: shop"), behind);
        assertTrue(behind.contains("x-forwarded-proto: http"), behind);
        for (String hidden : List.of("X-Hop", "secret", "TE:", "close")) {
            assertTrue(!behind.contains(hidden), behind);
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ what goes wrong

    @AsyncTest
    void answers502WhereNobodyIsBehindAnd504WhereNothingComesBack() throws Exception {
        await(through(asksInVain()));
    }

    @Async
    private Task<Void> asksInVain() throws IOException {
        network.isolate("behind");
        String nothing = await(ask("GET /a HTTP/1.1\r\n" + LAST + "\r\n"));
        assertTrue(nothing.startsWith("HTTP/1.1 504 "), nothing);
        network.heal();
        String back = await(ask("GET /a HTTP/1.1\r\n" + LAST + "\r\n"));
        assertTrue(back.startsWith("HTTP/1.1 200 "), back);
        behind.close();
        await(behind.stop(Duration.ZERO));
        String refused = await(ask("GET /a HTTP/1.1\r\n" + LAST + "\r\n"));
        assertEquals("HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", refused);
        return Task.done();
    }

    @AsyncTest
    void answers504WhereTheServerBehindIsSlow() throws Exception {
        await(through(asksTheSlow()));
        assertEquals(List.of("GET /sleeps", "over"), events);
    }

    @Async
    private Task<Void> asksTheSlow() throws IOException {
        String slow = await(ask("GET /sleeps HTTP/1.1\r\n" + LAST + "\r\n"));
        assertEquals("HTTP/1.1 504 Gateway Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", slow);
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(List.of("GET /sleeps", "over"), events, "the request behind is cancelled, too");
        return Task.done();
    }

    @AsyncTest
    void endsTheRequestBehindWhenTheClientGoesAway() throws Exception {
        await(through(goesAway()));
    }

    @Async
    private Task<Void> goesAway() throws IOException {
        Connection connection = await(connect());
        await(connection.write(("GET /sleeps HTTP/1.1\r\nHost: shop\r\n\r\n").getBytes(UTF_8)));
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(List.of("GET /sleeps"), events);
        connection.close();
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(List.of("GET /sleeps", "over"), events);
        return Task.done();
    }
}
