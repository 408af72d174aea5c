// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.debug.TaskDump;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import dev.weft.sync.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire for requests of HTTP/2, frame by frame, in memory, under seeds. */
class Http2ServerTest extends SiteTest {
    private static final String HI = "1 HEADERS 200, content-type=text/plain; charset=utf-8, content-length=2";
    private static final long HELD = Http2Codec.BUFFERS.metric().usedHeapMemory();

    private final List<String> seen = new ArrayList<>();

    @TempDir
    Path folder;

    /** When the server has seen that its clients have gone. */
    @AfterEach
    @Async
    void holdsNoBufferInTheEnd() {
        await(Weft.sleep(Duration.ofMillis(200)));
        assertEquals(HELD, Http2Codec.BUFFERS.metric().usedHeapMemory());
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        seen.add(request.toString());
        return switch (request.path()) {
            case "/echo" -> {
                byte[] body = await(request.body().readAll(1_000_000));
                yield Task.of(HttpResponse.of(200).body(body));
            }
            case "/told" ->
                Task.of(HttpResponse.of(200)
                        .text(request.method() + " " + request.authority() + " " + request.headers()));
            case "/trailers" -> {
                byte[] body = await(request.body().readAll(1_000));
                yield Task.of(HttpResponse.of(200)
                        .text(body.length + " " + request.body().trailers()));
            }
            case "/pieces" -> Task.of(HttpResponse.of(200).body(pieces()));
            case "/breaks" -> Task.of(HttpResponse.of(200).body(breaks()));
            case "/much" -> Task.of(HttpResponse.of(200).body(new byte[300_000]));
            case "/nothing" -> Task.of(HttpResponse.of(204));
            case "/fails" -> throw new IllegalStateException("of the handler");
            case "/file" -> Task.of(HttpResponse.of(200).part(folder.resolve("file"), 10, 200_000));
            case "/sleeps" -> {
                try {
                    await(Weft.sleep(Duration.ofMinutes(10)));
                } finally {
                    seen.add("over");
                }
                yield Task.of(HttpResponse.of(200));
            }
            case "/a-second" -> {
                await(Weft.sleep(Duration.ofSeconds(1)));
                yield Task.of(HttpResponse.of(200).text("hi"));
            }
            default -> Task.of(HttpResponse.of(200).text("hi"));
        };
    }

