// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;

/** What a client of HTTP/2 may not, how long it may take, and how a server leaves it. */
class Http2LimitsTest extends SiteTest {
    private static final long HELD = Http2Codec.BUFFERS.metric().usedHeapMemory();
    private static final byte[] GET = Frames.head(1, true, Frames.get("/"));
    private static final byte[] POST = Frames.head(1, false, Frames.request("POST", "/echo"));

    private int begun;
    private int ended;

    @AfterEach
    @Async
    void holdsNoBufferInTheEnd() {
        await(Weft.sleep(Duration.ofSeconds(1)));
        assertEquals(HELD, Http2Codec.BUFFERS.metric().usedHeapMemory());
        assertEquals(begun, ended);
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        begun++;
        try {
            switch (request.path()) {
                case "/sleeps" -> await(Weft.sleep(Duration.ofMinutes(10)));
                case "/lingers" -> {
                    try {
                        await(Weft.sleep(Duration.ofMinutes(10)));
                    } catch (CancellationException cancelled) {
                        await(Weft.sleep(Duration.ofSeconds(1)));
                        throw cancelled;
                    }
                }
                case "/a-second" -> await(Weft.sleep(Duration.ofSeconds(1)));
                case "/big" -> {
                    return Task.of(HttpResponse.of(200).body(new byte[10_000_000]));
                }
                case "/echo" -> {
                    byte[] body = await(request.body().readAll(1_000_000));
                    return Task.of(HttpResponse.of(200).body(body));
                }
                default -> {}
            }
            return Task.of(HttpResponse.of(200));
        } finally {
            ended++;
        }
    }

