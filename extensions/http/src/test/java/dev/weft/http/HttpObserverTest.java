// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an observer is told of requests, and of what has not become one. */
class HttpObserverTest extends SiteTest {
    private final List<String> told = new ArrayList<>();
    private final HttpOptions options = HttpOptions.defaults()
            .maxLine(100)
            .maxHeader(200)
            .maxBody(10)
            .headLimit(Duration.ofSeconds(3))
            .observer(HttpObserver.lines(told::add));

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        if (request.path().equals("/sleeps")) {
            await(Weft.sleep(Duration.ofSeconds(5)));
        }
        await(request.body().readAll(100));
        return Task.of(HttpResponse.of(200).text("hi"));
    }

    private List<String> taken() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    /** Sends a text, and returns what the observer is told of it, without its client. */
    @Async
    private Task<String> toldOf(String sent) throws IOException {
        try (Site site = new Site(this::handle, options)) {
            await(site.ask(sent));
            await(Weft.sleep(Duration.ofSeconds(10)));
        }
        String all = String.join("; ", taken());
        assertTrue(all.startsWith("client "), all);
        return Task.of(all.substring("client ".length()));
    }

    @AsyncTest
    void hearsOfWhatIsNoRequest() throws Exception {
        String get = "GET / HTTP/1.1\r\n";
        assertEquals(
                "refused 400, a head with a first line that is not METHOD TARGET HTTP/1.1",
                await(toldOf("hello\r\n\r\n")));
        assertEquals("refused 400, 0 fields Host", await(toldOf(get + "\r\n")));
        assertEquals(
                "refused 414, a first line that is too long",
                await(toldOf("GET /" + "a".repeat(100) + " HTTP/1.1\r\n\r\n")));
        assertEquals(
                "refused 431, a header that is too long",
                await(toldOf(get + "Host: a\r\nx: " + "y".repeat(200) + "\r\n\r\n")));
        assertEquals("refused 505, version HTTP/1.2", await(toldOf("GET / HTTP/1.2\r\nHost: a\r\n\r\n")));
        assertEquals(
                "refused 501, transfer encoding [gzip, chunked]",
                await(toldOf("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")));
        assertEquals(
                "refused 413, a body of 11 bytes, where 10 are allowed",
                await(toldOf("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")));
        assertEquals("refused 408, the head has not come within PT3S (headLimit)", await(toldOf("GET / HT")));
        assertEquals(
                "\"GET /1\" 200 2 bytes 0 ms; client refused 400, 0 fields Host",
                await(toldOf("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + get + "\r\n")));
    }

    /** It is refused in the middle of its body, when its handler has it. */
    @AsyncTest
    void hearsOfARequestWhoseBodyIsNone() throws Exception {
        String told = await(toldOf("PUT /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"));
        assertTrue(told.startsWith("\"PUT /2\" 400 0 bytes 0 ms, dev.weft.http.BadMessageException: "), told);
    }

    @AsyncTest
    void hearsNothingOfAConnectionOnWhichNothingCame() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            await(site.connect()).close();
            await(site.ask("")); // up to the limit of an idle one
        }
        assertEquals(List.of(), taken());
    }

    // ------------------------------------------------------------------ HTTP/2

    @Async
    private Task<List<String>> toldOf(byte[]... frames) throws IOException {
        try (Site site = new Site(this::handle, options.maxStreams(1));
                Connection connection = await(site.connect())) {
            await(new Frames(connection).send(Frames.begin()));
            await(new Frames(connection).send(frames));
            await(Weft.sleep(Duration.ofSeconds(10)));
        }
        return Task.of(taken());
    }

    @AsyncTest
    void hearsOfWhatIsNoRequestOfHttp2() throws Exception {
        assertEquals(
                List.of("client refused 0, Invalid HTTP/2 pseudo-header ':other' encountered."),
                await(toldOf(Frames.head(1, true, Frames.get("/", ":other", "a")))));
        assertEquals(
                List.of("client refused 431, Header size exceeded max allowed size (300)"),
                await(toldOf(Frames.head(1, true, Frames.get("/", "x", "y".repeat(300))))));
        assertEquals(
                List.of(
                        "client refused 0, Maximum active streams violated for this endpoint: 1",
                        "client \"GET /sleeps\" 200 2 bytes 5000 ms"),
                await(toldOf(Frames.head(1, true, Frames.get("/sleeps")), Frames.head(3, true, Frames.get("/")))));
    }

    // ------------------------------------------------------------------ an observer that fails

    private static final class Broken implements HttpObserver {
        @Override
        public void served(Served served) {
            throw new IllegalStateException("of the observer");
        }

        @Override
        public void refused(Refused refused) {
            throw new AssertionError("of the observer");
        }
    }

    @AsyncTest
    void changesNothingWhereItFails() throws Exception {
        HttpOptions broken = options.observer(new Broken());
        try (LogRecords log = new LogRecords();
                Site site = new Site(this::handle, broken);
                Connection connection = await(site.connect())) {
            String all = await(site.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
            assertTrue(all.startsWith("HTTP/1.1 200 OK\r\n"), all);
            assertTrue(all.contains("\r\n\r\nhiHTTP/1.1 400 Bad Request\r\n"), all);
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("a"))));
            assertEquals("1 RST PROTOCOL_ERROR", await(client.next()));
            await(client.send(Frames.head(3, true, Frames.get("/"))));
            assertTrue(await(client.next()).startsWith("3 HEADERS 200"));
            await(Weft.sleep(Duration.ofSeconds(1)));
            assertEquals(4, log.all().size(), log.all().toString());
        }
    }
}