    @Async
    private AsyncGenerator<byte[]> pieces() {
        try {
            emit("one".getBytes(UTF_8));
            await(Weft.sleep(Duration.ofSeconds(1)));
            emit("eleven more".getBytes(UTF_8));
        } finally {
            seen.add("closed");
        }
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<byte[]> breaks() {
        emit("one".getBytes(UTF_8));
        throw new IllegalStateException("of the generator");
    }

    /** Sends frames behind the preface over a connection of their own, and returns the first that come. */
    @Async
    private Task<List<String>> ask(int count, byte[]... frames) throws IOException {
        return Task.of(await(ask(HttpOptions.defaults(), count, frames)));
    }

    @Async
    private Task<List<String>> ask(HttpOptions options, int count, byte[]... frames) throws IOException {
        try (Site site = new Site(this::handle, options);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin()));
            await(client.send(frames));
            return Task.of(await(client.next(count)));
        }
    }

    // ------------------------------------------------------------------ requests and answers

    @AsyncTest(seeds = 10)
    void answersManyRequestsAtOnceAndEachWhenItIsReady() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(
                    Frames.begin(),
                    Frames.head(1, true, Frames.get("/a-second")),
                    Frames.head(3, true, Frames.get("/b"))));
            assertEquals(List.of(HI.replace('1', '3'), "3 DATA hi END", HI, "1 DATA hi END"), await(client.next(4)));
        }
    }

    @AsyncTest
    void knowsThePrefaceHoweverItIsCut() throws Exception {
        byte[] all = Frames.joined(
                Frames.begin(),
                Frames.head(1, false, Frames.request("POST", "/echo")),
                Frames.frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x'));
        try (Site site = new Site(this::handle)) {
            for (int cut = 1; cut < all.length; cut++) {
                try (Connection connection = await(site.connect())) {
                    await(connection.write(Arrays.copyOf(all, cut)));
                    await(Weft.sleep(Duration.ofSeconds(1)));
                    await(connection.write(Arrays.copyOfRange(all, cut, all.length)));
                    assertEquals(
                            List.of("1 HEADERS 200, content-length=1", "1 DATA x END"),
                            await(new Frames(connection).next(2)),
                            "cut at " + cut);
                }
            }
        }
    }

    @AsyncTest
    void showsTheHandlerWhatHttp11WouldHaveShown() throws Exception {
        List<String> lines =
                await(ask(2, Frames.head(1, true, Frames.get("/told?x", "cookie", "a=1", "b", "c", "cookie", "d=2"))));
        assertEquals("1 DATA GET a host: a\nb: c\ncookie: a=1; d=2\n END", lines.get(1));
        assertEquals(List.of("GET /told?x"), seen);
    }

    @AsyncTest
    void sendsNoBodyForHeadAndForAStatusWithoutOne() throws Exception {
        assertEquals(List.of(HI + " END"), await(ask(1, Frames.head(1, true, Frames.request("HEAD", "/")))));
        assertEquals(List.of("1 HEADERS 204 END"), await(ask(1, Frames.head(1, true, Frames.get("/nothing")))));
    }

    @AsyncTest(seeds = 5)
    void sendsWhatAGeneratorMakesWhenItIsMade() throws Exception {
        List<String> lines = await(ask(4, Frames.head(1, true, Frames.get("/pieces"))));
        assertEquals(List.of("1 HEADERS 200", "1 DATA one", "1 DATA eleven more", "1 DATA  END"), lines);
    }

    @AsyncTest
    void breaksTheStreamOffWhenTheGeneratorFails() throws Exception {
        try (LogRecords log = new LogRecords()) {
            List<String> lines = await(ask(3, Frames.head(1, true, Frames.get("/breaks"))));
            assertEquals(List.of("1 HEADERS 200", "1 DATA one", "1 RST INTERNAL_ERROR"), lines);
            assertEquals(1, log.all().size());
        }
    }

    @AsyncTest
    void answers500WhenTheHandlerFailsAndGoesOn() throws Exception {
        try (LogRecords log = new LogRecords()) {
            List<String> lines =
                    await(ask(3, Frames.head(1, true, Frames.get("/fails")), Frames.head(3, true, Frames.get("/"))));
            assertTrue(lines.contains("1 HEADERS 500, content-length=0 END"), lines.toString());
            assertTrue(lines.contains("3 DATA hi END"), lines.toString());
            assertEquals(1, log.all().size());
        }
    }

    @AsyncTest(virtualTime = false)
    void readsAFileInPieces() throws Exception {
        byte[] content = written(folder.resolve("file"));
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(
                    Frames.begin(4, 1_000_000),
                    Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(1_000_000)),
                    Frames.head(1, true, Frames.get("/file"))));
            assertEquals("1 HEADERS 200, content-length=200000", await(client.next()));
            String line = await(client.next());
            while (!line.endsWith("END")) {
                line = await(client.next());
            }
            assertArrayEquals(Arrays.copyOfRange(content, 10, 200_010), client.bodies.toByteArray());
        }
    }

    private static byte[] written(Path file) throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        return content;
    }

    @AsyncTest
    void answers500WhenTheFileIsNotThere() throws Exception {
        try (LogRecords log = new LogRecords()) {
            assertEquals(
                    List.of("1 HEADERS 500, content-length=0 END"),
                    await(ask(1, Frames.head(1, true, Frames.get("/file")))));
            assertEquals(1, log.all().size());
        }
    }

    // ------------------------------------------------------------------ bodies of requests

    @AsyncTest(seeds = 5)
    void readsABodyAndItsTrailers() throws Exception {
        List<String> lines = await(ask(
                2,
                Frames.head(1, false, Frames.request("POST", "/trailers")),
                Frames.frame(Frames.DATA, 0, 1, new byte[10]),
                Frames.frame(Frames.DATA, 8, 1, new byte[] {2, 'a', 'b', 0, 0}), // padded
                Frames.head(1, true, "sum", "12")));
        assertEquals("1 DATA 12 sum: 12\n END", lines.get(1));
    }

    @AsyncTest(seeds = 5)
    void tellsTheClientToSendItsBodyWhenTheHandlerReadsIt() throws Exception {
        byte[] head = Frames.head(1, false, Frames.request("POST", "/echo", "expect", "100-continue"));
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), head));
            assertEquals("1 HEADERS 100", await(client.next()));
            await(client.send(Frames.frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x')));
            assertEquals(List.of("1 HEADERS 200, content-length=1", "1 DATA x END"), await(client.next(2)));
        }
        assertEquals(
                List.of(HI, "1 DATA hi END", "1 RST NO_ERROR"),
                await(ask(
                        HttpOptions.defaults().bodyLimit(Duration.ofSeconds(3)),
                        3,
                        Frames.head(1, false, Frames.request("POST", "/", "expect", "100-continue")))));
    }

    @AsyncTest(seeds = 5)
    void opensTheWindowForWhatTheHandlerHasReadAndNoMore() throws Exception {
        Event read = new Event();
        try (Site site = new Site(request -> lateReader(request, read));
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(), Frames.head(1, false, Frames.request("POST", "/"))));
            for (int i = 0; i < 8; i++) {
                await(client.send(Frames.frame(Frames.DATA, 0, 1, new byte[16 * 1024])));
            }
            await(client.send(Frames.frame(Frames.PING, 0, 0, new byte[8])));
            assertEquals("PING ACK", await(client.next()));
            read.set();
            assertEquals("1 WINDOW " + (64 * 1024), await(client.next()));
            assertEquals("1 WINDOW " + (64 * 1024), await(client.next()));
            await(client.send(Frames.frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x')));
            assertEquals("1 HEADERS 200, content-length=0 END", await(client.next()));
        }
    }

    @Async
    private Task<HttpResponse> lateReader(HttpRequest request, Event read) throws IOException {
        await(read.untilSet());
        while (await(request.body().read(8 * 1024)).length > 0) {
            await(Weft.yieldNow());
        }
        return Task.of(HttpResponse.of(200));
    }

    @AsyncTest
    void endsAStreamWhoseClientSendsMoreThanItsWindow() throws Exception {
        byte[] sixteen = Frames.frame(Frames.DATA, 0, 1, new byte[16 * 1024]);
        byte[] head = Frames.head(1, false, Frames.request("POST", "/sleeps"));
        List<String> lines =
                await(ask(1, head, sixteen, sixteen, sixteen, sixteen, sixteen, sixteen, sixteen, sixteen, sixteen));
        assertEquals(List.of("1 RST FLOW_CONTROL_ERROR"), lines);
        await(Weft.sleep(Duration.ofMillis(200)));
        assertEquals(List.of("POST /sleeps", "over"), seen);
    }

    @AsyncTest(seeds = 5)
    void skipsABodyThatNobodyReadsUnlessItIsLong() throws Exception {
        byte[] head = Frames.head(1, false, Frames.request("POST", "/"));
        List<String> lines = await(ask(
                HttpOptions.defaults().maxSkipped(100),
                4,
                head,
                Frames.frame(Frames.DATA, Frames.END_STREAM, 1, new byte[100]),
                Frames.head(3, false, Frames.request("POST", "/")),
                Frames.frame(Frames.DATA, 0, 3, new byte[101])));
        assertTrue(lines.contains("1 DATA hi END") && lines.contains("3 DATA hi END"), lines.toString());
        seen.clear();
        assertEquals(
                List.of(HI, "1 DATA hi END", "1 RST NO_ERROR"),
                await(ask(
                        HttpOptions.defaults().maxSkipped(100),
                        3,
                        head,
                        Frames.frame(Frames.DATA, 0, 1, new byte[101]))));
    }

    // ------------------------------------------------------------------ windows of the client

    @AsyncTest(seeds = 5)
    void sendsNoMoreThanTheWindowOfTheClientAllows() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            Frames client = new Frames(connection);
            await(client.send(
                    Frames.begin(4, 1),
                    Frames.head(1, true, Frames.get("/")),
                    Frames.head(3, true, Frames.get("/nothing"))));
            List<String> lines = await(client.next(3));
            lines.sort(null);
            assertEquals(List.of("1 DATA h", HI, "3 HEADERS 204 END"), lines);
            await(client.send(Frames.frame(Frames.WINDOW_UPDATE, 0, 1, Frames.number(5))));
            assertEquals("1 DATA i END", await(client.next()));
        }
    }

    @AsyncTest
    void endsTheStreamOfAClientThatOpensNoWindow(EventLoop loop) throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().writeLimit(Duration.ofSeconds(7)));
                Connection connection = await(site.connect())) {
            long begun = loop.nanoTime();
            Frames client = new Frames(connection);
            await(client.send(Frames.begin(4, 0), Frames.head(1, true, Frames.get("/"))));
            assertEquals(List.of(HI, "1 RST CANCEL"), await(client.next(2)));
            assertEquals(7, Duration.ofNanos(loop.nanoTime() - begun).toSeconds());
        }
    }

    // ------------------------------------------------------------------ clients that go away

    @AsyncTest(seeds = 10)
    void cancelsTheHandlerOfAStreamThatIsBrokenOffAndNoOther() throws Exception {
        List<String> lines = await(ask(
                2,
                Frames.head(1, true, Frames.get("/sleeps")),
                Frames.head(3, true, Frames.get("/a-second")),
                Frames.frame(Frames.RST_STREAM, 0, 1, Frames.number(8))));
        assertEquals(List.of(HI.replace('1', '3'), "3 DATA hi END"), lines);
        await(Weft.sleep(Duration.ofMillis(200)));
        assertEquals(seen.contains("GET /sleeps"), seen.contains("over"), seen.toString());
    }

    @AsyncTest(seeds = 10)
    void cancelsAllHandlersOfAConnectionThatIsLost() throws Exception {
        try (Site site = new Site(this::handle)) {
            try (Connection connection = await(site.connect())) {
                Frames client = new Frames(connection);
                await(client.send(
                        Frames.begin(),
                        Frames.head(1, true, Frames.get("/sleeps")),
                        Frames.head(3, true, Frames.get("/sleeps")),
                        Frames.head(5, true, Frames.get("/much"))));
                await(Weft.sleep(Duration.ofSeconds(1)));
                connection.reset();
            }
            await(Weft.sleep(Duration.ofSeconds(1)));
            assertEquals(2, seen.stream().filter("over"::equals).count());
        }
    }

    @AsyncTest
    void letsAHandlerOutliveItsClientIfAsked() throws Exception {
        try (Site site = new Site(this::handle, HttpOptions.defaults().finishWithoutClient())) {
            try (Connection connection = await(site.connect())) {
                await(new Frames(connection).send(Frames.begin(), Frames.head(1, true, Frames.get("/sleeps"))));
                await(Weft.sleep(Duration.ofSeconds(1)));
            }
            await(Weft.sleep(Duration.ofMinutes(5)));
            assertEquals(List.of("GET /sleeps"), seen);
            await(Weft.sleep(Duration.ofMinutes(6)));
            assertEquals(List.of("GET /sleeps", "over"), seen);
        }
    }

    @AsyncTest
    void closesAGeneratorWhoseClientHasGone() throws Exception {
        await(ask(2, Frames.head(1, true, Frames.get("/pieces"))));
        await(Weft.sleep(Duration.ofMillis(500)));
        assertEquals(List.of("GET /pieces", "closed"), seen);
    }

    @AsyncTest
    void tellsTheObserverOfEachRequestHoweverItEnds() throws Exception {
        List<String> told = new ArrayList<>();
        HttpOptions options = HttpOptions.defaults()
                .observer(served -> told.add(served.request() + " " + served.status() + " " + served.sent()));
        await(ask(options, 2, Frames.head(1, true, Frames.get("/"))));
        await(ask(options, 1, Frames.head(1, true, Frames.get("/nothing"))));
        await(ask(options, 2, Frames.head(1, true, Frames.get("/pieces"))));
        await(Weft.sleep(Duration.ofMillis(200)));
        assertEquals(List.of("GET / 200 2", "GET /nothing 204 0", "GET /pieces 200 3"), told);
    }

    // ------------------------------------------------------------------ its tasks

    @AsyncTest
    void showsEachRequestInADump() throws Exception {
        try (Site site = new Site(this::handle);
                Connection connection = await(site.connect())) {
            await(new Frames(connection).send(Frames.begin(), Frames.head(1, true, Frames.get("/sleeps?secret"))));
            await(Weft.sleep(Duration.ofSeconds(1)));
            String dump = TaskDump.capture().toString();
            assertTrue(dump.contains("GET /sleeps #1"), dump);
            assertTrue(!dump.contains("secret"), dump);
        }
    }
}