    /** Sends frames behind the preface, and returns all that comes until the server ends the connection, which it is to do. */
    @Async
    private Task<List<String>> all(HttpOptions options, byte[]... frames) throws IOException {
        try (Site site = new Site(this::handle, options);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin()));
            await(client.send(frames));
            return Task.of(await(client.rest()));
        }
    }

    private static HttpOptions quick() {
        return HttpOptions.defaults()
                .idleLimit(Duration.ofSeconds(5))
                .bodyLimit(Duration.ofSeconds(3))
                .writeLimit(Duration.ofSeconds(7));
    }

    // ------------------------------------------------------------------ what is malformed

    private static final String OK = "1 HEADERS 200, content-length=0 END";
    private static final String BAD = "1 RST PROTOCOL_ERROR";

    /** Each head and what it is answered with; what comes over the connection next is answered as ever. */
    @AsyncTest
    void endsAStreamWithAMalformedHeadAndNoOther() throws Exception {
        await(check(OK, ":method", "GET", ":scheme", "http", ":path", "/"));
        await(check(OK, Frames.request("OPTIONS", "*")));
        await(check(OK, Frames.get("/", "te", "trailers", "x", "a\tb")));
        await(check(OK, Frames.get("/", "host", "a")));
        await(check(OK, Frames.get("/", "content-length", "0")));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":authority", "a"));
        await(check(BAD, ":method", "GET", ":path", "/", ":authority", "a"));
        await(check(BAD, ":scheme", "http", ":path", "/", ":authority", "a"));
        await(check(BAD, Frames.get("/", ":path", "/")));
        await(check(BAD, ":method", "GET", ":method", "GET", ":scheme", "http", ":path", "/"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", "x", "y", ":authority", "a"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":other", "a"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":protocol", "websocket"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":status", "200"));
        await(check(BAD, Frames.get("")));
        await(check(BAD, Frames.get("a")));
        await(check(BAD, Frames.get("*")));
        await(check(BAD, Frames.get("http://a/")));
        await(check(BAD, Frames.get("/a b")));
        await(check(BAD, Frames.get("/#a")));
        await(check(BAD, Frames.get("/\u00e9")));
        await(check(BAD, Frames.request("G T", "/")));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "me@a"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a/b"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a b"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a?b"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a:port"));
        await(check(BAD, ":method", "GET", ":scheme", "http", ":path", "/", "host", "me@a"));
        await(check(OK, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "[::1]:80"));
        await(check(BAD, Frames.get("/", "host", "b")));
        await(check(BAD, Frames.get("/", "host", "a", "host", "a")));
        await(check(BAD, Frames.get("/", "X", "y")));
        await(check(BAD, Frames.get("/", "a b", "y")));
        await(check(BAD, Frames.get("/", "", "y")));
        await(check(BAD, Frames.get("/", "x", "a\r\nb: c")));
        await(check(BAD, Frames.get("/", "x", "a\0b")));
        await(check(BAD, Frames.get("/", "x", " a")));
        await(check(BAD, Frames.get("/", "x", "a ")));
        await(check(BAD, Frames.get("/", "connection", "close")));
        await(check(BAD, Frames.get("/", "keep-alive", "1")));
        await(check(BAD, Frames.get("/", "proxy-connection", "close")));
        await(check(BAD, Frames.get("/", "transfer-encoding", "chunked")));
        await(check(BAD, Frames.get("/", "upgrade", "h2c")));
        await(check(BAD, Frames.get("/", "te", "gzip")));
        await(check(BAD, Frames.get("/", "content-length", "1")));
        await(check(BAD, Frames.get("/", "content-length", "x")));
        await(check(BAD, Frames.get("/", "content-length", "0", "content-length", "1")));
        await(check("1 HEADERS 501, content-length=0 END", ":method", "CONNECT", ":authority", "a:1"));
        await(check(BAD, Frames.request("CONNECT", "/")));
    }

    @Async
    private Task<Void> check(String expected, String... fields) throws IOException {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, fields)));
            assertEquals(expected, await(client.next()), Arrays.toString(fields));
            await(client.send(Frames.head(3, true, Frames.get("/"))));
            assertEquals(OK.replace('1', '3'), await(client.next()), Arrays.toString(fields));
        }
        return Task.done();
    }

    @AsyncTest
    void endsAStreamWhoseBodyIsNotAsLongAsItSays() throws Exception {
        for (byte[] body : List.of(new byte[4], new byte[6])) {
            byte[] head = Frames.head(1, false, Frames.request("POST", "/echo", "content-length", "5"));
            byte[] data = Frames.frame(Frames.DATA, Frames.END_STREAM, 1, body);
            assertEquals(List.of(BAD, "GOAWAY 1 NO_ERROR"), await(all(quick(), head, data)));
        }
    }

    @AsyncTest
    void endsAStreamWithMalformedTrailers() throws Exception {
        byte[] trailers = Frames.head(1, true, ":path", "/");
        assertEquals(List.of(BAD, "GOAWAY 1 NO_ERROR"), await(all(quick(), POST, trailers)));
        assertEquals(List.of(BAD, "GOAWAY 1 NO_ERROR"), await(all(quick(), POST, Frames.head(1, false, "a", "b"))));
        assertEquals(List.of(BAD, "GOAWAY 1 NO_ERROR"), await(all(quick(), POST, Frames.head(1, true, "a", "\n"))));
    }

    /** Frames that no client sends, each with what the connection ends with. */
    @AsyncTest
    void endsAConnectionThatBreaksTheRulesOfFrames() throws Exception {
        await(checkEnd("PROTOCOL_ERROR", Frames.head(2, true, Frames.get("/"))));
        await(checkEnd("PROTOCOL_ERROR", Frames.head(0, true, Frames.get("/"))));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.DATA, 0, 1, (byte) 1)));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.DATA, 0, 0, (byte) 1)));
        await(checkEnd("PROTOCOL_ERROR", POST, Frames.frame(Frames.DATA, 8, 1, (byte) 9)));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.RST_STREAM, 0, 1, Frames.number(8))));
        await(checkEnd("FRAME_SIZE_ERROR", Frames.frame(Frames.RST_STREAM, 0, 1, (byte) 8)));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.SETTINGS, 0, 1)));
        await(checkEnd("FRAME_SIZE_ERROR", Frames.frame(Frames.SETTINGS, 0, 0, (byte) 1)));
        await(checkEnd("FRAME_SIZE_ERROR", Frames.frame(Frames.SETTINGS, 1, 0, new byte[6])));
        await(checkEnd(
                "PROTOCOL_ERROR",
                Frames.frame(Frames.SETTINGS, 0, 0, (byte) 0, (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 2)));
        await(checkEnd(
                "FLOW_CONTROL_ERROR",
                Frames.frame(Frames.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) -1, (byte) 0, (byte) 0, (byte) 0)));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.PUSH_PROMISE, 4, 1, new byte[4])));
        await(checkEnd("FRAME_SIZE_ERROR", Frames.frame(Frames.PING, 0, 0, (byte) 1)));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.PING, 0, 1, new byte[8])));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(0))));
        await(checkEnd(
                "FLOW_CONTROL_ERROR", Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(Integer.MAX_VALUE))));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.WINDOW_UPDATE, 0, 1, Frames.number(1))));
        await(checkEnd("PROTOCOL_ERROR", Frames.frame(Frames.CONTINUATION, 4, 1)));
        await(checkEnd(
                "PROTOCOL_ERROR", Frames.frame(Frames.HEADERS, 0, 1), Frames.frame(Frames.PING, 0, 0, new byte[8])));
        await(checkEnd("COMPRESSION_ERROR", Frames.frame(Frames.HEADERS, 5, 1, (byte) 0xFF)));
        await(checkEnd("FRAME_SIZE_ERROR", Frames.frame(Frames.DATA, 0, 1, new byte[16 * 1024 + 1])));
    }

    @Async
    private Task<Void> checkEnd(String error, byte[]... frames) throws IOException {
        List<String> lines = await(all(HttpOptions.defaults(), frames));
        String last = last(lines);
        assertTrue(last.startsWith("GOAWAY ") && last.endsWith(" " + error), error + ", not " + lines);
        return Task.done();
    }

    /** RFC 9113, 5.1.1 would have the connection end; to Netty a stream that was left out is one that is closed. */
    @AsyncTest
    void refusesAStreamBelowOneThatWasBegun() throws Exception {
        List<String> lines = await(all(quick(), Frames.head(3, true, Frames.get("/")), GET));
        assertTrue(lines.contains("1 RST STREAM_CLOSED"), lines.toString());
    }

    @AsyncTest
    void ignoresFramesThatMeanNothingToIt() throws Exception {
        List<String> lines = await(all(
                quick(),
                Frames.frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 5, 1}),
                Frames.frame(0x42, 0, 0, (byte) 1),
                GET,
                Frames.frame(0x42, 0, 1, (byte) 1)));
        assertEquals(List.of(OK, "GOAWAY 1 NO_ERROR"), lines);
    }

    // ------------------------------------------------------------------ limits of what is sent

    @AsyncTest(seeds = 5)
    void refusesWhatIsBeyondTheLimitOfStreams() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxStreams(2));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            byte[] slow = Frames.head(1, true, Frames.get("/a-second"));
            byte[] slow2 = Frames.head(3, true, Frames.get("/a-second"));
            await(client.send(Frames.begin(), slow, slow2, Frames.head(5, true, Frames.get("/"))));
            assertEquals("5 RST REFUSED_STREAM", await(client.next()));
            await(client.next(2));
            await(client.send(Frames.head(7, true, Frames.get("/"))));
            assertEquals(OK.replace('1', '7'), await(client.next()));
        }
    }

    /** To the codec a stream that was broken off is over. */
    @AsyncTest
    void countsHandlersThatGoOnWhenTheirStreamsAreBrokenOff() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxStreams(1));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/lingers"))));
            await(Weft.sleep(Duration.ofMillis(500)));
            byte[] reset = Frames.frame(Frames.RST_STREAM, 0, 1, Frames.number(8));
            await(client.send(reset, Frames.head(3, true, Frames.get("/"))));
            assertEquals("3 RST REFUSED_STREAM", await(client.next()));
            await(Weft.sleep(Duration.ofSeconds(2)));
            await(client.send(Frames.head(5, true, Frames.get("/"))));
            assertEquals(OK.replace('1', '5'), await(client.next()));
        }
    }

    @AsyncTest
    void answersTooLongAHeadWith431And414() throws Exception {
        HttpOptions options = quick().maxHeader(1_000).maxLine(1_000);
        List<String> lines = await(all(options, Frames.head(1, true, Frames.get("/", "x", "y".repeat(2_000)))));
        assertEquals("1 HEADERS 431 END", lines.get(0));
        assertEquals(
                "1 HEADERS 414, content-length=0 END",
                await(all(options, Frames.head(1, true, Frames.get("/" + "y".repeat(1_000)))))
                        .get(0));
        lines = await(all(options, Frames.head(1, true, Frames.get("/", "x", "y".repeat(5_000)))));
        assertTrue(lines.get(lines.size() - 1).startsWith("GOAWAY "), lines.toString());
    }

    @AsyncTest
    void answersTooLongABodyWith413() throws Exception {
        HttpOptions options = quick().maxBody(10);
        String tooLong = "1 HEADERS 413, content-length=0 END";
        byte[] head = Frames.head(1, false, Frames.request("POST", "/echo", "content-length", "11"));
        assertEquals(tooLong, await(all(options, head)).get(0));
        byte[] data = Frames.frame(Frames.DATA, 0, 1, new byte[11]);
        assertEquals(List.of(tooLong, "1 RST NO_ERROR", "GOAWAY 1 NO_ERROR"), await(all(options, POST, data)));
    }

    @AsyncTest
    void leavesAClientThatHasMadeAsManyRequestsAsItMay() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxRequests(1));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/a-second"))));
            assertEquals(List.of("GOAWAY 2147483647 NO_ERROR", "PING", OK, "GOAWAY 1 NO_ERROR"), await(client.rest()));
        }
    }

    // ------------------------------------------------------------------ limits of time

    @AsyncTest
    void leavesAClientThatIsIdle(EventLoop loop) throws Exception {
        long start = loop.nanoTime();
        byte[] half = Arrays.copyOf(Frames.head(3, true, Frames.get("/")), 12);
        assertEquals(List.of(OK, "GOAWAY 1 NO_ERROR"), await(all(quick(), GET, half)));
        assertEquals(5, Duration.ofNanos(loop.nanoTime() - start).toSeconds());
    }

    @AsyncTest
    void leavesAClientThatSaysNothingAtAllAfterItsPreface() throws Exception {
        assertEquals(List.of("GOAWAY 0 NO_ERROR"), await(all(quick())));
    }

    @AsyncTest
    void answers408WhenABodyDoesNotComeAnd503WhenTheHandlerTakesLong() throws Exception {
        byte[] some = Frames.frame(Frames.DATA, 0, 1, new byte[10]);
        assertEquals(
                List.of("1 HEADERS 408, content-length=0 END", "1 RST NO_ERROR", "GOAWAY 1 NO_ERROR"),
                await(all(quick(), POST, some)));
        assertEquals(
                List.of("1 HEADERS 503, content-length=0 END", "GOAWAY 1 NO_ERROR"),
                await(all(quick().requestLimit(Duration.ofSeconds(4)), Frames.head(1, true, Frames.get("/sleeps")))));
    }

    @Async
    private static AsyncGenerator<ServerSentEvent> ticks() {
        for (int i = 1; ; i++) {
            emit(ServerSentEvent.of("tick " + i));
            await(Weft.sleep(Duration.ofSeconds(1)));
        }
    }

    @AsyncTest
    void letsEventsGoOnForLongerThanARequest() throws Exception {
        HttpOptions options = HttpOptions.defaults().requestLimit(Duration.ofSeconds(4));
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).events(ticks())), options);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/"))));
            assertTrue(await(client.next()).startsWith("1 HEADERS 200"));
            for (int i = 1; i <= 10; i++) {
                assertEquals("1 DATA data: tick " + i + "\n\n", await(client.next()));
            }
        }
    }

    // ------------------------------------------------------------------ attacks

    @AsyncTest
    void endsAConnectionThatOpensAndResetsStreamsWithoutEnd() throws Exception { // CVE-2023-44487
        byte[][] frames = new byte[1_000][];
        for (int i = 0; i < frames.length; i += 2) {
            frames[i] = Frames.head(i + 1, true, Frames.get("/sleeps"));
            frames[i + 1] = Frames.frame(Frames.RST_STREAM, 0, i + 1, Frames.number(8));
        }
        String last = last(await(all(HttpOptions.defaults(), frames)));
        assertTrue(last.endsWith("ENHANCE_YOUR_CALM"), last);
        assertTrue(begun <= 100, begun + " handlers");
    }

    @AsyncTest
    void endsAConnectionThatResetsEachStreamAfterAMoment() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin()));
            for (int id = 1; id < 450; id += 2) {
                byte[] reset = Frames.frame(Frames.RST_STREAM, 0, id, Frames.number(8));
                await(client.send(Frames.head(id, true, Frames.get("/sleeps")), reset));
                await(Weft.sleep(Duration.ofMillis(10)));
            }
            assertEquals(List.of("GOAWAY 2147483647 ENHANCE_YOUR_CALM"), await(client.rest()));
        }
    }

    @AsyncTest
    void endsAConnectionThatHasItResetStreamsWithoutEnd() throws Exception { // CVE-2025-8671
        byte[][] frames = new byte[1_000][];
        for (int i = 0; i < frames.length; i += 2) {
            frames[i] = Frames.head(i + 1, true, Frames.get("/sleeps"));
            frames[i + 1] = Frames.frame(Frames.WINDOW_UPDATE, 0, i + 1, Frames.number(0));
        }
        String last = last(await(all(HttpOptions.defaults(), frames)));
        assertTrue(last.endsWith("ENHANCE_YOUR_CALM"), last);
    }

    /** Such as a proxy for many clients: nobody has broken a rule, and the others over the connection are not to suffer for it. */
    @AsyncTest
    void letsAClientHaveAnyNumberOfUploadsRefusedWithMoreOfThemOnTheWay() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().maxSkipped(10));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin()));
            for (int id = 1; id < 300; id += 2) {
                byte[] data = Frames.frame(Frames.DATA, 0, id, new byte[100]);
                await(client.send(Frames.head(id, false, Frames.request("POST", "/")), data));
                assertEquals(OK.replaceFirst("1", "" + id), await(client.next()));
                assertEquals(id + " RST NO_ERROR", await(client.next()));
                await(client.send(data, data, Frames.head(id, true, "trailer", "of " + id)));
            }
            await(client.send(Frames.head(301, true, Frames.get("/"))));
            assertEquals(OK.replaceFirst("1", "301"), await(client.next()));
            await(client.send(Frames.head(3, true, Frames.get("/")))); // long forgotten
            assertEquals("3 RST STREAM_CLOSED", await(client.next()));
        }
    }

    @AsyncTest(seeds = 1)
    void endsAConnectionThatSendsForStreamsWhichAreOverWithoutEnd() throws Exception {
        byte[][] frames = new byte[11_000][];
        Arrays.fill(frames, Frames.frame(Frames.DATA, 0, 1));
        frames[0] = Frames.head(1, false, Frames.request("POST", "/", "content-length", "0"));
        frames[1] = Frames.frame(Frames.DATA, 0, 1, new byte[1]);
        List<String> lines = await(all(HttpOptions.defaults(), frames));
        assertTrue(lines.contains(BAD), lines.get(0));
        assertTrue(last(lines).endsWith("ENHANCE_YOUR_CALM"), last(lines));
        assertTrue(lines.size() < 300, lines.size() + " lines");
    }

    @AsyncTest
    void endsAConnectionWhoseHeadHasNoEnd() throws Exception { // CVE-2024-27316
        byte[][] frames = new byte[2_000][];
        Arrays.fill(frames, Frames.frame(Frames.CONTINUATION, 0, 1, Frames.block("a", "b")));
        frames[0] = Frames.frame(Frames.HEADERS, 0, 1, Frames.block(Frames.get("/")));
        String last = last(await(all(HttpOptions.defaults(), frames)));
        assertTrue(last.startsWith("GOAWAY"), last);
        Arrays.fill(frames, 1, frames.length, Frames.frame(Frames.CONTINUATION, 0, 1));
        last = last(await(all(HttpOptions.defaults(), frames)));
        assertTrue(last.endsWith("ENHANCE_YOUR_CALM"), last);
    }

    @AsyncTest
    void endsAConnectionThatSendsEmptyFramesWithoutEnd() throws Exception { // CVE-2019-9518
        byte[][] frames = new byte[1_000][];
        Arrays.fill(frames, Frames.frame(Frames.DATA, 0, 1));
        frames[0] = POST;
        String last = last(await(all(HttpOptions.defaults(), frames)));
        assertTrue(last.endsWith("ENHANCE_YOUR_CALM"), last);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** The client asks, and does not read what it is told. */
    @AsyncTest
    void readsNoMoreOfAClientThatDoesNotTakeItsAcknowledgements() throws Exception { // CVE-2019-9512, CVE-2019-9515
        for (byte[] asked :
                List.of(Frames.frame(Frames.PING, 0, 0, new byte[8]), Frames.frame(Frames.SETTINGS, 0, 0))) {
            try (Site site = new Site(this::handle, quick());
                    Connection connection = await(site.connect())) {
                await(new Frames(connection).send(Frames.begin()));
                byte[][] many = new byte[1_000][];
                Arrays.fill(many, asked);
                byte[] all = Frames.joined(many);
                int[] sent = new int[1];
                ScheduledTask<IOException> flood = Weft.spawn(flood(connection, all, sent));
                await(Weft.sleep(Duration.ofSeconds(6)));
                int before = sent[0];
                await(Weft.sleep(Duration.ofMillis(500)));
                assertEquals(before, sent[0]);
                assertTrue(before < 2_000_000, before + " bytes were read");
                assertInstanceOf(ConnectionResetException.class, await(flood));
            }
        }
    }

    /** Until the server breaks it off. */
    @Async
    private static Task<IOException> flood(Connection connection, byte[] bytes, int[] sent) {
        try {
            while (true) {
                await(connection.write(bytes));
                sent[0] += bytes.length;
            }
        } catch (IOException reset) {
            return Task.of(reset);
        }
    }

    @AsyncTest
    void resetsAConnectionThatTakesNothingOfItsAnswers() throws Exception {
        try (Site site = new Site(this::handle, quick());
                Connection connection = await(site.connect())) {
            await(new Frames(connection)
                    .send(
                            Frames.begin(4, 100_000_000),
                            Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(100_000_000)),
                            Frames.head(1, true, Frames.get("/big")),
                            Frames.head(3, true, Frames.get("/big"))));
            await(Weft.sleep(Duration.ofSeconds(30)));
            assertInstanceOf(ConnectionResetException.class, await(flood(connection, GET, new int[1])));
        }
    }

    // ------------------------------------------------------------------ leaving

    @AsyncTest(seeds = 10)
    void endsWhatIsUnderWayWhenTheServerStops() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, true, Frames.get("/a-second"))));
            await(Weft.sleep(Duration.ofMillis(500)));
            ScheduledTask<Void> stopped = Weft.spawn(site.server.stop(Duration.ofSeconds(60)));
            assertEquals(List.of("GOAWAY 2147483647 NO_ERROR", "PING"), await(client.next(2)));
            await(client.send(
                    Frames.head(3, true, Frames.get("/")),
                    Frames.frame(Frames.PING, Frames.ACK, 0, new byte[8]),
                    Frames.head(5, true, Frames.get("/"))));
            List<String> lines = await(client.rest());
            assertTrue(lines.contains(OK) && lines.contains(OK.replace('1', '3')), lines.toString());
            assertTrue(lines.contains("GOAWAY 3 NO_ERROR") || lines.contains("GOAWAY 5 NO_ERROR"), lines.toString());
            connection.close();
            await(stopped);
        }
    }

    @AsyncTest
    void leavesAnIdleClientThatAcknowledgesNothingAfterASecond() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin()));
            await(Weft.sleep(Duration.ofMillis(500)));
            ScheduledTask<Void> stopped = Weft.spawn(site.server.stop(Duration.ofSeconds(60)));
            assertEquals(List.of("GOAWAY 2147483647 NO_ERROR", "PING", "GOAWAY 0 NO_ERROR"), await(client.rest()));
            connection.close();
            await(stopped);
        }
    }

    @AsyncTest
    void cancelsWhatIsUnderWayAfterTheTimeOfGrace() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            await(new Frames(connection).send(Frames.begin(), Frames.head(1, true, Frames.get("/sleeps"))));
            await(Weft.sleep(Duration.ofMillis(500)));
            await(site.server.stop(Duration.ofSeconds(10)));
            assertEquals(1, ended);
        }
    }

    @AsyncTest
    void answersThePrefaceWith505WhereHttp2IsNotSpoken() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().withoutHttp2())) {
            String told = await(site.ask(Frames.PREFACE));
            assertTrue(told.startsWith("HTTP/1.1 505 "), told);
        }
    }
}
