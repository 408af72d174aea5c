// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import dev.weft.testing.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections a client keeps, who waits for one, and what becomes of those that have ended. */
@AsyncTest(seeds = 3)
class ClientPoolTest extends UpstreamTest {
    /** Answers so many requests on each connection, and closes it then without a word. */
    private static Upstream.Script closingAfter(int requests) {
        return visit -> {
            for (int i = 0; i < requests; i++) {
                await(visit.head());
                await(visit.write(Upstream.OK));
            }
            return Task.done();
        };
    }

    /** Closes the first connection when its second request comes, and goes on answering on others. */
    private static Upstream.Script hangingUpOnce() {
        return visit -> {
            await(visit.head());
            await(visit.write(Upstream.OK));
            while (!await(visit.head()).isEmpty() && visit.number() > 1) {
                await(visit.write(Upstream.OK));
            }
            return Task.done();
        };
    }

    @AsyncTest
    void doesNotUseAConnectionThatTheServerHasClosed() throws IOException {
        Upstream upstream = upstream(closingAfter(1));
        await(upstream.ask(Upstream.get("/")));
        await(sleep(Duration.ofSeconds(1)));
        assertEquals("200 ok", await(upstream.ask(Upstream.post("/").text("once"))));
        assertEquals(2, upstream.connections);
    }

    @AsyncTest
    void sendsAnIdempotentRequestOnceMoreIfTheServerClosedMeanwhile() throws IOException {
        Upstream upstream = upstream(hangingUpOnce());
        await(upstream.ask(Upstream.get("/")));
        assertEquals("200 ok", await(upstream.ask(Upstream.get("/again"))));
        assertEquals(2, upstream.connections);
        assertEquals(3, upstream.heads.size());
    }

