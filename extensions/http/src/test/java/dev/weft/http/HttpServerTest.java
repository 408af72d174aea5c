// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What goes over the wire for requests of HTTP/1.1, in memory, under seeds. */
class HttpServerTest extends SiteTest {
    private static final String HI =
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 2\r\n\r\nhi";
    private static final String HI_AND_CLOSE = HI.replace("content-length", "connection: close\r\ncontent-length");

    private final List<String> seen = new ArrayList<>();

    /** Answers what it is asked with what it was asked. */
    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        seen.add(request.toString());
        return switch (request.path()) {
            case "/echo" -> {
                byte[] body = await(request.body().readAll(1_000_000));
                yield Task.of(HttpResponse.of(200).body(body));
            }
            case "/trailers" -> {
                await(request.body().readAll(1_000));
                yield Task.of(
                        HttpResponse.of(200).text(request.body().trailers().toString()));
            }
            case "/pieces" -> Task.of(HttpResponse.of(200).body(pieces()));
            case "/nothing" -> Task.of(HttpResponse.of(204));
            case "/fails" -> throw new IllegalStateException("of the handler");
            case "/breaks" -> Task.of(HttpResponse.of(200).body(breaks()));
            default -> Task.of(HttpResponse.of(200).text("hi"));
        };
    }

    @Async
    private static AsyncGenerator<byte[]> pieces() {
        emit("one".getBytes(UTF_8));
        await(Weft.sleep(Duration.ofSeconds(1)));
        emit(new byte[0]);
        emit("eleven more".getBytes(UTF_8));
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<byte[]> breaks() {
        emit("one".getBytes(UTF_8));
        throw new IllegalStateException("of the generator");
    }

    @AsyncTest
    void answersARequestAndWaitsForTheNextOnTheSameConnection() throws Exception {
        try (Site site = new Site(this::handle);
                Connection client = await(site.connect())) {
            for (int i = 0; i < 3; i++) {
                await(client.write(Site.bytes("GET /" + i + "?q HTTP/1.1\r\nHost: a\r\n\r\n")));
                assertEquals(HI, await(Site.head(client)) + new String(await(client.readExactly(2)), UTF_8));
            }
            assertEquals(List.of("GET /0?q", "GET /1?q", "GET /2?q"), seen);
        }
    }

    /** Netty's own codec of servers fails past 128 of them. */
    @AsyncTest(seeds = 3)
    void answersThousandsOfRequestsThatComeTogetherInTheirOrder() throws Exception {
        StringBuilder sent = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            sent.append("GET /").append(i).append(" HTTP/1.1\r\nhost: a\r\n\r\n");
            expected.add("GET /" + i);
        }
        sent.append("GET /last HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        expected.add("GET /last");
        try (Site site = new Site(this::handle)) {
            String got = await(site.ask(sent.toString()));
            assertEquals(expected, seen);
            assertEquals(HI.repeat(2_000) + HI_AND_CLOSE, got);
        }
    }

    @AsyncTest
    void closesBehindTheAnswerWhereTheClientSaysSo() throws Exception {
        try (Site site = new Site(this::handle)) {
            assertEquals(HI_AND_CLOSE, await(site.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET")));
            assertEquals(HI_AND_CLOSE, await(site.ask("GET / HTTP/1.0\r\n\r\n")));
        }
    }

    @AsyncTest
    void refusesATunnelAndTakesNothingForARequestThatIsSentThroughIt() throws Exception {
        try (Site site = new Site(this::handle)) {
            assertEquals(
                    "HTTP/1.1 501 Not Implemented\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                    await(site.ask("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")));
            assertEquals(List.of(), seen);
        }
    }

    @AsyncTest
    void goesOnWithAnOldClientThatAsksForThat() throws Exception {
        try (Site site = new Site(this::handle);
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")));
            assertTrue(await(Site.head(client)).contains("connection: keep-alive\r\n"));
            await(client.readExactly(2));
            await(client.write(Site.bytes("GET / HTTP/1.0\r\n\r\n")));
            assertEquals(HI_AND_CLOSE, await(Site.rest(client)));
        }
    }

    @AsyncTest
    void tellsHeadHowLongTheBodyWouldBe() throws Exception {
        try (Site site = new Site(this::handle)) {
            String got = await(site.ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /pieces HTTP/1.0\r\n\r\n"));
            assertEquals(HI.substring(0, HI.length() - 2) + "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", got);
        }
    }

    @AsyncTest
    void sendsNoLengthWhereThereCanBeNoBody() throws Exception {
        try (Site site = new Site(this::handle)) {
            assertEquals(
                    "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
                    await(site.ask("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
        }
    }

    @AsyncTest
    void sendsInChunksWhatAGeneratorMakes() throws Exception {
        try (Site site = new Site(this::handle)) {
            assertEquals(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
                            .concat("3\r\none\r\nb\r\neleven more\r\n0\r\n\r\n"),
                    await(site.ask("GET /pieces HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
            assertEquals(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\noneeleven more",
                    await(site.ask("GET /pieces HTTP/1.0\r\n\r\n")));
        }
    }

    @AsyncTest
    void readsABodyThatComesInChunksWithItsTrailers() throws Exception {
        String head = "POST /trailers HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Site site = new Site(this::handle)) {
            String got = await(
                    site.ask(head + "3\r\nabc\r\n10;ext=\"x\"\r\n0123456789abcdef\r\n0\r\nsum: 1\r\nX: y z\r\n\r\n"));
            assertTrue(got.endsWith("\r\n\r\nsum: 1\nX: y z\n"), got);
        }
    }

    /** Every request of the table, cut in two at each byte, is answered as the whole is. */
    @AsyncTest(seeds = 1)
    void answersTheSameWhereverTheBytesAreCut() throws Exception {
        String requests = "\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x\r\n!\r\n0\r\nt: u\r\n\r\n"
                + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        try (Site site = new Site(this::handle)) {
            String whole = await(site.ask(requests));
            assertEquals(
                    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello!"
                            + HI_AND_CLOSE,
                    whole);
            for (int cut = 1; cut < requests.length(); cut++) {
                assertEquals(whole, await(inTwo(site, requests, cut)), "cut at " + cut);
            }
        }
    }

    @Async
    private static Task<String> inTwo(Site site, String sent, int cut) throws IOException {
        try (Connection client = await(site.connect())) {
            await(client.write(Site.bytes(sent.substring(0, cut))));
            await(Weft.sleep(Duration.ofMillis(1)));
            await(client.write(Site.bytes(sent.substring(cut))));
            return Task.of(await(Site.rest(client)));
        }
    }

    @AsyncTest
    void tellsAClientThatWaitsForItToGoOnWhenTheHandlerReads() throws Exception {
        try (Site site = new Site(this::handle);
                Connection client = await(site.connect())) {
            String expects = "HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n";
            await(client.write(Site.bytes("POST /echo " + expects + "\r\n")));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", await(Site.head(client)));
            await(client.write(Site.bytes("ok")));
            assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n", await(Site.head(client)));
            await(client.readExactly(2));
            await(client.write(Site.bytes("POST / " + expects + "\r\n")));
            assertEquals(
                    HI_AND_CLOSE,
                    await(Site.rest(client)),
                    "it is not known whether the body comes, so nothing goes on");
        }
    }

    @AsyncTest
    void skipsALittleThatTheHandlerHasNotRead() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxSkipped(1_000))) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
            String last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            assertEquals(HI + HI_AND_CLOSE, await(site.ask(post + "999\r\n\r\n" + "x".repeat(999) + last)));
            assertEquals(HI_AND_CLOSE, await(site.ask(post + "5000\r\n\r\n" + "x".repeat(5_000) + last)));
        }
    }

    @AsyncTest
    void answers500WhenTheHandlerFailsAndLogsWhich() throws Exception {
        try (Site site = new Site(this::handle);
                LogRecords log = new LogRecords()) {
            String got = await(site.ask(
                    "GET /fails HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertEquals("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n" + HI_AND_CLOSE, got);
            LogRecords.Entry told = log.all().get(0);
            assertTrue(told.message().startsWith("The handler of GET /fails from "), told.message());
            Throwable failure = Objects.requireNonNull(told.failure());
            assertEquals("of the handler", failure.getMessage());
            assertTrue(List.of(failure.getStackTrace()).toString().contains("HttpServerTest.handle"), "with its stack");
        }
    }

    @AsyncTest
    void breaksTheConnectionOffWhenTheBodyCannotBeMade() throws Exception {
        try (Site site = new Site(this::handle);
                LogRecords log = new LogRecords();
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes("GET /breaks HTTP/1.1\r\nHost: a\r\n\r\n")));
            assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(client))));
            assertEquals(1, log.all().size(), () -> log.messages().toString());
            assertTrue(log.messages().get(0).contains("GET /breaks"));
            assertTrue(log.messages().get(0).contains("its answer is cut off"));
        }
    }

    @AsyncTest
    void answers500WhenTheBodyFailsBeforeItsFirstPiece() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).body(breaksAtOnce())));
                LogRecords log = new LogRecords()) {
            String got = await(site.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertTrue(got.startsWith("HTTP/1.1 500 "), got);
            assertTrue(
                    log.messages().get(0).contains("its client is told 500"),
                    () -> log.messages().toString());
        }
    }

    @AsyncTest
    void sendsALengthThatIsKnownOfWhatAGeneratorMakes() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).body(pieces(), 14)))) {
            String known = "HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n";
            assertEquals(
                    known + "oneeleven more" + known,
                    await(
                                    site.ask(
                                            "GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                            .replace("connection: close\r\n", ""));
        }
    }

    @AsyncTest
    void cutsOffWhatIsNotAsLongAsWasSaid() throws Exception {
        for (int said : new int[] {2, 13, 15}) {
            try (Site site = new Site(request -> Task.of(HttpResponse.of(200).body(pieces(), said)));
                    LogRecords log = new LogRecords();
                    Connection client = await(site.connect())) {
                await(client.write(Site.bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
                if (said == 2) { // nothing was sent yet
                    assertTrue(await(Site.rest(client)).startsWith("HTTP/1.1 500 "));
                } else {
                    assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(client))));
                }
                assertTrue(
                        String.valueOf(log.all().get(0).failure()).contains("where " + said + " were said"),
                        () -> log.all().toString());
            }
        }
    }

    @Async
    private static AsyncGenerator<byte[]> breaksAtOnce() {
        if (Weft.isWoven(HttpServerTest.class)) {
            throw new IllegalStateException("of the generator");
        }
        return AsyncGenerator.done();
    }

    @AsyncTest
    void refusesABodyThatIsLongerThanAllowed() throws Exception {
        String tooLong = "HTTP/1.1 413 Request Entity Too Large\r\n";
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxBody(10))) {
            String fixed = await(site.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello, hello"));
            assertTrue(fixed.startsWith(tooLong), fixed);
            assertEquals(List.of(), seen, "without the handler");
            String chunked = await(
                    site.ask(
                            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello,\r\n6\r\n hello\r\n0\r\n\r\n"));
            assertTrue(chunked.startsWith(tooLong), chunked);
            assertTrue(chunked.contains("connection: close"), chunked);
        }
        try (Site site = new Site(request -> readsTen(request))) {
            String read = await(site.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\nhello, hello"
                    + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertTrue(read.startsWith(tooLong), read);
        }
    }

    @Async
    private static Task<HttpResponse> readsTen(HttpRequest request) throws IOException {
        return Task.of(HttpResponse.of(200).body(await(request.body().readAll(10))));
    }

    @AsyncTest
    void endsAConnectionWithTheLastRequestThatItMaySend() throws Exception {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxRequests(2))) {
            assertEquals(HI + HI_AND_CLOSE, await(site.ask(get.repeat(5))));
            assertEquals(2, seen.size());
        }
    }

    @AsyncTest
    void givesALargeBodyToASlowClientWhole() throws Exception {
        String large = "0123456789".repeat(100_000);
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).text(large)))) {
            String got = await(site.ask("GET / HTTP/1.0\r\n\r\n"));
            assertEquals(large, got.substring(got.indexOf("\r\n\r\n") + 4));
        }
    }

    @AsyncTest
    void isAskedByManyClientsAtATime() throws Exception {
        try (Site site = new Site(this::handle)) {
            List<Task<String>> asked = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                asked.add(site.ask("GET /pieces HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            }
            for (String got : await(Weft.gather(asked))) {
                assertTrue(got.endsWith("eleven more\r\n0\r\n\r\n"), got);
            }
        }
    }

    @AsyncTest
    void cannotBeStartedTwiceAtOnePlace() throws Exception {
        try (Site site = new Site(this::handle)) {
            assertThrows(
                    java.net.BindException.class,
                    () -> HttpServer.start(
                            site.network.host("server"), this::handle, "server", 80, HttpOptions.defaults()));
        }
    }
}
