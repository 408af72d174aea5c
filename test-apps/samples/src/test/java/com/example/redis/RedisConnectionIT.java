// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.sync.Latch;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection against a server in the same loop that does what a real one rarely does. */
@Timeout(60) // what a broken connection would wait for never comes
class RedisConnectionIT {
    private static final String LOST = "java.io.IOException: the connection to Redis is lost, and with it the reply";

    /** What a test does with a connection. */
    private interface Use {
        Task<Void> of(RedisConnection redis) throws Exception;
    }

    private static void use(ConnectionHandler server, Use use) {
        run(using(server, use));
    }

    @Async
    private static Task<Void> using(ConnectionHandler handler, Use use) {
        try (Server server = Tcp.startServer(handler, "127.0.0.1", 0);
                RedisConnection redis = new RedisConnection(await(Tcp.openConnection(server.localAddress())))) {
            return Task.of(await(use.of(redis)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it has got so many commands of one word, and gives the last one. */
    @Async
    private static Task<String> hear(Connection connection, int commands) throws IOException {
        String line = "";
        for (int i = 0; i < 3 * commands; i++) {
            line = new String(await(connection.readUntil("\r\n".getBytes(UTF_8), 10_000_000)), UTF_8);
        }
        return Task.of(line.strip());
    }

    @Async
    private static Task<Void> say(Connection connection, String bytes) throws IOException {
        return Task.of(await(connection.write(bytes.getBytes(UTF_8))));
    }

    @Test
    void readsRepliesThatComeByteByByte() {
        use(
                connection -> {
                    await(hear(connection, 3));
                    for (char each : "*3\r\n:1\r\n$2\r\na\r\r\n$-1\r\n-ERR no\r\n+OK\r\n".toCharArray()) {
                        await(say(connection, String.valueOf(each)));
                        await(yieldNow());
                    }
                    return Task.done();
                },
                redis -> {
                    ScheduledTask<Object> list = spawn(redis.send("LIST"));
                    ScheduledTask<Exception> error = spawn(Failure.of(redis.send("WRONG")));
                    ScheduledTask<Object> ok = spawn(redis.send("RIGHT"));
                    assertEquals(java.util.Arrays.asList(1L, "a\r", null), await(list));
                    assertEquals("OK", await(ok));
                    assertEquals(
                            "com.example.redis.RedisException: ERR no",
                            await(error).toString());
                    return Task.done();
                });
    }

    @Test
    void aCancelledCallerLeavesItsPlaceInTheOrderOfTheReplies() {
        Latch heard = new Latch(1);
        Latch cancelled = new Latch(1);
        use(
                connection -> {
                    await(hear(connection, 3));
                    heard.countDown();
                    await(cancelled.untilOpen());
                    return say(connection, "+first\r\n+second\r\n+third\r\n");
                },
                redis -> {
                    ScheduledTask<Object> first = spawn(redis.send("A"));
                    ScheduledTask<Object> second = spawn(redis.send("B"));
                    ScheduledTask<Object> third = spawn(redis.send("C"));
                    await(heard.untilOpen());
                    second.cancel();
                    cancelled.countDown();
                    assertEquals("first", await(first));
                    assertEquals("third", await(third));
                    assertInstanceOf(CancellationException.class, await(Failure.of(second)));
                    return Task.done();
                });
    }

    /** The first command is more than the system takes, so the others wait until the server reads. */
    @Test
    void whatIsCancelledBeforeItIsSentIsNotSent() {
        Latch read = new Latch(1);
        use(
                connection -> {
                    await(read.untilOpen());
                    await(hear(connection, 1));
                    return say(connection, "+large\r\n+after " + await(hear(connection, 1)) + "\r\n");
                },
                redis -> {
                    ScheduledTask<Object> large = spawn(redis.send("x".repeat(8_000_000)));
                    await(yieldNow());
                    await(yieldNow());
                    ScheduledTask<Object> never = spawn(redis.send("A"));
                    ScheduledTask<Object> next = spawn(redis.send("B"));
                    await(yieldNow());
                    never.cancel();
                    read.countDown();
                    assertEquals("large", await(large));
                    assertEquals("after B", await(next));
                    return Task.done();
                });
    }

    @Test
    void failsAllWhoWaitWhenTheServerEndsInTheMiddleOfAReply() {
        use(
                connection -> {
                    await(hear(connection, 2));
                    await(say(connection, "$10\r\nabc"));
                    connection.shutdownOutput();
                    await(connection.read(1)); // the client closes
                    return Task.done();
                },
                redis -> {
                    for (Exception lost :
                            await(gather(List.of(Failure.of(redis.send("A")), Failure.of(redis.send("B")))))) {
                        assertEquals(LOST, lost.toString());
                        assertEquals(EOFException.class, lost.getCause().getClass());
                    }
                    assertFalse(redis.isOpen());
                    assertEquals(
                            "java.io.IOException: not connected to Redis any more",
                            await(Failure.of(redis.send("C"))).toString());
                    return Task.done();
                });
    }

    @Test
    void failsAllWhoWaitWhenTheConnectionIsReset() {
        use(
                connection -> {
                    await(connection.readExactly(1));
                    connection.reset();
                    return Task.done();
                },
                redis -> {
                    assertEquals(
                            LOST,
                            await(Failure.of(gather(redis.send("A"), redis.send("B"))))
                                    .toString());
                    return Task.done();
                });
    }

    @Test
    void failsWhoWaitsWhenItIsClosed() {
        use(
                connection -> {
                    await(hear(connection, 2));
                    return Task.done();
                },
                redis -> {
                    ScheduledTask<Exception> waiting = spawn(Failure.of(redis.send("A")));
                    await(yieldNow());
                    redis.close();
                    assertEquals(LOST, await(waiting).toString());
                    return Task.done();
                });
    }
}
