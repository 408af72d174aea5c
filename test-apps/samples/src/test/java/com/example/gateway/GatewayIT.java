// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gateway.Behind.Mood;
import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The gateway, in virtual time on a network in memory, under some seeds. */
@AsyncTest(seeds = 10)
class GatewayIT {
    private static final Limits LIMITS =
            new Limits(3, 2, 30, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(1));

    private Mood mood = Mood.ANSWERS;
    private MemoryNetwork network;
    private Behind behind;
    private LineGateway gateway;
    private Server server;
    private Server serverBehind;

    // region gateway-network
    @BeforeEach
    @Async
    void start() throws IOException {
        network = new MemoryNetwork();
        network.link(Link.normal().latency(Duration.ofMillis(1), Duration.ofMillis(20)));
        behind = new Behind(Duration.ofMillis(100), () -> mood);
        serverBehind = network.host("behind").startServer(behind::serve, "behind", 80);
        gateway = new LineGateway(network.host("gateway"), "behind", 80, LIMITS);
        server = network.host("gateway").startServer(gateway::serve, "gateway", 80);
    }
    // endregion

    @AfterEach
    @Async
    void stop() {
        gateway.drain();
        await(server.stop(Duration.ofSeconds(10)));
        await(serverBehind.stop(Duration.ZERO));
        assertEquals(0, gateway.connections());
    }

    @Async
    private Task<Connection> connect(String client) throws IOException {
        return Task.of(await(network.host(client).openConnection("gateway", 80)));
    }

    @Async
    private Task<String> ask(Connection connection, String request) throws IOException {
        await(Lines.write(connection, request));
        return Task.of(await(Lines.read(connection, 100)).orElse("(the end)"));
    }

    @AsyncTest
    void requestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        Connection ann = await(connect("ann"));
        await(Lines.write(ann, "one\ntwo\nthree"));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(await(Lines.read(ann, 100)).orElseThrow());
        }
        assertEquals(List.of("ONE", "TWO", "THREE"), answers);
        ann.shutdownOutput();
        assertEquals(Optional.empty(), await(Lines.read(ann, 100)));
        assertEquals("3 answered, 0 failed, 0 refused", gateway.toString());
    }

    @AsyncTest
    void aClientTooManyIsToldSoAndTheOthersAreServed() throws IOException {
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < LIMITS.connections(); i++) {
            clients.add(await(connect("client" + i)));
            assertEquals("HI", await(ask(clients.get(i), "hi")));
        }
        Connection late = await(connect("late"));
        assertEquals(Optional.of("! too many connections"), await(Lines.read(late, 100)));
        assertEquals(Optional.empty(), await(Lines.read(late, 100)));
        assertEquals("STILL", await(ask(clients.get(0), "still")));
        clients.get(1).close();
        await(sleep(Duration.ofSeconds(1)));
        assertEquals("NOW", await(ask(await(connect("later")), "now")));
    }

    @AsyncTest
    void aRequestTooManyIsRefusedAndTheNextOneIsAnswered() throws IOException {
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < LIMITS.connections(); i++) {
            clients.add(await(connect("client" + i)));
            await(Lines.write(clients.get(i), "hi"));
        }
        List<String> answers = new ArrayList<>();
        for (Connection client : clients) {
            answers.add(await(Lines.read(client, 100)).orElseThrow());
        }
        answers.sort(null);
        assertEquals(List.of("! too many requests", "HI", "HI"), answers);
        assertEquals("AGAIN", await(ask(clients.get(2), "again")));
    }

    @AsyncTest
    void aLineTooLongIsRefused() throws IOException {
        Connection ann = await(connect("ann"));
        assertEquals("! a line has 30 bytes at most", await(ask(ann, "x".repeat(50))));
        assertEquals("0 answered, 0 failed, 1 refused", gateway.toString());
    }

    /** A close with bytes unread is a reset to whoever still sends, and who fails in that may never read the answer. */
    @AsyncTest
    void aClientThatStillSendsALineTooLongReadsTheAnswer() throws IOException {
        network.link(Link.normal().capacity(100));
        Connection ann = await(connect("ann"));
        assertEquals("! a line has 30 bytes at most", await(ask(ann, "x".repeat(5000))));
        assertEquals(Optional.empty(), await(Lines.read(ann, 100)));
        ann.close();
    }

    // region gateway-late
    @AsyncTest
    void theAnswerThatComesTooLateIsNotTakenForThatOfTheNextRequest() throws IOException {
        Connection ann = await(connect("ann"));
        mood = Mood.ANSWERS_TOO_LATE;
        assertEquals("! no answer in time", await(ask(ann, "one")));
        await(sleep(Duration.ofSeconds(3)));
        mood = Mood.ANSWERS;
        assertEquals("TWO", await(ask(ann, "two")));
    }
    // endregion

    @AsyncTest
    void aServerBehindThatHangsUpOrIsNotThereIsToldAsSuch() throws IOException {
        Connection ann = await(connect("ann"));
        mood = Mood.HANGS_UP;
        assertEquals("! the server behind has hung up", await(ask(ann, "one")));
        await(serverBehind.stop(Duration.ZERO));
        String refused = await(ask(ann, "two"));
        assertTrue(refused.startsWith("! cannot connect to behind:80"), refused);
        network.isolate("behind");
        assertEquals("! no answer in time", await(ask(ann, "three")));
    }

    @AsyncTest
    void drainingHangsUpOnWhoSaysNothingAtOnceAndAnswersWhoHasAsked() throws IOException {
        Connection idle = await(connect("idle"));
        Connection asking = await(connect("asking"));
        assertEquals("HI", await(ask(idle, "hi")));
        await(Lines.write(asking, "wait"));
        await(sleep(Duration.ofMillis(80))); // it is on its way, and takes 100 ms behind the gateway
        long begun = EventLoop.current().nanoTime();
        gateway.drain();
        ScheduledTask<Void> stopping = spawn(server.stop(Duration.ofSeconds(10)));
        assertEquals(Optional.empty(), await(Lines.read(idle, 100)));
        assertTrue(
                EventLoop.current().nanoTime() - begun < Duration.ofMillis(50).toNanos());
        assertEquals(Optional.of("WAIT"), await(Lines.read(asking, 100)));
        assertEquals(Optional.empty(), await(Lines.read(asking, 100)));
        await(stopping);
        assertTrue(
                EventLoop.current().nanoTime() - begun < Duration.ofSeconds(1).toNanos());
    }
}
