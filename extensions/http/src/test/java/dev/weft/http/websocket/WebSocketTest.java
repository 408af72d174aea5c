// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.http.HttpServer;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import dev.weft.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

@AsyncTest
class WebSocketTest extends Chat {
    // ------------------------------------------------------------------ messages

    @Test
    @Async
    void sendsAndReceivesTextsAndBytes() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        await(socket.send("gr\u00fc\u00df dich \ud83d\ude00"));
        await(socket.send(new byte[] {1, 2, 3}));
        await(socket.send(""));
        assertEquals("gr\u00fc\u00df dich \ud83d\ude00", await(text(socket)));
        assertEquals(3, ((WebSocketMessage.Binary) await(socket.receive()).get()).bytes().length);
        assertEquals("", await(text(socket)));
        await(socket.finish());
        assertEquals(1000, socket.closeReason().get().code());
    }

    @Test
    @Async
    void sendsAndReceivesWhatIsCompressed() throws IOException {
        WebSocketOptions options = WebSocketOptions.defaults().compressFrom(0);
        serve(options, Chat::echo);
        WebSocket socket = await(connect(options));
        for (int length : new int[] {0, 1, 300, 70_000, 900_000}) {
            await(socket.send("abc".repeat(length / 3)));
            assertEquals("abc".repeat(length / 3), await(text(socket)));
        }
        await(socket.finish());
    }

    @Test
    @Async
    void givesAllMessagesAsAStream() throws IOException {
        serve(PLAIN, socket -> threeWords(socket));
        WebSocket socket = await(connect());
        List<String> words = new ArrayList<>();
        try (AsyncGenerator<WebSocketMessage> messages = socket.messages()) {
            while (await(messages.next())) {
                words.add(((WebSocketMessage.Text) messages.current()).text());
            }
        }
        assertEquals(List.of("one", "two", "three"), words);
    }

    @Async
    private static Task<Void> threeWords(WebSocket socket) throws IOException {
        for (String word : List.of("one", "two", "three")) {
            await(socket.send(word));
        }
        return Task.done();
    }

    @Test
    @Async
    void joinsTheFragmentsOfAMessageAndAnswersPingsBetween() throws IOException {
        serve(PLAIN, Chat::echo);
        Connection raw = await(raw());
        await(write(raw, "01 81 00000000 61  89 82 00000000 3132  00 81 00000000 62  80 81 00000000 63"));
        await(write(raw, "88 82 00000000 03e8"));
        assertEquals("8a023132" + "8103616263" + "880203e8", await(rest(raw)));
    }

    @Test
    @Async
    void sendsAMessageInPartsAndOthersBehindIt() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        ScheduledTask<Void> parts = spawn(socket.sendText(slowly("one ", "two ", "three")));
        await(sleep(Duration.ofMillis(1500)));
        await(gather(socket.send("behind"), parts));
        assertEquals("one two three", await(text(socket)));
        assertEquals("behind", await(text(socket)));
        await(socket.finish());
    }

    @Async
    private static AsyncGenerator<String> slowly(String... parts) {
        for (String part : parts) {
            emit(part);
            await(sleep(Duration.ofSeconds(1)));
        }
        return AsyncGenerator.done();
    }

    @Test
    @Async
    void endsWith1011IfAMessageIsNotMadeToItsEnd() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        Throwable failed = await(failureOf(socket.sendText(breaking())));
        assertEquals("not to be made", failed.getMessage());
        assertEquals(1011, ((WebSocketException) await(failureOf(socket.send("more")))).code());
        await(socket.finish());
    }

    @Async
    private static AsyncGenerator<String> breaking() {
        emit("a part");
        await(sleep(Duration.ofSeconds(1)));
        throw new IllegalStateException("not to be made");
    }

    @Test
    @Async
    void readsALongMessageAsItComes() throws IOException {
        long[] sums = new long[1];
        serve(PLAIN, socket -> sum(socket, sums));
        WebSocket socket = await(connect());
        await(socket.sendBinary(pieces(200, 10_000)));
        assertEquals("2000000", await(text(socket)));
        await(socket.finish());
    }

    @Async
    private static AsyncGenerator<byte[]> pieces(int count, int length) {
        for (int i = 0; i < count; i++) {
            emit(new byte[length]);
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> sum(WebSocket socket, long[] sums) throws IOException {
        IncomingMessage message = await(socket.receiveInParts()).get();
        for (byte[] part = await(message.read()); part.length > 0; part = await(message.read())) {
            sums[0] += part.length;
        }
        await(socket.send(Long.toString(sums[0])));
        return Task.done();
    }

    @Test
    @Async
    void skipsWhatIsLeftOfAMessageThatWasReadInParts() throws IOException {
        serve(PLAIN, socket -> sendsTwo(socket));
        WebSocket socket = await(connect());
        IncomingMessage first = await(socket.receiveInParts()).get();
        assertTrue(await(first.read()).length < 100_000);
        assertEquals("second", await(text(socket)));
        assertEquals("(end)", await(text(socket)));
    }

    @Async
    private static Task<Void> sendsTwo(WebSocket socket) throws IOException {
        await(socket.send(new byte[100_000]));
        await(socket.send("second"));
        return Task.done();
    }

    // ------------------------------------------------------------------ back-pressure

    @Test
    @Async
    void letsAPeerWaitWhoseMessagesNobodyTakes() throws IOException {
        int[] taken = new int[1];
        serve(PLAIN, socket -> takesLate(socket, taken));
        WebSocket socket = await(connect());
        ScheduledTask<Void> sending = spawn(floods(socket, 300));
        await(sleep(Duration.ofSeconds(30)));
        assertTrue(!sending.isReady(), "three megabytes were sent to nobody");
        await(sleep(Duration.ofSeconds(60)));
        await(sending);
        await(socket.finish());
        assertTrue(taken[0] > 250, taken[0] + " taken");
    }

    @Async
    private static Task<Void> floods(WebSocket socket, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            await(socket.send(new byte[10_000]));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> takesLate(WebSocket socket, int[] taken) throws IOException {
        await(sleep(Duration.ofMinutes(1)));
        while (await(socket.receive()).isPresent()) {
            taken[0]++;
        }
        return Task.done();
    }

    @Test
    @Async
    void keepsWhatHasComeWhenAReceiveIsCancelledInTheMiddle() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> impatient(socket, seen));
        Connection raw = await(raw());
        await(write(raw, "01 81 00000000 61"));
        await(sleep(Duration.ofSeconds(5)));
        await(write(raw, "80 81 00000000 62  81 81 00000000 63  88 80 00000000"));
        assertEquals("8800", await(rest(raw)));
        assertEquals(List.of("late", "late", "ab", "c", "(end)"), seen);
    }

    @Async
    private static Task<Void> impatient(WebSocket socket, List<String> seen) throws IOException {
        for (String last = ""; !last.equals("(end)"); seen.add(last)) {
            String next = await(moveOnAfter(Duration.ofSeconds(2), limit -> text(socket)));
            last = next == null ? "late" : next;
        }
        return Task.done();
    }

    @Test
    @Async
    void refusesASecondTaskThatReceives() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        ScheduledTask<String> first = spawn(text(socket));
        await(sleep(Duration.ofSeconds(1)));
        Throwable refused = await(failureOf(text(socket)));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(String.valueOf(refused.getMessage()).contains("one at a time"), refused.getMessage());
        await(socket.send("for the first"));
        assertEquals("for the first", await(first));
        await(socket.finish());
    }

    // ------------------------------------------------------------------ the end

    @Test
    @Async
    void tellsTheHandlerThatThePeerHasFinished() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> tellsEnd(socket, seen));
        WebSocket socket = await(connect());
        await(socket.send("last words"));
        await(socket.finish(4001, "had enough"));
        await(sleep(Duration.ofSeconds(2)));
        assertEquals(List.of("last words", "4001 \"had enough\"", "client has closed with 4001 \"had enough\""), seen);
    }

    @Async
    private static Task<Void> tellsEnd(WebSocket socket, List<String> seen) throws IOException {
        await(sleep(Duration.ofSeconds(1)));
        seen.add(await(text(socket)));
        Throwable end = await(failureOf(socket.receive()));
        seen.add(socket.closeReason().get().toString());
        seen.add(String.valueOf(end.getMessage()).replaceFirst("^.*client[^ ]*", "client"));
        return Task.done();
    }

    @Test
    @Async
    void refusesToSendBehindTheEnd() throws IOException {
        serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        await(socket.finish());
        Throwable refused = await(failureOf(socket.send("too late")));
        assertEquals(1000, ((WebSocketException) refused).code());
        assertEquals("(end)", await(text(socket)));
        await(socket.finish());
        socket.close();
    }

    @Test
    @Async
    void tells1011OfAHandlerThatFails() throws IOException {
        serve(PLAIN, socket -> {
            throw new IllegalStateException("a fault of the handler");
        });
        try (LogRecords log = new LogRecords()) {
            WebSocket socket = await(connect());
            WebSocketException end = (WebSocketException) await(failureOf(socket.receive()));
            assertEquals(1011, end.code());
            await(socket.finish());
            assertTrue(
                    log.messages().toString().contains("failed, and its peer is told 1011"),
                    log.lines().toString());
        }
    }

    @Test
    @Async
    void tellsAnEndWithoutAWord() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> lost(socket, seen));
        WebSocket socket = await(connect());
        socket.close();
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(1, seen.size());
        assertTrue(seen.get(0).contains("without a close"), seen.get(0));
    }

    @Async
    private static Task<Void> lost(WebSocket socket, List<String> seen) throws IOException {
        seen.add(await(failureOf(text(socket))).getMessage());
        return Task.done();
    }

    @Test
    @Async
    void saysNothingInTheLogOfAHandlerThatFindsItsPeerLostBeforeTheReaderDoes() throws IOException {
        Event reset = new Event("reset");
        int[] ended = new int[1];
        serve(PLAIN, socket -> sendsBehind(reset, socket, ended));
        try (LogRecords log = new LogRecords()) {
            Connection raw = await(raw());
            for (int i = 0; i < 8; i++) { // more than is read while nobody receives
                await(raw.write(joined(Frame.masked(0x82, new byte[10_000], 0))));
            }
            await(sleep(Duration.ofSeconds(1)));
            raw.reset();
            reset.set();
            await(sleep(Duration.ofSeconds(1)));
            assertEquals(List.of(), log.messages());
        }
        assertEquals(1, ended[0]);
    }

    @Async
    private static Task<Void> sendsBehind(Event reset, WebSocket socket, int[] ended) throws IOException {
        await(reset.untilSet());
        try {
            for (int i = 0; i < 3; i++) {
                await(socket.send("to nobody"));
                await(yieldNow());
            }
        } finally {
            ended[0]++;
        }
        return Task.done();
    }

    @Test
    @Async
    void cancelsAHandlerThatGoesOnBehindTheEndOfItsPeer() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> sleepsLong(seen));
        WebSocket socket = await(connect());
        await(socket.finish());
        assertEquals(List.of(), seen);
        await(sleep(Duration.ofSeconds(11)));
        assertEquals(List.of("cancelled"), seen);
    }

    @Async
    private static Task<Void> sleepsLong(List<String> seen) {
        try {
            await(sleep(Duration.ofDays(1)));
        } catch (CancellationException cancelled) {
            seen.add("cancelled");
            throw cancelled;
        }
        return Task.done();
    }

    @Test
    @Async
    void asksAPeerThatSaysNothingAndTakesItForLost() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN.pingEvery(Duration.ofSeconds(20)), socket -> lost(socket, seen));
        Connection raw = await(raw());
        assertEquals("8900", await(rest(raw)));
        assertTrue(seen.get(0).contains("said nothing"), seen.get(0));
    }

    @Test
    @Async
    void goesOnAsLongAsThePeerAnswers() throws IOException {
        serve(PLAIN.pingEvery(Duration.ofSeconds(20)), Chat::echo);
        WebSocket socket = await(connect());
        await(sleep(Duration.ofMinutes(10)));
        await(socket.send("still there"));
        assertEquals("still there", await(text(socket)));
        assertTrue(await(socket.ping()).compareTo(Duration.ofSeconds(1)) < 0);
        await(socket.finish());
    }

    @Test
    @Async
    void endsWhenTheServerStops() throws IOException {
        var server = serve(PLAIN, Chat::echo);
        WebSocket socket = await(connect());
        await(socket.send("one"));
        assertEquals("one", await(text(socket)));
        ScheduledTask<Void> stopping = spawn(server.stop(Duration.ofSeconds(30)));
        assertEquals("(end)", await(text(socket)));
        assertEquals(1001, socket.closeReason().get().code());
        await(stopping);
        await(socket.finish());
    }

    private static final WebSocketOptions BRIEF = PLAIN.closeLimit(Duration.ofSeconds(5));

    /** How many seconds a server takes to stop that has told its only peer 1001. */
    @Async
    private static Task<Long> stops(HttpServer server) {
        long start = now();
        await(server.stop(Duration.ofMinutes(1)));
        return Task.of(Duration.ofNanos(now() - start).toSeconds());
    }

    private static long now() {
        return Objects.requireNonNull(EventLoop.current()).nanoTime();
    }

    @AsyncTest(seeds = 20)
    void aServerThatStopsWaitsTheLimitForAPeerThatHasVanished() throws IOException {
        for (WebSocketOptions options : List.of(BRIEF, BRIEF.pingEvery(Duration.ofSeconds(20)))) {
            List<String> ends = new ArrayList<>();
            var server = serve(options, socket -> {
                ends.add(await(text(socket)));
                return Task.done();
            });
            await(raw());
            network().isolate("raw");
            assertEquals(5, await(stops(server)));
            assertEquals(List.of("(end)"), ends);
            network().heal();
        }
    }

    @Async
    private static Task<Void> says(Connection raw) {
        try {
            while (true) {
                await(write(raw, "81 81 00000000 61"));
                await(sleep(Duration.ofSeconds(1)));
            }
        } catch (IOException ended) {
            return Task.done();
        }
    }

    @Async
    private static Task<Void> receives(WebSocket socket) throws IOException {
        while (await(socket.receive()).isPresent()) {}
        return Task.done();
    }

    @Test
    @Async
    void aServerThatStopsWaitsTheLimitForAPeerThatGoesOn() throws IOException {
        var server = serve(BRIEF, WebSocketTest::receives);
        Connection raw = await(raw());
        ScheduledTask<Void> saying = spawn(says(raw));
        await(sleep(Duration.ofSeconds(2)));
        assertEquals(5, await(stops(server)));
        await(saying);
    }

    @Test
    @Async
    void tells1001IfTheServerStopsWhileItAgrees() throws IOException {
        HttpServer[] server = new HttpServer[1];
        List<ScheduledTask<Void>> stopping = new ArrayList<>();
        server[0] = serve(request -> {
            stopping.add(spawn(server[0].stop(Duration.ofSeconds(30))));
            await(sleep(Duration.ofSeconds(1)));
            return Task.of(WebSocket.accept(request, PLAIN, Chat::echo));
        });
        WebSocket socket = await(connect());
        assertEquals("(end)", await(text(socket)));
        assertEquals(1001, socket.closeReason().get().code());
        await(stopping.get(0));
    }

    @Test
    @Async
    void answersWhatHasComeBeforeTheCloseOfThePeer() throws IOException {
        serve(PLAIN, socket -> slowEcho(socket));
        Connection raw = await(raw());
        await(write(raw, "81 81 00000000 61  81 81 00000000 62  88 82 00000000 03e8"));
        assertEquals("810161" + "810162" + "880203e8", await(rest(raw)));
    }

    @Async
    private static Task<Void> slowEcho(WebSocket socket) throws IOException {
        for (var next = await(socket.receive()); next.isPresent(); next = await(socket.receive())) {
            await(sleep(Duration.ofSeconds(1)));
            await(socket.send(((WebSocketMessage.Text) next.get()).text()));
        }
        return Task.done();
    }

    @Test
    @Async
    void answersTheCloseAtOnceIfNobodyReceives() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> pushes(socket, seen));
        WebSocket socket = await(connect());
        assertEquals("tick", await(text(socket)));
        await(socket.finish());
        await(sleep(Duration.ofSeconds(2)));
        assertEquals(List.of("1000"), seen);
    }

    @Async
    private static Task<Void> pushes(WebSocket socket, List<String> seen) throws IOException {
        try {
            while (true) {
                await(socket.send("tick"));
                await(sleep(Duration.ofSeconds(1)));
            }
        } catch (WebSocketException over) {
            seen.add(Integer.toString(over.code()));
        }
        return Task.done();
    }

    @Test
    @Async
    void breaksOffAPeerThatDoesNotAnswerTheClose() throws IOException {
        serve(PLAIN, socket -> Task.done());
        Connection raw = await(raw());
        assertEquals("880203e8", await(rest(raw)));
    }

    @Test
    @Async
    void endsPingsThatNobodyAnswers() throws IOException {
        List<String> seen = new ArrayList<>();
        serve(PLAIN, socket -> pings(socket, seen));
        Connection raw = await(raw());
        await(sleep(Duration.ofSeconds(1)));
        raw.close();
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(1, seen.size());
    }

    @Async
    private static Task<Void> pings(WebSocket socket, List<String> seen) throws IOException {
        try {
            await(socket.ping());
        } catch (WebSocketException over) {
            seen.add(over.getMessage());
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ limits

    @Test
    @Async
    void refusesAMessageThatIsTooLong() throws IOException {
        serve(PLAIN.maxMessage(10), Chat::echo);
        WebSocket socket = await(connect());
        await(socket.send("0123456789"));
        assertEquals("0123456789", await(text(socket)));
        await(socket.send("0123456789a"));
        WebSocketException refused = (WebSocketException) await(failureOf(text(socket)));
        assertEquals(1009, refused.code());
        await(socket.finish());
    }

    @Test
    @Async
    void refusesWhatInflatesToTooMuch() throws IOException {
        WebSocketOptions small = WebSocketOptions.defaults().maxMessage(100_000);
        serve(small, Chat::echo);
        WebSocket socket = await(connect(WebSocketOptions.defaults()));
        await(socket.send(new byte[10_000_000]));
        assertEquals(1009, ((WebSocketException) await(failureOf(text(socket)))).code());
        await(socket.finish());
    }

    @Test
    void refusesOptionsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> PLAIN.maxMessage(0));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.compressFrom(-1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.pingEvery(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.closeLimit(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.subprotocols("a b"));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.subprotocols("a", "a"));
    }
}
