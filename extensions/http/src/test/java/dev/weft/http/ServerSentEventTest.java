// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventTest extends SiteTest {
    private final List<String> closed = new ArrayList<>();

    @Async
    private AsyncGenerator<ServerSentEvent> ticks() {
        try {
            for (int i = 0; ; i++) {
                emit(ServerSentEvent.of("tick\n" + i).name("time").id(Integer.toString(i)));
                await(sleep(Duration.ofSeconds(1)));
            }
        } finally {
            closed.add("after " + Site.seconds());
        }
    }

    @AsyncTest
    void sendsEachEventWhenItIsMadeAndEndsWithTheBrowser() throws Exception {
        try (Site site = new Site(request -> Task.of(HttpResponse.of(200).events(ticks())))) {
            Connection client = await(site.connect());
            await(client.write(Site.bytes("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")));
            String head = await(Site.head(client));
            assertTrue(head.contains("content-type: text/event-stream\r\n"), head);
            for (int i = 0; i < 3; i++) {
                String event = "event: time\nid: " + i + "\ndata: tick\ndata: " + i + "\n\n";
                byte[] chunk = await(client.readExactly(event.length() + 6));
                assertEquals(
                        Integer.toHexString(event.length()) + "\r\n" + event + "\r\n",
                        new String(chunk, java.nio.charset.StandardCharsets.UTF_8));
            }
            client.close();
            await(sleep(Duration.ofSeconds(5)));
            assertEquals(1, closed.size(), "long before the next write would have failed");
        }
    }

    @Test
    void writesTheFieldsThatABrowserReads() {
        assertEquals(
                "data: a\ndata: b\ndata: \ndata: c\n\n",
                ServerSentEvent.of("a\r\nb\n\rc").toString());
        assertEquals(
                "retry: 1500\ndata: \n\n",
                ServerSentEvent.of("").retry(Duration.ofMillis(1_500)).toString());
        assertEquals(": alive\n\n", ServerSentEvent.comment("alive").toString());
    }

    @Test
    void refusesWhatWouldBeAnotherField() {
        ServerSentEvent event = ServerSentEvent.of("a");
        assertEquals(
                "name(\"a...\"): one line, and not several",
                assertThrows(IllegalArgumentException.class, () -> event.name("a\ndata: b"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> event.id("a\rb"));
        assertThrows(IllegalArgumentException.class, () -> event.id("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> ServerSentEvent.comment("a\nb"));
        assertThrows(IllegalArgumentException.class, () -> event.retry(Duration.ofMillis(-1)));
    }
}
