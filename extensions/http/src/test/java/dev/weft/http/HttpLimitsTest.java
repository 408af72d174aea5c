// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** How long what a connection does may take, and how it ends, in virtual time. */
class HttpLimitsTest extends SiteTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final List<String> events = new ArrayList<>();
    private final List<Served> served = new ArrayList<>();
    private final HttpOptions options = HttpOptions.defaults().observer(served::add);

    private static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }

    private static long now() {
        return Site.seconds();
    }

    private static String reason(Served over) {
        return String.valueOf(
                Objects.requireNonNull(over.failure(), over.toString()).getMessage());
    }

    private static HttpResponse ok() {
        return HttpResponse.of(200).text("ok");
    }

    /** Takes as long as its path says, and notes how that ended. */
    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        try {
            await(request.body().readAll(1_000_000));
            await(sleep(seconds(Integer.parseInt("0" + request.path().substring(1)))));
            events.add("handled at " + now());
            return Task.of(ok());
        } catch (CancellationException cancelled) {
            events.add("cancelled at " + now());
            throw cancelled;
        }
    }

    @Async
    private static Task<String> statusOf(Task<String> asked) {
        String got = await(asked);
        return Task.of((got.isEmpty() ? "nothing" : got.substring(9, 12)) + " at " + now());
    }

    @AsyncTest
    void closesAConnectionThatIsIdleWithoutAWord() throws Exception {
        try (Site site = new Site(this::handle, options.idleLimit(seconds(7)))) {
            assertEquals("nothing at 7", await(statusOf(site.ask(""))));
            assertEquals("200 at 14", await(statusOf(site.ask(GET))));
            assertEquals(1, served.size());
        }
    }

    @AsyncTest
    void answers408ToAHeadThatDoesNotEnd() throws Exception {
        try (Site site = new Site(this::handle, options.headLimit(seconds(3)))) {
            assertEquals("408 at 3", await(statusOf(site.ask("GET / HTTP/1.1\r\nHost:"))));
            assertEquals(List.of(), served, "there was no request");
        }
    }

    /** As slowloris does: a byte each second is no head. */
    @AsyncTest
    void doesNotWaitForAHeadThatComesByteByByte() throws Exception {
        try (Site site = new Site(this::handle, options.headLimit(seconds(10)));
                Connection client = await(site.connect())) {
            ScheduledTask<Void> drips = spawn(drips(client));
            String got = await(Site.rest(client));
            assertTrue(got.startsWith("HTTP/1.1 408 "), got);
            assertEquals(10, now());
            drips.cancel();
        }
    }

    @Async
    private static Task<Void> drips(Connection client) {
        try {
            while (true) {
                await(client.write(Site.bytes("X")));
                await(sleep(seconds(1)));
            }
        } catch (IOException ended) {
            return Task.done();
        }
    }

    @AsyncTest
    void answers408AndCancelsTheHandlerWhenABodyStalls() throws Exception {
        try (Site site = new Site(this::handle, options.bodyLimit(seconds(4)))) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello";
            assertEquals("408 at 4", await(statusOf(site.ask(post))));
            assertEquals(List.of("cancelled at 4"), events);
            assertEquals(408, served.get(0).status());
            assertEquals(
                    "java.util.concurrent.TimeoutException: nothing more of the body has come for PT4S (bodyLimit)",
                    String.valueOf(served.get(0).failure()));
        }
    }

    @AsyncTest
    void aBodyMayStallBeforeItsFirstByteToo() throws Exception {
        try (Site site = new Site(this::handle, options.bodyLimit(seconds(4)))) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\n";
            assertEquals("408 at 4", await(statusOf(site.ask(post + "Content-Length: 10\r\n\r\n"))));
            assertEquals("408 at 8", await(statusOf(site.ask(post + "Transfer-Encoding: chunked\r\n\r\n"))));
            assertEquals(
                    "408 at 12", await(statusOf(site.ask(post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"))));
        }
    }

    @Async
    private static Task<HttpResponse> readsSlowly(HttpRequest request) throws IOException {
        while (await(request.body().read(1)).length > 0) {
            await(sleep(seconds(60)));
        }
        return Task.of(ok());
    }

    @AsyncTest
    void aHandlerMayTakeItsTimeBetweenTwoReads() throws Exception {
        try (Site site = new Site(HttpLimitsTest::readsSlowly, options.bodyLimit(seconds(4)))) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
            assertEquals("200 at 300", await(statusOf(site.ask(post + "Content-Length: 5\r\n\r\nhello"))));
            String chunks = "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
            assertEquals("200 at 600", await(statusOf(site.ask(post + "Transfer-Encoding: chunked\r\n\r\n" + chunks))));
        }
    }

    @AsyncTest
    void answers503AndCancelsTheHandlerWhenARequestTakesTooLong() throws Exception {
        try (Site site = new Site(this::handle, options.requestLimit(seconds(5)))) {
            assertEquals("503 at 5", await(statusOf(site.ask("GET /9 HTTP/1.1\r\nHost: a\r\n\r\n" + GET))));
            assertEquals(List.of("cancelled at 5"), events);
            String slowly = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n";
            assertEquals("503 at 10", await(statusOf(site.ask(slowly))), "of the whole, and not of the body");
            assertEquals(Duration.ofSeconds(5), served.get(1).duration());
            for (Served each : served) {
                assertEquals("the request was not over within PT5S (requestLimit)", reason(each));
            }
        }
    }

    @Async
    private static Task<HttpResponse> insists(HttpRequest request) {
        try {
            await(sleep(seconds(100)));
        } catch (CancellationException caught) {
            return Task.of(ok());
        }
        return Task.of(ok());
    }

    @AsyncTest
    void aHandlerThatCatchesItsLimitAnswersNobody() throws Exception {
        try (Site site = new Site(HttpLimitsTest::insists, options.requestLimit(seconds(5)))) {
            assertEquals("503 at 5", await(statusOf(site.ask(GET + GET))));
        }
    }

    @AsyncTest
    void breaksOffWhoTakesNothing() throws Exception {
        byte[] large = new byte[10_000_000];
        try (Site site =
                        new Site(request -> Task.of(HttpResponse.of(200).body(large)), options.writeLimit(seconds(6)));
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(GET)));
            await(sleep(seconds(20)));
            assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(client))));
            assertEquals(
                    Duration.ofSeconds(6).toSeconds(), served.get(0).duration().toSeconds());
            assertTrue(served.get(0).sent() < large.length);
            assertEquals("the client has not taken the answer for PT6S (writeLimit)", reason(served.get(0)));
        }
    }

    @AsyncTest
    void cancelsTheHandlerOfAClientThatHasGone() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes("GET /50 HTTP/1.1\r\nHost: a\r\n\r\n")));
            await(sleep(seconds(2)));
            client.close();
            await(sleep(seconds(1)));
            assertEquals(List.of("cancelled at 2"), events);
            assertEquals(0, served.get(0).status());
            assertEquals("the client has gone", reason(served.get(0)));
        }
    }

    @AsyncTest
    void cancelsTheHandlerThatHasReadItsBodyToo() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes("POST /50 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n12")));
            await(sleep(seconds(1)));
            await(client.write(Site.bytes("34")));
            await(sleep(seconds(2)));
            client.reset();
            await(sleep(seconds(1)));
            assertEquals(List.of("cancelled at 3"), events);
        }
    }

    @AsyncTest
    void letsAHandlerEndWithoutItsClientIfThatIsWanted() throws Exception {
        try (Site site = new Site(this::handle, options.finishWithoutClient())) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes("GET /50 HTTP/1.1\r\nHost: a\r\n\r\n")));
            client.close();
            await(sleep(seconds(60)));
            assertEquals(List.of("handled at 50"), events);
        }
    }

    @AsyncTest
    void aBodyThatEndsEarlyFailsItsReadAndIsNobodysFault() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n12")));
            client.close();
            await(sleep(seconds(1)));
            assertEquals(0, served.get(0).status());
            assertInstanceOf(IOException.class, served.get(0).failure());
        }
    }

    @Async
    private AsyncGenerator<byte[]> endless() {
        try {
            while (true) {
                emit(new byte[10]);
                await(sleep(seconds(1)));
            }
        } finally {
            events.add("closed at " + now());
        }
    }

    @AsyncTest
    void closesTheGeneratorOfAnAnswerWhoseClientHasGone() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).body(endless())), options)) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes(GET)));
            await(Site.head(client));
            await(sleep(seconds(5)));
            client.close();
            await(sleep(seconds(2)));
            assertEquals(1, events.size());
            assertEquals(200, served.get(0).status());
        }
    }

    /** What a client has got of an answer after a minute. */
    @Async
    private Task<String> afterAMinute(HttpHandler handler) throws IOException {
        try (Site site = new Site(handler, options.requestLimit(seconds(5)));
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(GET)));
            await(sleep(seconds(60)));
            StringBuilder got = new StringBuilder();
            try {
                await(timeout(seconds(1), limit -> {
                    for (byte[] next = await(client.read(1000)); next.length > 0; next = await(client.read(1000))) {
                        got.append(new String(next, ISO_8859_1));
                    }
                    got.append("the end");
                    return Task.done();
                }));
            } catch (TimeoutException goesOn) {
                got.append("goes on");
            } catch (ConnectionResetException reset) {
                got.append("is reset");
            }
            return Task.of(got.toString());
        }
    }

    @Async
    private static AsyncGenerator<ServerSentEvent> events() {
        for (int i = 1; ; i++) {
            emit(ServerSentEvent.of("tick " + i));
            await(sleep(seconds(1)));
        }
    }

    @AsyncTest
    void eventsMayGoOnForLongerThanARequest() throws Exception {
        String got = await(afterAMinute(request -> Task.of(HttpResponse.of(200).events(events()))));
        assertTrue(got.contains("tick 59"), got);
        assertTrue(got.endsWith("goes on"), got);
        assertTrue(await(afterAMinute(request -> Task.of(HttpResponse.of(200).body(endless()))))
                .endsWith("is reset"));
    }

    @AsyncTest
    void anAnswerThatSaysSoMayTakeLongerThanARequestAndItsHandlerMayNot() throws Exception {
        assertTrue(await(afterAMinute(request -> Task.of(HttpResponse.of(200)
                        .body(endless())
                        .withoutRequestLimit()
                        .header("a", "b"))))
                .endsWith("goes on"));
        assertTrue(await(afterAMinute(HttpLimitsTest::begins)).startsWith("HTTP/1.1 503 "));
    }

    @Async
    private static Task<HttpResponse> begins(HttpRequest request) {
        await(sleep(seconds(10)));
        return Task.of(HttpResponse.of(200).withoutRequestLimit());
    }

    @AsyncTest
    void drainsIdleConnectionsAtOnceAndTheOthersBehindTheirAnswers() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            ScheduledTask<String> idle = spawn(statusOf(site.ask("")));
            ScheduledTask<String> busy = spawn(site.ask("GET /5 HTTP/1.1\r\nHost: a\r\n\r\n" + GET));
            await(sleep(seconds(1)));
            await(site.server.stop(seconds(10)));
            assertEquals("nothing at 1", await(idle));
            assertTrue(await(busy)
                    .startsWith("HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close"));
            assertEquals(List.of("handled at 5"), events);
        }
    }

    @AsyncTest
    void cancelsWhatIsLeftAfterTheTimeOfGrace() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            ScheduledTask<String> busy = spawn(statusOf(site.ask("GET /50 HTTP/1.1\r\nHost: a\r\n\r\n")));
            await(sleep(seconds(1)));
            await(site.server.stop(seconds(3)));
            assertEquals("nothing at 4", await(busy));
            assertEquals(List.of("cancelled at 4"), events);
        }
    }

    @AsyncTest
    void resetsTheConnectionOfAnAnswerThatIsCancelledInTheMiddle() throws Exception {
        HttpHandler endless = request -> Task.of(HttpResponse.of(200).body(ticks()));
        try (Site site = new Site(endless, options)) {
            ScheduledTask<Throwable> old = spawn(Site.failureOf(site.ask("GET / HTTP/1.0\r\n\r\n")));
            ScheduledTask<Throwable> other = spawn(Site.failureOf(site.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
            await(sleep(seconds(1)));
            await(site.server.stop(seconds(3)));
            assertInstanceOf(ConnectionResetException.class, await(old));
            assertInstanceOf(ConnectionResetException.class, await(other));
        }
    }

    @Async
    private static AsyncGenerator<byte[]> ticks() {
        while (true) {
            emit(Site.bytes("tick"));
            await(sleep(seconds(1)));
        }
    }

    @AsyncTest
    void tellsTheObserverOfEachRequestOnce() throws Exception {
        try (Site site = new Site(this::handle, options)) {
            await(site.ask("GET /3?x=y HTTP/1.1\r\nHost: a\r\n\r\n" + LAST));
            assertEquals(2, served.size());
            Served first = served.get(0);
            assertTrue(first.toString().endsWith(" \"GET /3?x=y\" 200 2 bytes 3000 ms"), first.toString());
            assertNull(first.failure());
        }
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertEquals(
                "idleLimit(PT0S): more than zero",
                assertThrows(IllegalArgumentException.class, () -> options.idleLimit(Duration.ZERO))
                        .getMessage());
        assertEquals(
                "maxLine(15): at least 16",
                assertThrows(IllegalArgumentException.class, () -> options.maxLine(15))
                        .getMessage());
        assertEquals(
                "maxBody(-1): at least 0",
                assertThrows(IllegalArgumentException.class, () -> options.maxBody(-1))
                        .getMessage());
    }
}
