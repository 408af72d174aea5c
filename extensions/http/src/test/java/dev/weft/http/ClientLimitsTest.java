// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.debug.TaskDump;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** How long each phase of a request may take, in virtual time, and what is said of it. */
@AsyncTest(seeds = 3)
class ClientLimitsTest extends UpstreamTest {
    private static final ClientOptions OPTIONS = ClientOptions.defaults()
            .queueLimit(Duration.ofSeconds(1))
            .connectLimit(Duration.ofSeconds(2))
            .writeLimit(Duration.ofSeconds(3))
            .headLimit(Duration.ofSeconds(4))
            .bodyLimit(Duration.ofSeconds(5));

    private static long now() {
        return Objects.requireNonNull(EventLoop.current()).nanoTime();
    }

    /** Says how a request fails, and after how many seconds. */
    @Async
    private static Task<String> failure(Upstream upstream, ClientRequest request, Phase phase) throws IOException {
        long begun = now();
        Throwable failure = await(Site.failureOf(upstream.ask(request)));
        long seconds = Duration.ofNanos(now() - begun).toSeconds();
        assertEquals(
                phase, assertInstanceOf(ClientTimeoutException.class, failure).phase());
        return Task.of(seconds + " s: " + failure.getMessage());
    }

    private static Upstream.Script silent() {
        return visit -> {
            await(visit.head());
            await(sleep(Duration.ofSeconds(60)));
            return Task.done();
        };
    }

    @AsyncTest
    void limitsTheWaitInLine() throws IOException {
        Upstream upstream = upstream(OPTIONS.maxConnections(1), silent());
        ScheduledTask<Throwable> first = spawn(Site.failureOf(upstream.ask(Upstream.get("/1"))));
        await(sleep(Duration.ofMillis(100)));
        assertEquals(
                "1 s: GET http://server/2: still in line for a connection after 1 s (queueLimit), of which the host has 1",
                await(failure(upstream, Upstream.get("/2"), Phase.QUEUE)));
        await(first);
    }

    @AsyncTest
    void limitsTheOpeningOfAConnection() throws IOException {
        Upstream upstream = upstream(OPTIONS, silent());
        upstream.network.isolate("server");
        assertEquals(
                "2 s: GET http://server/: no connection after 2 s (connectLimit)",
                await(failure(upstream, Upstream.get("/"), Phase.CONNECT)));
        upstream.network.heal();
    }

    @AsyncTest
    void limitsTheTimeInWhichTheServerTakesNothing() throws IOException {
        Upstream upstream = upstream(OPTIONS, visit -> {
            await(visit.head());
            await(sleep(Duration.ofSeconds(60)));
            return Task.done();
        });
        assertEquals(
                "3 s: POST http://server/ at 10.0.0.1:80: the server takes nothing more of the request after 3 s (writeLimit)",
                await(failure(upstream, Upstream.post("/").body(new byte[3_000_000]), Phase.REQUEST)));
    }

    @AsyncTest
    void limitsTheWaitForTheHead() throws IOException {
        Upstream upstream = upstream(OPTIONS, silent());
        assertEquals(
                "4 s: GET http://server/ at 10.0.0.1:80: no response after 4 s (headLimit)",
                await(failure(upstream, Upstream.get("/"), Phase.HEAD)));
    }

    @AsyncTest
    void limitsTheTimeInWhichNothingOfTheBodyComes() throws IOException {
        Upstream upstream = upstream(OPTIONS, visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1"));
            for (int i = 0; i < 3; i++) {
                await(sleep(Duration.ofSeconds(4)));
                await(visit.write("2"));
            }
            await(sleep(Duration.ofSeconds(60)));
            return Task.done();
        });
        assertEquals(
                "17 s: GET http://server/ at 10.0.0.1:80: nothing more of the body of the response after 5 s (bodyLimit)",
                await(failure(upstream, Upstream.get("/"), Phase.BODY)));
    }

    @AsyncTest
    void limitsTheRequestAsAWhole() throws IOException {
        Upstream upstream = upstream(OPTIONS.requestLimit(Duration.ofMillis(2500)), silent());
        assertEquals(
                "2 s: GET http://server/ at 10.0.0.1:80: not over within 2500 ms (requestLimit), no response",
                await(failure(upstream, Upstream.get("/"), Phase.HEAD)));
    }

    @AsyncTest
    void limitsTheRequestAsAWholeAlsoInTheBody() throws IOException {
        Upstream upstream = upstream(OPTIONS.requestLimit(Duration.ofSeconds(3)), visit -> {
            await(visit.head());
            await(visit.write("HTTP/1.1 200 OK\r\n\r\n"));
            for (int i = 0; i < 20; i++) {
                await(sleep(Duration.ofSeconds(2)));
                await(visit.write("2"));
            }
            return Task.done();
        });
        assertEquals(
                "3 s: GET http://server/ at 10.0.0.1:80: not over within 3 s (requestLimit), nothing more of the body of the response",
                await(failure(upstream, Upstream.get("/"), Phase.BODY)));
    }

    private static Upstream.Script halves() {
        return visit -> {
            while (!await(visit.head()).isEmpty()) {
                await(visit.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n12"));
                await(sleep(Duration.ofSeconds(2)));
                await(visit.write("34"));
            }
            return Task.done();
        };
    }

    @AsyncTest
    void givesThePlaceOfAResponseThatNobodyReadsToTheNext() throws IOException {
        Upstream upstream = upstream(OPTIONS.maxConnections(1).unreadLimit(Duration.ofMillis(500)), halves());
        try (LogRecords log = new LogRecords()) {
            ClientResponse forgotten = await(spawn("forgetful", upstream.client.send(Upstream.get("/1"))));
            assertEquals("200 1234", await(upstream.ask(Upstream.get("/2"))));
            assertEquals(
                    "GET http://server/1 at 10.0.0.1:80: nobody has read its response after 500 ms (unreadLimit)",
                    assertInstanceOf(
                                    ClientTimeoutException.class,
                                    await(Site.failureOf(forgotten.body().read(10))))
                            .getMessage());
            forgotten.close();
            assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
            assertEquals(1, log.all().size());
            String told = log.all().get(0).message();
            assertTrue(told.contains("Task forgetful has sent it"), told);
        }
    }

    /** Each read has the limit anew, and one that waits for the server has none. */
    @AsyncTest
    void leavesAloneWhoReadsSlowly() throws IOException {
        Upstream upstream = upstream(OPTIONS.unreadLimit(Duration.ofMillis(500)), halves());
        try (ClientResponse response = await(upstream.client.send(Upstream.get("/")))) {
            for (int i = 1; i <= 4; i++) {
                await(sleep(Duration.ofMillis(400)));
                assertEquals(
                        Integer.toString(i), new String(await(response.body().read(1)), US_ASCII));
            }
        }
        assertEquals("0 active, 1 idle, 0 waiting", upstream.statistics());
    }

    @AsyncTest
    void saysInDumpsWhichResponseIsAwaited() throws IOException {
        Upstream upstream = upstream(OPTIONS, silent());
        ScheduledTask<Throwable> task = spawn(Site.failureOf(upstream.ask(Upstream.get("/path"))));
        await(sleep(Duration.ofSeconds(1)));
        String dump = TaskDump.capture().toText();
        assertTrue(dump.contains("awaits response of GET http://server/path from 10.0.0.1:80"), dump);
        await(task);
    }
}
