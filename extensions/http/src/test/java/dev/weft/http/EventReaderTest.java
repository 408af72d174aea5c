// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Events as the standard for browsers reads them, wherever their pieces end. */
@AsyncTest(seeds = 3)
class EventReaderTest extends UpstreamTest {
    private static final int MOST = 100;
    private static final String SENT = "event: tick\nid: 1\ndata: a\n\nid: 2\ndata: b\n\n";

    @Async
    private static AsyncGenerator<byte[]> pieces(byte[] text, int size) {
        for (int from = 0; from < text.length; from += size) {
            emit(Arrays.copyOfRange(text, from, Math.min(text.length, from + size)));
        }
        return AsyncGenerator.done();
    }

    /** Name, number, delay and data of each, whatever the length of the pieces is. */
    @Async
    private static Task<List<String>> read(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        List<String> whole = await(read(bytes, bytes.length));
        for (int size = 1; size < bytes.length; size++) {
            assertEquals(whole, await(read(bytes, size)), "in pieces of " + size);
        }
        return Task.of(whole);
    }

    @Async
    private static Task<List<String>> read(byte[] bytes, int size) throws IOException {
        List<String> events = new ArrayList<>();
        AsyncGenerator<ServerSentEvent> made = EventReader.events(pieces(bytes, size), EmptyBody.INSTANCE, MOST);
        while (await(made.next())) {
            ServerSentEvent event = made.current();
            String delay =
                    event.retry().map(Duration::toMillis).map(String::valueOf).orElse("-");
            events.add(event.name() + " " + event.id().orElse("-") + " " + delay + " " + event.data());
        }
        return Task.of(events);
    }

    @AsyncTest
    void endTheirLinesInAnyOfThreeWays() throws IOException {
        assertEquals(List.of("message - - a\nb", "message - - c"), await(read("data: a\ndata: b\n\ndata: c\n\n")));
        assertEquals(
                List.of("message - - a\nb", "message - - c"), await(read("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n")));
        assertEquals(List.of("message - - a\nb", "message - - c"), await(read("data: a\rdata: b\r\rdata: c\r\r")));
    }

    @AsyncTest
    void haveNamesOfTheirOwnAndTheNumberThatWasSaidLast() throws IOException {
        assertEquals(
                List.of("tick 1 - a", "message 1 - b", "message  - c"),
                await(read("event: tick\nid: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n")));
    }

    @AsyncTest
    void areNoneWithoutData() throws IOException {
        assertEquals(List.of("message 7 20 b"), await(read("event: tick\nid: 7\nretry: 20\n\n: alive\n\ndata: b\n\n")));
        assertEquals(List.of("message - - "), await(read("data\n\n")));
        assertEquals(List.of("message - - \n"), await(read("data\ndata\n\n")));
    }

    @AsyncTest
    void loseOneSpaceBehindTheColon() throws IOException {
        assertEquals(List.of("message - - a", "message - -  a"), await(read("data:a\n\ndata:  a\n\n")));
    }

    @AsyncTest
    void passOverWhatTheyDoNotKnow() throws IOException {
        assertEquals(
                List.of("message - - ä"),
                await(read("\uFEFFdata: ä\nother: 1\nData: b\nretry: 1s\nretry: 99999999999999999999\nid: a\0b\n\n")));
    }

    @AsyncTest
    void areNoneThatBreakOff() throws IOException {
        assertEquals(List.of("message - - a"), await(read("data: a\n\ndata: b\n")));
    }

    @AsyncTest
    void areRefusedWhenTheyAreTooLong() throws IOException {
        String fits = "data:" + "a".repeat(MOST - 5) + "\n\n";
        assertEquals(2, await(read(fits + fits)).size());
        Throwable refused = await(Site.failureOf(read("data:" + "a".repeat(MOST - 4) + "\n\n")));
        assertEquals("an event has more than 100 bytes", refused.getMessage());
    }

    @AsyncTest
    void comeOverAConnectionThatIsKeptBehindThem() throws IOException {
        Upstream upstream =
                upstream(Upstream.always("HTTP/1.1 200 OK\r\nContent-Length: " + SENT.length() + "\r\n\r\n" + SENT));
        try (AsyncGenerator<ServerSentEvent> events =
                await(upstream.client.send(Upstream.get("/"))).events(MOST)) {
            assertTrue(await(events.next()));
            assertEquals("event: tick\nid: 1\ndata: a\n\n", events.current().toString());
            assertTrue(await(events.next()));
            assertEquals("id: 2\ndata: b\n\n", events.current().toString());
            assertFalse(await(events.next()));
        }
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void giveTheirConnectionUpWhereNobodyHasAskedForOne() throws IOException {
        Upstream upstream = upstream(visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"));
            await(visit.connection().read(1));
            return Task.done();
        });
        await(upstream.client.send(Upstream.get("/"))).events(MOST).close();
        await(Upstream.settles());
        assertEquals(0, upstream.open);
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
    }
}
