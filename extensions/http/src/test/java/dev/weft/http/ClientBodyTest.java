// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of requests: how they are sent, and what ends them early. */
@AsyncTest(seeds = 3)
class ClientBodyTest extends UpstreamTest {
    private final List<String> events = new ArrayList<>();

    /** So many pieces, one a second. */
    @Async
    private AsyncGenerator<byte[]> pieces(int count) {
        try {
            for (int i = 0; i < count; i++) {
                await(sleep(Duration.ofSeconds(1)));
                emit(Site.bytes("piece" + i));
                events.add("sent " + i);
            }
        } finally {
            events.add("closed");
        }
        return AsyncGenerator.done();
    }

    /** Answers with the body that came, of which it knows the end. */
    private static Upstream.Script echoing(String end) {
        return visit -> {
            String head = await(visit.head());
            if (head.contains("100-continue")) {
                await(sleep(Duration.ofMillis(500)));
                await(visit.write("HTTP/1.1 100 Continue\r\n\r\n"));
            }
            byte[] body = await(visit.connection().readUntil(Site.bytes(end), 10_000_000));
            await(visit.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n"));
            await(visit.connection().write(body));
            await(visit.head());
            return Task.done();
        };
    }

    @AsyncTest
    void sendsInChunksWhatAGeneratorMakes() throws IOException {
        Upstream upstream = upstream(echoing("0\r\n\r\n"));
        assertEquals(
                "200 6\r\npiece0\r\n6\r\npiece1\r\n0\r\n\r\n",
                await(upstream.ask(Upstream.post("/").body(pieces(2)))));
        assertEquals("POST / HTTP/1.1\r\nhost: server\r\ntransfer-encoding: chunked\r\n\r\n", upstream.heads.get(0));
        assertEquals(List.of("sent 0", "sent 1", "closed"), events);
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void sendsAsTheyAreThePiecesOfABodyOfAKnownLength() throws IOException {
        Upstream upstream = upstream(echoing("piece1"));
        assertEquals("200 piece0piece1", await(upstream.ask(Upstream.post("/").body(pieces(2), 12))));
        assertEquals("POST / HTTP/1.1\r\nhost: server\r\ncontent-length: 12\r\n\r\n", upstream.heads.get(0));
    }

    @AsyncTest
    void failsWhereAGeneratorMakesAnotherLengthThanWasSaid() throws IOException {
        for (int length : List.of(11, 13)) {
            Upstream upstream = upstream(echoing("never"));
            Throwable failure =
                    await(Site.failureOf(upstream.ask(Upstream.post("/").body(pieces(2), length))));
            assertEquals(
                    Phase.REQUEST,
                    assertInstanceOf(ClientException.class, failure).phase());
            assertTrue(
                    String.valueOf(failure.getMessage())
                            .contains(
                                    length == 11
                                            ? "has 12 or more bytes, where 11 were said"
                                            : "has 12 bytes, where 13 were said"),
                    failure.getMessage());
        }
    }

    @Async
    private AsyncGenerator<byte[]> breaks() {
        emit(Site.bytes("one"));
        throw new IllegalStateException("of the generator");
    }

    @AsyncTest
    void saysWhatMakesTheBodyHasFailed() throws IOException {
        Upstream upstream = upstream(echoing("never"));
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.post("/").body(breaks()))));
        assertEquals(
                "POST http://server/ at 10.0.0.1:80: what makes its body has failed: of the generator",
                failure.getMessage());
    }

    @AsyncTest
    void sendsALargeBodyWhileTheResponseComes() throws IOException {
        Upstream upstream = upstream(echoing("end"));
        byte[] body = Site.bytes("0123456789".repeat(30_000) + "end");
        assertEquals(
                "200 " + new String(body, ISO_8859_1),
                await(upstream.ask(Upstream.post("/").body(body))));
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest(virtualTime = false)
    void sendsAFile(@TempDir Path folder) throws IOException {
        Path file = await(Weft.blocking(() -> Files.writeString(folder.resolve("file"), "what is in the file")));
        Upstream upstream = upstream(echoing("file"));
        assertEquals(
                "200 what is in the file", await(upstream.ask(Upstream.post("/").body(file))));
        assertTrue(upstream.heads.get(0).contains("content-length: 19"), upstream.heads.get(0));
    }

    @AsyncTest(virtualTime = false)
    void saysThatAFileIsNotThere(@TempDir Path folder) throws IOException {
        Upstream upstream = upstream(echoing("never"));
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.post("/").body(folder.resolve("none")))));
        assertEquals(
                Phase.REQUEST, assertInstanceOf(ClientException.class, failure).phase());
    }

    @AsyncTest
    void sendsNoMoreOfABodyThatTheServerRefuses() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(sleep(Duration.ofMillis(2500)));
            await(visit.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!"));
            await(visit.connection().readAll(1_000_000));
            return Task.done();
        });
        assertEquals("413 no!", await(upstream.ask(Upstream.post("/").body(pieces(100)))));
        assertEquals(List.of("sent 0", "sent 1", "closed"), events);
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void takesTheAnswerOfAServerThatHangsUpInTheMiddleOfTheBody() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!"));
            return Task.done();
        });
        assertEquals("413 no!", await(upstream.ask(Upstream.post("/").body(pieces(100)))));
        assertEquals("closed", events.get(events.size() - 1));
    }

    @AsyncTest
    void sendsABodyAndReadsTheResponseAtATime() throws IOException {
        Site site = new Site(
                request -> Task.of(HttpResponse.of(200).body(request.body().pieces(100))));
        Http1Client client = Http1Client.of(ClientOptions.defaults().network(site.network.host("client")));
        try (ClientResponse response = await(client.send(Upstream.post("/").body(pieces(3))))) {
            StringBuilder come = new StringBuilder();
            while (come.length() < 6) {
                come.append(new String(await(response.body().read(6 - come.length())), UTF_8));
            }
            assertEquals("piece0", come.toString());
            assertFalse(events.contains("sent 2"), "the response comes before the end of the request");
            assertEquals("piece1piece2", await(response.text(UTF_8, 100)));
        }
        assertEquals(List.of("sent 0", "sent 1", "sent 2", "closed"), events);
        assertEquals(new ClientStatistics(0, 1, 0), client.statistics());
        client.close();
        await(site.server.stop(Duration.ofSeconds(1)));
    }

    @AsyncTest
    void waitsForTheWordThatTheBodyIsWanted() throws IOException {
        Upstream upstream = upstream(echoing("hello"));
        assertEquals(
                "200 hello",
                await(upstream.ask(Upstream.post("/").body(Site.bytes("hello")).expectContinue())));
        assertTrue(upstream.heads.get(0).contains("\r\nexpect: 100-continue\r\n"), upstream.heads.get(0));
    }

    @AsyncTest
    void sendsTheBodyAllTheSameIfThatWordDoesNotCome() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.connection().readExactly(5));
            await(visit.write(Upstream.OK));
            await(visit.head());
            return Task.done();
        });
        assertEquals(
                "200 ok",
                await(upstream.ask(Upstream.post("/").body(Site.bytes("hello")).expectContinue())));
    }

    @AsyncTest
    void sendsNoBodyThatIsNotWanted() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"));
            assertEquals(0, await(visit.connection().readAll(100)).length);
            return Task.done();
        });
        assertEquals(
                "417 ", await(upstream.ask(Upstream.post("/").body(pieces(5)).expectContinue())));
        assertEquals(List.of(), events);
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
    }
}
