// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest extends SiteTest {
    private static final String TEXT = "all work and no play ".repeat(20_000);

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(folder.resolve("file"), TEXT);
    }

    private static Task<HttpResponse> handle(HttpRequest request) {
        HttpResponse ok = HttpResponse.of(200);
        return Task.of(
                switch (request.path()) {
                    case "/text" -> ok.text(TEXT).header("etag", "\"1\"");
                    case "/short" -> ok.text("short");
                    case "/picture" -> ok.header("content-type", "image/png").body(TEXT.getBytes(UTF_8));
                    case "/done" -> ok.header("content-encoding", "br").text(TEXT);
                    case "/as-is" -> ok.header("cache-control", "no-transform").text(TEXT);
                    case "/part" ->
                        HttpResponse.of(206)
                                .header("content-range", "bytes 0-4/420000")
                                .text("all w");
                    case "/unchanged" -> HttpResponse.of(304).header("etag", "\"1\"");
                    case "/file" ->
                        ok.header("content-type", "text/html").part(folder.resolve("file"), 0, TEXT.length());
                    default -> ok.header("content-type", "text/plain").body(slowly());
                });
    }

    @Async
    private static AsyncGenerator<byte[]> slowly() {
        for (String part : List.of("one", "two", "three")) {
            emit(part.getBytes(UTF_8));
            await(sleep(Duration.ofSeconds(10)));
        }
        return AsyncGenerator.done();
    }

    private static String get(String path, String accepted) {
        return "GET " + path + " HTTP/1.0\r\nAccept-Encoding: " + accepted + "\r\n\r\n";
    }

    private static byte[] flushed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, true)) {
            gzip.write(text.getBytes(UTF_8));
            gzip.flush();
            return out.toByteArray();
        }
    }

    private static String unpacked(String answer) throws IOException {
        byte[] body = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
        return new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), UTF_8);
    }

    @AsyncTest
    void compressesTextForAClientThatTakesIt() throws Exception {
        try (Site site = new Site(Gzip.of(GzipTest::handle))) {
            for (String path : List.of("/text", "/file")) {
                String got = await(site.ask(get(path, "deflate, gzip;q=0.5")));
                assertTrue(got.contains("content-encoding: gzip\r\n"), got);
                assertTrue(got.contains("vary: accept-encoding\r\n"), got);
                assertTrue(got.length() < TEXT.length() / 10, path);
                assertEquals(TEXT, unpacked(got));
            }
            assertTrue(
                    await(site.ask(get("/text", "*"))).contains("etag: W/\"1\"\r\n"), "other bytes have another tag");
        }
    }

    @AsyncTest
    void leavesAloneWhatIsNotToBeCompressed() throws Exception {
        try (Site site = new Site(Gzip.of(GzipTest::handle))) {
            for (String path : List.of("/short", "/picture", "/done", "/as-is")) {
                assertFalse(await(site.ask(get(path, "gzip"))).contains("gzip"), path);
            }
            for (String accepted : List.of("", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzip;q=x")) {
                String got = await(site.ask(get("/text", accepted)));
                assertFalse(got.contains("content-encoding"), accepted);
                assertTrue(got.contains("vary: accept-encoding\r\n"), "a cache has to know");
            }
        }
    }

    /** RFC 9110, 15.3.7 and 15.4.5. */
    @AsyncTest
    void saysOfAPartAndOfWhatHasNotChangedByWhatTheWholeVaries() throws Exception {
        try (Site site = new Site(Gzip.of(GzipTest::handle))) {
            for (String path : List.of("/part", "/unchanged")) {
                String got = await(site.ask(get(path, "gzip")));
                assertTrue(got.contains("vary: accept-encoding\r\n"), got);
                assertFalse(got.contains("content-encoding"), got);
            }
            assertFalse(await(site.ask(get("/short", "gzip"))).contains("vary"));
        }
    }

    /** So that the log says whose fault it is. */
    @AsyncTest
    @SuppressWarnings("NullAway") // a handler is written by somebody who has none of it
    void leavesItToTheServerToSayThatAHandlerHasGivenNull() throws Exception {
        try (Site site = new Site(Gzip.of(request -> Task.of(null)));
                LogRecords log = new LogRecords()) {
            assertTrue(await(site.ask(get("/", "gzip"))).startsWith("HTTP/1.1 500 "));
            Throwable why = log.all().get(0).failure();
            assertEquals(
                    "the handler has returned null in place of an answer",
                    Objects.requireNonNull(why).getMessage());
        }
    }

    @AsyncTest
    void sendsWhatAGeneratorMakesAtOnce() throws Exception {
        try (Site site = new Site(Gzip.of(GzipTest::handle));
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(get("/slowly", "gzip"))));
            await(Site.head(client));
            byte[] expected = flushed("one");
            assertArrayEquals(expected, await(client.readExactly(expected.length)));
            assertEquals(0, Site.seconds());
        }
        try (Site site = new Site(Gzip.of(GzipTest::handle))) {
            assertEquals("onetwothree", unpacked(await(site.ask(get("/slowly", "gzip")))));
        }
    }

    @Test
    void readsWeights() {
        HttpHeaders headers = HttpHeaders.of("Accept-Encoding", "gzip; Q=0.2").with("accept-encoding", "*;q=0");
        assertTrue(Accepted.of(headers).takes("gzip"));
        assertFalse(Accepted.of(headers).takes("br"));
    }
}
