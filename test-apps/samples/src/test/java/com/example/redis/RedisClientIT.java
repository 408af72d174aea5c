// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.support.RedisServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a real server, if one is installed. */
@Timeout(60) // what a broken client would wait for never comes
class RedisClientIT {
    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** What a test does with a client. */
    private interface Use {
        Task<Void> of(RedisClient redis) throws Exception;
    }

    private static void use(Use use) {
        run(using(use));
    }

    @Async
    private static Task<Void> using(Use use) {
        try (RedisClient redis = new RedisClient("127.0.0.1", server.port(), Duration.ofSeconds(20))) {
            await(redis.send("FLUSHALL"));
            return Task.of(await(use.of(redis)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyTasksShareOneConnection() {
        use(redis -> {
            List<Task<Long>> increments = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                increments.add(redis.increment("n"));
            }
            List<Long> sums = await(gather(increments));
            assertEquals(1000, sums.stream().distinct().count());
            assertEquals("1000", await(redis.get("n")));
            String clients = (String) await(redis.send("CLIENT", "LIST"));
            assertEquals(1, clients.lines().count(), clients);
            return Task.done();
        });
    }

    @Test
    void readsEachKindOfReply() {
        use(redis -> {
            await(redis.set("text", "äöü\r\n"));
            assertEquals("äöü\r\n", await(redis.get("text")));
            assertEquals(null, await(redis.get("none")));
            assertEquals(2L, await(redis.send("RPUSH", "list", "a", "")));
            assertEquals(List.of("a", ""), await(redis.send("LRANGE", "list", "0", "-1")));
            assertEquals(List.of(), await(redis.send("LRANGE", "none", "0", "-1")));
            assertEquals(Arrays.asList("äöü\r\n", null), await(redis.send("MGET", "text", "none")));
            assertEquals("PONG", await(redis.send("PING")));
            return Task.done();
        });
    }

    @Test
    void anErrorIsThrownToWhoHasSentTheCommandAndToNobodyElse() {
        use(redis -> {
            await(redis.set("text", "a"));
            ScheduledTask<Exception> wrong = spawn(Failure.of(redis.increment("text")));
            ScheduledTask<String> right = spawn(redis.get("text"));
            assertEquals("a", await(right));
            assertEquals(
                    "com.example.redis.RedisException: ERR value is not an integer or out of range",
                    await(wrong).toString());
            return Task.done();
        });
    }

    @Test
    void aCallerThatIsCancelledDoesNotDisturbTheOthers() {
        use(redis -> {
            List<ScheduledTask<Object>> echoes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                echoes.add(spawn(redis.send("ECHO", "message " + i)));
            }
            for (int turn = 0; turn < 5; turn++) {
                echoes.get(turn * 40).cancel();
                await(yieldNow());
            }
            for (int i = 0; i < 200; i++) {
                ScheduledTask<Object> echo = echoes.get(i);
                if (i % 40 == 0 && echo.cancelling() > 0) {
                    assertInstanceOf(CancellationException.class, await(Failure.of(echo)));
                } else {
                    assertEquals("message " + i, await(echo));
                }
            }
            assertEquals("PONG", await(redis.send("PING")));
            return Task.done();
        });
    }

    @Test
    void whoWaitsForAListKeepsNobodyWaiting() {
        use(redis -> {
            ScheduledTask<Optional<String>> job = spawn(redis.pop("jobs", Duration.ofSeconds(30)));
            ScheduledTask<Optional<String>> another = spawn(redis.pop("jobs", Duration.ofSeconds(30)));
            while (!((String) await(redis.send("CLIENT", "LIST"))).matches("(?s).*cmd=blpop.*cmd=blpop.*")) {
                await(yieldNow());
            }
            another.cancel();
            await(redis.send("RPUSH", "jobs", "first"));
            assertEquals(Optional.of("first"), await(job));
            return Task.done();
        });
    }

    @Test
    void connectsAnewWhenTheServerWasRestarted() {
        use(redis -> {
            await(redis.set("key", "before"));
            ScheduledTask<Exception> waiting = spawn(Failure.of(redis.send("BLPOP", "none", "0")));
            while (!lookElsewhere().contains("cmd=blpop")) {
                await(yieldNow());
            }
            server.restart();
            assertEquals(
                    "java.io.IOException: the connection to Redis is lost, and with it the reply",
                    await(waiting).toString());
            assertEquals(null, await(redis.get("key")));
            return Task.done();
        });
    }

    /** The list of clients, over a connection of its own. */
    private static String lookElsewhere() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(Resp.command("CLIENT", "LIST"));
            byte[] reply = new byte[10_000];
            return new String(reply, 0, socket.getInputStream().read(reply));
        }
    }

    @Test
    void givesUpAConnectionThatDoesNotAnswerInTime() {
        run(impatient());
    }

    @Async
    private static Task<Void> impatient() {
        try (RedisClient redis = new RedisClient("127.0.0.1", server.port(), Duration.ofMillis(100))) {
            Exception late = await(Failure.of(redis.send("BLPOP", "none", "0")));
            assertEquals(TimeoutException.class, late.getClass());
            while (lookElsewhere().contains("cmd=blpop")) {
                await(yieldNow());
            }
            return Task.done();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesUpInTimeWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Exception failure = assertThrows(Exception.class, () -> run(pingAt(port)));
        assertTrue(failure instanceof IOException || failure instanceof TimeoutException, failure.toString());
    }

    @Async
    private static Task<Object> pingAt(int port) throws IOException, TimeoutException {
        try (RedisClient redis = new RedisClient("127.0.0.1", port, Duration.ofMillis(200))) {
            return redis.send("PING");
        }
    }
}
