// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Where one part of a server meets another: the end of the server and requests under way, bodies and answers that leave them alone. */
@AsyncTest(seeds = 3)
class HttpSeamsTest extends SiteTest {
    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String TEXT = "all work and no play ".repeat(200);

    @TempDir
    static Path folder;

    private final List<String> seen = new ArrayList<>();

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(folder.resolve("text.txt"), TEXT);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    /** A generator that knows whether it was asked, and whether it was closed. */
    private final class Watched implements AsyncGenerator<byte[]> {
        private final AsyncGenerator<byte[]> pieces = pieces();

        @Override
        public Awaitable<Boolean> next() {
            seen.add("asked");
            return pieces.next();
        }

        @Override
        public byte[] current() {
            return pieces.current();
        }

        @Override
        public void close() {
            seen.add("closed");
            pieces.close();
        }

        @Override
        public Awaitable<Void> closing() {
            seen.add("closed");
            return pieces.closing();
        }
    }

    @Async
    private static AsyncGenerator<byte[]> pieces() {
        emit("one".getBytes(US_ASCII));
        return AsyncGenerator.done();
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        seen.add(request.toString());
        switch (request.path()) {
            case "/sleeps" -> await(sleep(Duration.ofSeconds(5)));
            case "/catches" -> {
                try {
                    await(sleep(Duration.ofMinutes(5)));
                } catch (CancellationException late) {
                    return Task.of(HttpResponse.of(200)
                            .header("content-type", "text/plain")
                            .body(new Watched()));
                }
            }
            case "/big" -> {
                return Task.of(HttpResponse.of(200).body(new byte[3_000_000]));
            }
            case "/made" -> {
                return Task.of(HttpResponse.of(200)
                        .header("content-type", "text/plain")
                        .body(new Watched()));
            }
            case "/204" -> {
                return Task.of(HttpResponse.of(204).body(new Watched()));
            }
            case "/304" -> {
                return Task.of(HttpResponse.of(304).body(new Watched(), 3));
            }
            case "/ten" -> await(request.body().readAll(10));
            default -> {}
        }
        return Task.of(HttpResponse.of(200));
    }

    private static String okAnd(String fields) {
        return "HTTP/1.1 200 OK\r\n" + fields + "content-length: 0\r\n\r\n";
    }

    // ------------------------------------------------------------------ the end of the server

    @AsyncTest
    void saysToAClientThatKeepsItsConnectionThatItCloses() throws Exception {
        try (Site site = new Site(this::handle)) {
            ScheduledTask<String> asked = spawn(site.ask(get("/sleeps")));
            await(sleep(Duration.ofSeconds(1)));
            await(site.server.stop(Duration.ofMinutes(1)));
            assertEquals(5, Site.seconds());
            assertEquals(okAnd("connection: close\r\n"), await(asked));
        }
    }

    @AsyncTest
    void answersTheFirstOfTwoRequestsThatCameTogetherBeforeItStops() throws Exception {
        try (Site site = new Site(this::handle)) {
            ScheduledTask<String> asked = spawn(site.ask(get("/sleeps") + get("/other")));
            await(sleep(Duration.ofSeconds(1)));
            await(site.server.stop(Duration.ofMinutes(1)));
            assertEquals(okAnd("connection: close\r\n"), await(asked));
            assertEquals(List.of("GET /sleeps"), seen);
        }
    }

