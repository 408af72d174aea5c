// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.http.HttpServer;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** What becomes of messages that have come when it ends, and of the end when nobody receives them. */
@AsyncTest
class UnreceivedTest extends Chat {
    private static final Duration SOON = Duration.ofSeconds(3);

    @Async
    private static Task<Void> says(WebSocket socket) throws IOException {
        for (int i = 0; i < 1000; i++) {
            await(socket.send("x".repeat(1000)));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> sleeps(WebSocket socket) {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }

    @AsyncTest
    void aCloseEndsItAlthoughNobodyReceives() throws IOException, TimeoutException {
        serve(PLAIN, UnreceivedTest::says);
        WebSocket socket = await(connect());
        await(sleep(Duration.ofSeconds(5)));
        socket.close();
        await(waitFor(socket.over(), SOON));
    }

    @AsyncTest
    void aStopThatWaitsForNobodyEndsItAlthoughTheHandlerReceivesNothing() throws IOException {
        HttpServer server = serve(PLAIN, UnreceivedTest::sleeps);
        WebSocket socket = await(connect());
        for (int i = 0; i < 70; i++) {
            await(socket.send("x".repeat(1000)));
        }
        await(sleep(Duration.ofSeconds(1)));
        long before = Objects.requireNonNull(EventLoop.current()).nanoTime();
        await(server.stop(Duration.ofSeconds(1)));
        long passed = Objects.requireNonNull(EventLoop.current()).nanoTime() - before;
        assertTrue(passed < SOON.toNanos(), () -> Duration.ofNanos(passed).toString());
        socket.close();
    }

    @AsyncTest
    void whatHasComeBeforeAWrongFrameIsReceivedAndAnswered() throws IOException {
        serve(PLAIN, Chat::echo);
        Connection raw = await(raw());
        await(write(raw, "81 81 00000000 61  83 80 00000000"));
        String got = await(rest(raw));
        assertTrue(got.startsWith("810161" + "88"), got);
        assertEquals("03ea", got.substring(10, 14)); // 1002
    }
}
