// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client sends and what it makes of the answer, in memory, under seeds. */
@AsyncTest(seeds = 2)
class Http1ClientTest extends UpstreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nhost: server\r\n\r\n";

    /** Of a response, and what it says; each leaves the connection to the next request, but for those that cannot. */
    private static final List<List<String>> ORDINARY = List.of(
            List.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 hello"),
            List.of("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200 "),
            List.of("HTTP/1.1 404 Not \u00e9 there\r\ncontent-length:1 \r\n\r\n!", "404 !"),
            List.of(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nX-Sum: 7\r\n\r\n",
                    "200 hello X-Sum: 7"),
            List.of("HTTP/1.1 204 No Content\r\n\r\n", "204 "),
            List.of("HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n", "304 "),
            List.of(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                    "200 ok"),
            List.of("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "200 ok"));

    private static final List<List<String>> LAST = List.of(
            List.of("HTTP/1.1 200 OK\r\n\r\nhello", "200 hello"),
            List.of("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            List.of("HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            List.of("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n", "204 "),
            List.of(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad",
                    "200 ok"));

    /** What another client or a proxy could read otherwise. */
    private static final List<String> HOSTILE = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\rContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\u0000\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
            "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n");

    /** Cuts each where few are, and at each byte where all are. */
    private static int step(String response) {
        return Math.max(1, response.length() / 12);
    }

    @AsyncTest(seeds = 1)
    void readsAResponseTheSameWhereverItIsCut() throws IOException {
        for (List<String> each : ORDINARY) {
            String response = each.get(0);
            Upstream upstream = upstream(visit -> {
                for (int cut = 0; cut <= response.length(); cut++) {
                    await(visit.head());
                    await(visit.writeCut(response, cut));
                }
                return Task.done();
            });
            for (int cut = 0; cut <= response.length(); cut++) {
                assertEquals(each.get(1), await(upstream.ask(Upstream.get("/"))), response + " cut at " + cut);
            }
            assertEquals(1, upstream.connections, response);
            assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
        }
    }

    @AsyncTest(seeds = 1)
    void usesNoConnectionAgainThatMayHaveEndedOrOnWhichMoreHasCome() throws IOException {
        for (List<String> each : LAST) {
            String response = each.get(0);
            int[] cut = {0};
            Upstream upstream = upstream(visit -> {
                await(visit.head());
                await(visit.writeCut(response, cut[0]));
                return Task.done();
            });
            for (; cut[0] <= response.length(); cut[0]++) {
                assertEquals(each.get(1), await(upstream.ask(Upstream.get("/"))), response + " cut at " + cut[0]);
                await(sleep(Duration.ofSeconds(2))); // when all has come, and is seen before the next request
                if (!response.endsWith("bad")) {
                    assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics(), response + " cut at " + cut[0]);
                }
            }
        }
    }

    @AsyncTest(seeds = 1)
    void refusesWhatOthersMayReadOtherwiseWhereverItIsCut() throws IOException {
        for (String response : HOSTILE) {
            int[] cut = {0};
            Upstream upstream = upstream(visit -> {
                await(visit.head());
                await(visit.writeCut(response, cut[0]));
                return Task.done();
            });
            for (; cut[0] <= response.length(); cut[0] += step(response)) {
                Throwable failure = await(Site.failureOf(upstream.ask(Upstream.get("/"))));
                ClientException told = assertInstanceOf(ClientException.class, failure, response + " cut at " + cut[0]);
                assertTrue(told.phase() == Phase.HEAD || told.phase() == Phase.BODY, told.getMessage());
                assertTrue(
                        String.valueOf(told.getMessage()).startsWith("GET http://server/ at 10.0.0.1:80: "),
                        told.getMessage());
                assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
            }
        }
    }

    @AsyncTest
    void neverTakesWhatCameBeforeARequestForItsResponse() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.write(Upstream.OK));
            await(sleep(Duration.ofSeconds(1)));
            await(visit.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
            await(visit.head());
            return Task.done();
        });
        assertEquals("200 ok", await(upstream.ask(Upstream.get("/"))));
        await(sleep(Duration.ofSeconds(3)));
        assertEquals("200 ok", await(upstream.ask(Upstream.get("/"))));
        assertEquals(2, upstream.connections);
    }

    @AsyncTest
    void sendsTheRequestAsItIsGiven() throws IOException {
        Upstream upstream = upstream(Upstream.always(Upstream.OK));
        await(upstream.ask(Upstream.get("")));
        await(upstream.ask(ClientRequest.get(URI.create("http://SERVER:80/a%20b/\u00e9?q=\u00fc&r#part"))
                .header("Accept", "*/*")));
        await(upstream.ask(Upstream.post("/").body(new byte[0])));
        await(upstream.ask(ClientRequest.of("DELETE", Upstream.uri("/x")).header("Host", "other")));
        assertEquals(
                List.of(
                        GET,
                        "GET /a%20b/%C3%A9?q=%C3%BC&r HTTP/1.1\r\nhost: server\r\nAccept: */*\r\n\r\n",
                        "POST / HTTP/1.1\r\nhost: server\r\ncontent-length: 0\r\n\r\n",
                        "DELETE /x HTTP/1.1\r\nHost: other\r\n\r\n"),
                upstream.heads);
    }

    @AsyncTest
    void waitsForNoBodyBehindHead() throws IOException {
        Upstream upstream = upstream(visit -> {
            for (String head = await(visit.head()); !head.isEmpty(); head = await(visit.head())) {
                await(visit.write(
                        head.startsWith("HEAD /chunked")
                                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                : "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
            }
            return Task.done();
        });
        assertEquals("200 ", await(upstream.ask(ClientRequest.of("HEAD", Upstream.uri("/")))));
        assertEquals("200 ", await(upstream.ask(ClientRequest.of("HEAD", Upstream.uri("/chunked")))));
        assertEquals(1, upstream.connections);
    }

    @AsyncTest
    void closesAConnectionWithAPartOfABodyAndKeepsOneWhoseRestHasCome() throws IOException {
        Upstream upstream = upstream(visit -> {
            for (String head = await(visit.head()); !head.isEmpty(); head = await(visit.head())) {
                await(visit.write(
                        "HTTP/1.1 404 No\r\nContent-Length: 6\r\n\r\n" + (head.contains("/part") ? "not" : "notyet")));
            }
            return Task.done();
        });
        await(upstream.client.send(Upstream.get("/whole"))).close();
        await(sleep(Duration.ofSeconds(1)));
        await(upstream.client.send(Upstream.get("/part"))).close();
        await(Upstream.settles());
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
        assertEquals(0, upstream.open);
    }

    @AsyncTest
    void saysOfABodyThatBreaksOffHowMuchOfItCame() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"));
            return Task.done();
        });
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.get("/a?secret=1"))));
        assertEquals(
                "GET http://server/a?... at 10.0.0.1:80: the body of its response broke off after 5 bytes: the server has gone"
                        + " after 5 of 10 bytes of its body",
                failure.getMessage());
        assertEquals(Phase.BODY, ((ClientException) failure).phase());
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void holdsNoMoreOfAHeadThanItMay() throws IOException {
        Upstream upstream = upstream(
                ClientOptions.defaults().maxHeader(1000),
                Upstream.always("HTTP/1.1 200 OK\r\nA: " + "a".repeat(2000) + "\r\n\r\n"));
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.get("/"))));
        assertTrue(String.valueOf(failure.getMessage()).contains("a header that is too long"), failure.getMessage());
    }

    @AsyncTest
    void speaksWithTheServerOfThisModule() throws IOException {
        Site site = new Site(
                request -> Task.of(HttpResponse.of(200).body(request.body().pieces(3))));
        Http1Client client = Http1Client.of(ClientOptions.defaults().network(site.network.host("client")));
        for (int round = 0; round < 3; round++) {
            try (ClientResponse response = await(client.send(Upstream.post("/").text("the same again")))) {
                assertEquals("the same again", await(response.text(java.nio.charset.StandardCharsets.UTF_8, 100)));
            }
        }
        assertEquals(new ClientStatistics(0, 1, 0), client.statistics());
        client.close();
        await(site.server.stop(Duration.ofSeconds(1)));
    }

    @AsyncTest
    void sendsTwoRequestsAtATimeOverTwoConnections() throws IOException {
        Upstream upstream = upstream(Upstream.always(Upstream.OK));
        await(gather(upstream.ask(Upstream.get("/1")), upstream.ask(Upstream.get("/2"))));
        assertEquals("0 active, 2 idle, 0 waiting", upstream.statistics());
    }

    @Test
    void refusesWhatCannotBeSent() {
        ClientRequest get = Upstream.get("/");
        assertThrows(IllegalArgumentException.class, () -> ClientRequest.of("CONNECT", get.uri()));
        assertThrows(IllegalArgumentException.class, () -> ClientRequest.of("A B", get.uri()));
        for (String bad : List.of("ftp://a/", "/path", "http://", "http:/a", "http://a:0/", "http://a:70000/")) {
            assertThrows(IllegalArgumentException.class, () -> ClientRequest.get(URI.create(bad)), bad);
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ClientRequest.get(URI.create("http://ann:secret@a/")))
                .getMessage();
        assertEquals(
                "the address of a has user-info, which is not sent; give it as the header field \"authorization\"",
                message);
        for (String field : List.of("Content-Length", "transfer-encoding", "Connection", "Upgrade", "TE", "Expect")) {
            assertThrows(IllegalArgumentException.class, () -> get.header(field, "x"), field);
        }
        assertThrows(IllegalArgumentException.class, () -> get.header("a", "b\r\nc: d"));
        assertThrows(
                IllegalArgumentException.class, () -> get.header("host", "a").header("Host", "b"));
    }
}