    /** The client was told already that the connection goes on. */
    @AsyncTest
    void closesBehindAnAnswerThatHasBegunWhenItStops() throws Exception {
        try (Site site = new Site(this::handle);
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(get("/big"))));
            await(sleep(Duration.ofSeconds(1)));
            ScheduledTask<Void> stopping = spawn(site.server.stop(Duration.ofMinutes(1)));
            await(sleep(Duration.ofSeconds(1)));
            assertTrue(!await(Site.head(client)).contains("connection: close"));
            assertEquals(3_000_000, await(Site.rest(client)).length());
            client.close();
            await(stopping);
            assertEquals(2, Site.seconds());
        }
    }

    @Async
    private AsyncGenerator<ServerSentEvent> ticks(int most) {
        try {
            for (int i = 1; i <= most; i++) {
                emit(ServerSentEvent.of("tick " + i));
                await(sleep(Duration.ofSeconds(1)));
            }
        } finally {
            seen.add("closed");
        }
        return AsyncGenerator.done();
    }

    /** The browser comes again, to another server. */
    @AsyncTest
    void endsEventsAfterAWholeOneWhenItStops() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).events(ticks(1_000_000))))) {
            ScheduledTask<String> asked = spawn(site.ask(get("/")));
            await(sleep(Duration.ofMillis(2500)));
            await(site.server.stop(Duration.ofMinutes(1)));
            assertEquals(2, Site.seconds());
            String events = await(asked);
            assertTrue(
                    events.endsWith(
                            "\r\n\r\ne\r\ndata: tick 1\n\n\r\ne\r\ndata: tick 2\n\n\r\ne\r\ndata: tick 3\n\n\r\n0\r\n\r\n"),
                    events);
            assertEquals(List.of("closed"), seen);
        }
    }

    @AsyncTest
    void endsEventsThatBeginWhenItStopsAlready() throws Exception {
        try (Site site = new Site(request -> late(HttpResponse.of(200).events(ticks(1_000_000))))) {
            ScheduledTask<String> asked = spawn(site.ask(get("/")));
            await(sleep(Duration.ofSeconds(1)));
            await(site.server.stop(Duration.ofMinutes(1)));
            assertEquals(5, Site.seconds());
            assertTrue(await(asked).endsWith("\r\n\r\n0\r\n\r\n"));
        }
    }

    @Async
    private static Task<HttpResponse> late(HttpResponse response) {
        await(sleep(Duration.ofSeconds(5)));
        return Task.of(response);
    }

    @AsyncTest
    void endsEventsOverHttp2WhenItStops() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).events(ticks(1_000_000))));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/"))));
            await(sleep(Duration.ofMillis(500)));
            ScheduledTask<Void> stopping = spawn(site.server.stop(Duration.ofMinutes(1)));
            List<String> rest = await(client.rest());
            assertTrue(rest.contains("1 DATA data: tick 1\n\n") && rest.contains("1 DATA  END"), () -> "" + rest);
            connection.close();
            await(stopping);
            assertTrue(Site.seconds() < 5, () -> "" + Site.seconds());
            assertEquals(List.of("closed"), seen);
        }
    }

    // ------------------------------------------------------------------ a client that goes away

    @AsyncTest
    void givesTheRestOfAnAnswerToAClientThatHasEndedItsSideMeanwhile() throws Exception {
        List<Served> served = new ArrayList<>();
        try (Site site = new Site(this::handle, HttpOptions.defaults().observer(served::add));
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(get("/big"))));
            await(Site.head(client));
            client.shutdownOutput();
            await(sleep(Duration.ofSeconds(1)));
            assertEquals(3_000_000, await(Site.rest(client)).length());
            await(sleep(Duration.ofSeconds(1)));
            assertNull(served.get(0).failure());
        }
    }

    // ------------------------------------------------------------------ answers without a body

    @AsyncTest
    void asksNoGeneratorForABodyThatIsNotSent() throws Exception {
        try (Site site = new Site(this::handle)) {
            for (String asked : List.of("HEAD /made", "GET /204", "GET /304", "HEAD /304")) {
                String got = await(site.ask(asked + " HTTP/1.1\r\nHost: a\r\n\r\n" + LAST));
                assertTrue(got.endsWith("\r\n\r\n" + okAnd("connection: close\r\n")), got);
                assertEquals(List.of(asked, "closed", "GET /last"), seen);
                seen.clear();
            }
        }
    }

    @AsyncTest
    void asksNoGeneratorForABodyThatIsNotSentOverHttp2() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.request("HEAD", "/made"))));
            assertEquals("1 HEADERS 200, content-type=text/plain END", await(client.next()));
            await(client.send(Frames.head(3, true, Frames.get("/204"))));
            assertEquals("3 HEADERS 204 END", await(client.next()));
            await(client.send(Frames.head(5, true, Frames.get("/304"))));
            assertEquals("5 HEADERS 304 END", await(client.next()));
            await(sleep(Duration.ofSeconds(1)));
            assertEquals(List.of("HEAD /made", "closed", "GET /204", "closed", "GET /304", "closed"), seen);
        }
    }

    @AsyncTest
    void closesWhatMakesTheBodyOfAnAnswerThatComesTooLate() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().requestLimit(Duration.ofSeconds(2)));
                Connection connection = await(site.connect())) {
            assertTrue(await(site.ask(get("/catches"))).startsWith("HTTP/1.1 503 "));
            assertEquals(List.of("GET /catches", "closed"), seen);
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/catches"))));
            assertEquals("1 HEADERS 503, content-length=0 END", await(client.next()));
            await(sleep(Duration.ofSeconds(1)));
            assertEquals(List.of("GET /catches", "closed", "GET /catches", "closed"), seen);
        }
    }

    /** Whether it is compressed or not: a client, or a connection to somebody else, may hang on it. */
    @AsyncTest
    void closesWhatMakesTheBodyThatWouldBeCompressed() throws Exception {
        try (Site site = new Site(Gzip.of(this::handle), HttpOptions.defaults().requestLimit(Duration.ofSeconds(2)))) {
            String gzip = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n";
            String got = await(site.ask("HEAD /made" + gzip));
            assertTrue(got.contains("content-encoding: gzip\r\n"), got);
            assertTrue(got.endsWith("transfer-encoding: chunked\r\n\r\n"), got);
            assertEquals(List.of("HEAD /made", "closed"), seen);
            assertTrue(await(site.ask("GET /catches" + gzip)).startsWith("HTTP/1.1 503 "));
            assertEquals(List.of("HEAD /made", "closed", "GET /catches", "closed"), seen);
        }
    }

    // ------------------------------------------------------------------ bodies that nobody wants

    @AsyncTest
    void refusesALongBodyBeforeItIsSent() throws Exception {
        String post = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
        String refused = "HTTP/1.1 413 Request Entity Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxBody(100))) {
            assertEquals(refused, await(site.ask("POST /ten" + post + "Content-Length: 11\r\n\r\n")));
            assertEquals(List.of("POST /ten"), seen);
            String early = await(site.ask("POST /ten" + post + "Content-Length: 101\r\n\r\n"));
            assertTrue(early.startsWith("HTTP/1.1 413 ") && !early.contains("100 Continue"), early);
            assertEquals(List.of("POST /ten"), seen);
        }
    }

    @AsyncTest
    void skipsTheBodyOfARequestForAFile() throws Exception {
        try (Site site = new Site(Routes.none().on("GET", "/{file...}", StaticFiles.of(folder)))) {
            String got = await(site.ask("GET /text.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\nx: y\r\n\r\n" + LAST));
            assertTrue(got.startsWith("HTTP/1.1 200 OK\r\n"), got);
            assertTrue(got.contains("\r\n\r\n" + TEXT + "HTTP/1.1 404 Not Found\r\n"), got);
        }
    }

    /** It writes all of its request before it reads anything, as simple clients do. */
    @AsyncTest
    void answersAnUploadThatNobodyWants() throws Exception {
        int length = 10_000_000;
        try (Site site = new Site(this::handle);
                Connection client = await(site.connect())) {
            await(client.write(
                    Site.bytes("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n")));
            for (int sent = 0; sent < length; sent += 100_000) {
                await(client.write(java.nio.ByteBuffer.allocate(100_000)));
            }
            assertEquals(okAnd("connection: close\r\n"), await(Site.rest(client)));
        }
    }

    // ------------------------------------------------------------------ files, compressed and in parts

    @AsyncTest
    void givesAPartOfAFileAsItIsAndNoneToHead() throws Exception {
        Routes files = Routes.none().on("GET", "/{file...}", StaticFiles.of(folder));
        try (Site site = new Site(Gzip.of(files))) {
            String fields = " /text.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: gzip\r\n";
            String range = "Range: bytes=0-9\r\n\r\n";
            String part = await(site.ask("GET" + fields + range));
            assertTrue(part.startsWith("HTTP/1.1 206 "), part);
            assertTrue(!part.contains("content-encoding"), part);
            assertTrue(part.endsWith("content-length: 10\r\n\r\n" + TEXT.substring(0, 10)), part);
            String whole = await(site.ask("HEAD" + fields + "\r\n"));
            assertTrue(whole.contains("content-encoding: gzip\r\n"), whole);
            assertEquals(whole, await(site.ask("HEAD" + fields + range)), "a range is of GET alone (RFC 9110, 14.2)");
            String headOfGet = await(site.ask("GET" + fields + "\r\n"));
            assertTrue(headOfGet.startsWith(whole), headOfGet);
        }
    }
}
