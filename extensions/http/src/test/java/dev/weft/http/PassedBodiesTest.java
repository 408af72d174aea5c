// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.testing.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bodies that a proxy passes on: what has come already goes with the head, and the rest as it comes. */
@AsyncTest(seeds = 3)
class PassedBodiesTest extends UpstreamTest {
    private static final String WHOLE = "PUT / HTTP/1.1\r\nhost: server\r\ncontent-length: 3\r\n\r\nabc";

    /** What was read at the server behind, one after the other. */
    private final List<String> reads = new ArrayList<>();

    /** Answers when so much was read since the last answer. */
    private Upstream.Script answering(int size, String answer) {
        return visit -> {
            StringBuilder request = new StringBuilder();
            for (String read = await(next(visit.connection()));
                    !read.isEmpty();
                    read = await(next(visit.connection()))) {
                reads.add(read);
                request.append(read);
                if (request.length() >= size) {
                    request.setLength(0);
                    await(visit.write(answer));
                }
            }
            return Task.done();
        };
    }

    @Async
    private static Task<String> next(Connection connection) throws IOException {
        return Task.of(new String(await(connection.read(100_000)), ISO_8859_1).replaceAll("date: .*\r\n", ""));
    }

    private static Site proxy(Upstream upstream) throws IOException {
        return new Site(request -> passedOn(upstream, request));
    }

    @Async
    private static Task<HttpResponse> passedOn(Upstream upstream, HttpRequest request) throws Exception {
        long length = request.body().length();
        ClientRequest same = ClientRequest.of(request.method(), Upstream.uri(request.path()));
        AsyncGenerator<byte[]> pieces = request.body().pieces(1000);
        ClientResponse response =
                await(upstream.client.send(length < 0 ? same.body(pieces) : same.body(pieces, length)));
        long count = Long.parseLong(response.header("content-length").orElseThrow());
        return Task.of(HttpResponse.of(response.status()).body(response.pieces(1000), count));
    }

    @AsyncTest
    void areOneWriteWithTheirHeadsWhereTheyHaveCome() throws IOException {
        Upstream upstream = upstream(answering(WHOLE.length(), Upstream.OK));
        upstream.network.link(Link.normal().splits(0));
        Site proxy = proxy(upstream);
        proxy.network.link(Link.normal().splits(0));
        Connection client = await(proxy.connect());
        for (int i = 0; i < 3; i++) {
            await(client.write(Site.bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")));
            assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", await(next(client)));
        }
        assertEquals(List.of(WHOLE, WHOLE, WHOLE), reads);
        assertEquals(1, upstream.connections);
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
        client.close();
    }

    @AsyncTest
    void passOnAsTheyComeWhereThatIsLater() throws IOException {
        Upstream upstream = upstream(answering(WHOLE.length(), Upstream.OK));
        Connection client = await(proxy(upstream).connect());
        await(client.write(Site.bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na")));
        await(Upstream.settles());
        await(client.write(Site.bytes("bc")));
        await(Upstream.settles());
        assertEquals("abc", String.join("", reads).replaceAll("(?s).*\r\n\r\n", ""));
        assertTrue(reads.size() > 1, () -> "" + reads);
        client.close();
    }

    @AsyncTest
    void haveNoLengthWhereNobodyHasSaidIt() throws IOException {
        Upstream upstream = upstream(answering(WHOLE.length(), Upstream.OK));
        Connection client = await(proxy(upstream).connect());
        await(client.write(
                Site.bytes("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")));
        await(Upstream.settles());
        assertTrue(
                String.join("", reads).endsWith("transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                () -> "" + reads);
        client.close();
    }

    @AsyncTest
    void areNotTakenOfAClientThatWaitsForTheWordToSendThem() throws IOException {
        Upstream upstream = upstream(answering(WHOLE.length(), Upstream.OK));
        Connection client = await(proxy(upstream).connect());
        await(client.write(
                Site.bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")));
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", await(Site.head(client)));
        await(client.write(Site.bytes("abc")));
        await(Upstream.settles());
        assertTrue(String.join("", reads).endsWith("abc"), () -> "" + reads);
        client.close();
    }

    @AsyncTest
    void areNoneOfAnAnswerToHeadThatSaysALength() throws IOException {
        Upstream upstream = upstream(answering(38, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"));
        String answer = await(proxy(upstream).ask("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        assertEquals("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\n", answer);
    }

    @AsyncTest
    void areReadAsEverByWhoeverHasBegunTo() throws IOException {
        Upstream upstream = upstream(Upstream.always(Upstream.OK));
        try (ClientResponse response = await(upstream.client.send(Upstream.get("/")))) {
            AsyncGenerator<byte[]> pieces = response.pieces(1);
            assertTrue(await(pieces.next()));
            assertEquals("o", new String(pieces.current(), ISO_8859_1));
            assertTrue(await(pieces.next()));
            assertFalse(await(pieces.next()));
        }
    }

    @AsyncTest
    void areNoneOfAResponseThatWasClosed() throws IOException {
        Upstream upstream = upstream(answering(30, Upstream.OK));
        upstream.network.link(Link.normal().splits(0));
        ClientResponse response = await(upstream.client.send(Upstream.get("/")));
        AsyncGenerator<byte[]> pieces = response.pieces(1);
        pieces.close();
        assertFalse(await(pieces.next()));
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
    }
}