    @AsyncTest
    void sendsNothingElseOnceMore() throws IOException {
        Upstream upstream = upstream(hangingUpOnce());
        await(upstream.ask(Upstream.get("/")));
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.post("/").text("once"))));
        assertEquals(
                Phase.HEAD, assertInstanceOf(ClientException.class, failure).phase());
        assertEquals(
                "POST http://server/ at 10.0.0.1:80: no response: the server has closed the connection before its response",
                failure.getMessage());
        assertEquals(2, upstream.heads.size());
    }

    @AsyncTest
    void sendsNothingOnceMoreOverAConnectionOfItsOwn() throws IOException {
        Upstream upstream = upstream(closingAfter(0));
        assertInstanceOf(ClientException.class, await(Site.failureOf(upstream.ask(Upstream.get("/")))));
        assertEquals(1, upstream.connections);
    }

    @AsyncTest
    void closesAConnectionThatNobodyHasUsedForTooLong() throws IOException {
        Upstream upstream =
                upstream(ClientOptions.defaults().idleLimit(Duration.ofSeconds(10)), Upstream.always(Upstream.OK));
        await(upstream.ask(Upstream.get("/")));
        await(sleep(Duration.ofSeconds(9)));
        assertEquals(1, upstream.open);
        await(sleep(Duration.ofSeconds(2)));
        assertEquals(0, upstream.open);
        assertEquals("0 active, 0 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void servesThoseWhoWaitInTheirOrder() throws IOException {
        Upstream upstream = upstream(ClientOptions.defaults().maxConnections(2), slowly());
        List<ScheduledTask<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tasks.add(spawn(upstream.ask(Upstream.get("/" + i))));
            await(sleep(Duration.ofMillis(1)));
        }
        assertEquals("2 active, 0 idle, 4 waiting", upstream.statistics());
        for (ScheduledTask<String> task : tasks) {
            await(task);
        }
        List<String> asked =
                upstream.heads.stream().map(head -> head.substring(5, 6)).toList();
        assertEquals(List.of("0", "1", "2", "3", "4", "5"), asked);
        assertEquals(2, upstream.connections);
    }

    private static Upstream.Script slowly() {
        return visit -> {
            while (!await(visit.head()).isEmpty()) {
                await(sleep(Duration.ofSeconds(1)));
                await(visit.write(Upstream.OK));
            }
            return Task.done();
        };
    }

    @AsyncTest
    void refusesARequestWhenTheLineIsFull() throws IOException {
        Upstream upstream = upstream(ClientOptions.defaults().maxConnections(1).maxWaiting(1), slowly());
        ScheduledTask<String> first = spawn(upstream.ask(Upstream.get("/1")));
        ScheduledTask<String> second = spawn(upstream.ask(Upstream.get("/2")));
        await(sleep(Duration.ofMillis(10)));
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.get("/3"))));
        assertEquals(
                "GET http://server/3: 1 requests wait already for one of 1 connections to http://server; allow more by"
                        + " maxConnections, or a longer line by maxWaiting",
                failure.getMessage());
        await(first);
        await(second);
    }

    @AsyncTest
    void refusesRequestsWhenItIsClosedAndEndsThoseUnderWay() throws IOException {
        Upstream upstream = upstream(slowly());
        ScheduledTask<String> first = spawn(upstream.ask(Upstream.get("/")));
        await(sleep(Duration.ofMillis(10)));
        upstream.client.close();
        assertEquals("200 ok", await(first));
        await(Upstream.settles());
        assertEquals(0, upstream.open);
        assertInstanceOf(IllegalStateException.class, await(Site.failureOf(upstream.ask(Upstream.get("/")))));
    }

    @AsyncTest
    void belongsToTheLoopOfItsFirstRequest(EventLoop here) throws IOException {
        Upstream upstream = upstream(Upstream.always(Upstream.OK));
        await(upstream.ask(Upstream.get("/")));
        Thread[] other = {null};
        Throwable[] failure = {null};
        other[0] = new Thread(() -> failure[0] = assertThrows(
                IllegalStateException.class, () -> dev.weft.Weft.run(upstream.client.send(Upstream.get("/")))));
        other[0].start();
        join(other[0]);
        assertTrue(String.valueOf(failure[0].getMessage()).contains("Make one for each loop"), failure[0].getMessage());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** What makes a body, slowly, and says when it was closed. */
    @Async
    private static AsyncGenerator<byte[]> pieces(List<String> events) {
        try {
            for (int i = 0; i < 20; i++) {
                await(sleep(Duration.ofMillis(7)));
                dev.weft.Weft.emit(new byte[3000]);
            }
        } finally {
            events.add("closed");
        }
        return AsyncGenerator.done();
    }

    /** Cancelled after each millisecond, whatever it then does: in line, connecting, sending, waiting, reading. */
    @AsyncTest(seeds = 2)
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesItsPlaceBackWhereverItIsCancelled(boolean hasBody) throws IOException {
        Upstream upstream = upstream(ClientOptions.defaults().maxConnections(1), visit -> {
            for (String head = await(visit.head()); !head.isEmpty(); head = await(visit.head())) {
                if (head.contains("chunked")) {
                    await(visit.connection().readUntil(Site.bytes("0\r\n\r\n"), 1_000_000));
                }
                await(sleep(Duration.ofMillis(20)));
                await(visit.writeCut(Upstream.OK, 39));
            }
            return Task.done();
        });
        upstream.network.link(Link.normal().latency(Duration.ofMillis(3)).capacity(4000));
        int cancelled = 0;
        for (int millis = 0; millis < 260; millis += 2) {
            List<String> events = new ArrayList<>();
            ClientRequest request = hasBody ? Upstream.post("/").body(pieces(events)) : Upstream.get("/");
            ScheduledTask<String> first = spawn(upstream.ask(Upstream.get("/")));
            ScheduledTask<String> second = spawn(upstream.ask(request));
            await(sleep(Duration.ofMillis(millis)));
            first.cancel();
            await(sleep(Duration.ofMillis(millis)));
            second.cancel();
            cancelled += await(endsCancelled(first)) + await(endsCancelled(second));
            assertEquals("0 active, 0 waiting", upstream.statistics().replaceFirst(" \\d idle,", ""), millis + " ms");
            assertTrue(events.size() <= 1);
        }
        assertTrue(cancelled > 200, cancelled + " were cancelled");
        assertEquals("200 ok", await(upstream.ask(Upstream.get("/"))));
    }

    @Async
    private static Task<Integer> endsCancelled(ScheduledTask<String> task) throws IOException {
        try {
            await(task);
            return Task.of(0);
        } catch (CancellationException cancelled) {
            return Task.of(1);
        }
    }
}
