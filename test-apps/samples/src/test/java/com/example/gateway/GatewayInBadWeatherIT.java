// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;

/**
 * The gateway under a thousand seeds, on a network on which everything goes wrong: bytes come in pieces and late, connections are refused
 * and reset, ends are closed by half, hosts vanish and come back, the server behind is late or hangs up, and the gateway drains in the
 * middle of it.
 */
class GatewayInBadWeatherIT {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 6;
    private static final Limits LIMITS =
            new Limits(CLIENTS, CLIENTS - 1, 100, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** Within this any request has an answer or an error, for no host is away for longer than {@link #AWAY}. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Duration AWAY = Duration.ofSeconds(8);

    /** How often each ending of a request was seen, under all seeds. */
    private static final Map<String, Integer> SEEN = new TreeMap<>();

    private MemoryNetwork network;
    private boolean isStopped;

    private static RandomGenerator lots() {
        return EventLoop.current().random();
    }

    private static Duration upTo(Duration longest) {
        return Duration.ofNanos(lots().nextLong(longest.toNanos()));
    }

    @AsyncTest(seeds = 1000)
    void noRequestIsLostWithoutAnErrorAndNoneIsAnsweredTwiceAndAllEndsWithTheDraining() throws IOException {
        network = new MemoryNetwork();
        network.link(Link.normal()
                .latency(Duration.ZERO, Duration.ofMillis(200))
                .refusals(0.1)
                .resets(0.02));
        Behind behind = new Behind(Duration.ofMillis(500), Behind::any);
        Server serverBehind = network.host("behind").startServer(behind::serve, "behind", 80);
        LineGateway gateway = new LineGateway(network.host("gateway"), "behind", 80, LIMITS);
        Server server = network.host("gateway").startServer(gateway::serve, "gateway", 80);
        List<ScheduledTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "client" + i;
            network.host(name);
            clients.add(spawn(name, asks(name)));
        }
        ScheduledTask<Void> weather = spawn("weather", weather());
        await(sleep(upTo(Duration.ofSeconds(40))));
        gateway.drain();
        await(server.stop(Duration.ofSeconds(20)));
        isStopped = true;
        assertEquals(0, gateway.connections());
        assertEquals(0, server.connections());
        for (ScheduledTask<Void> client : clients) {
            await(client);
        }
        weather.cancel();
        await(serverBehind.stop(Duration.ZERO));
        behind.asked.forEach((request, times) -> assertEquals(1, times, request));
    }

    /** Asks, and connects again when the connection has ended; until the gateway is no more. */
    @Async
    private Task<Void> asks(String name) {
        int asked = 0;
        while (asked < REQUESTS && !isStopped) {
            try (Connection connection = await(network.host(name).openConnection("gateway", 80))) {
                boolean goesOn = true;
                while (goesOn && asked < REQUESTS) {
                    goesOn = await(asks(connection, name + '-' + asked++));
                    await(sleep(upTo(Duration.ofSeconds(2))));
                }
                connection.shutdownOutput(); // and nothing comes any more
                assertEquals(Optional.empty(), await(waitFor(Lines.read(connection, 100), LONGEST)));
            } catch (IOException told) {
                saw(told.getClass().getSimpleName());
                await(sleep(upTo(Duration.ofSeconds(2))));
            } catch (TimeoutException untold) {
                return fail(name + " waits for the end of its connection");
            }
        }
        return Task.done();
    }

    // region gateway-asks
    /** Asks, and returns whether the connection is still there. */
    @Async
    private Task<Boolean> asks(Connection connection, String request) throws IOException {
        await(Lines.write(connection, request));
        try {
            Optional<String> answer = await(waitFor(Lines.read(connection, 100), LONGEST));
            answer.filter(line -> !line.startsWith("! ")).ifPresent(line -> assertEquals(request.toUpperCase(), line));
            saw(answer.map(line -> line.startsWith("! ") ? line.replaceAll("connect.*", "connect") : "an answer")
                    .orElse("the end"));
            return Task.of(answer.isPresent());
        } catch (TimeoutException lost) {
            return fail(request + " is lost");
        }
    }
    // endregion

    private static void saw(String ending) {
        SEEN.merge(ending, 1, Integer::sum);
    }

    // region gateway-weather
    /** Breaks something now and then, and mends it. */
    @Async
    private Task<Void> weather() {
        while (true) {
            await(sleep(upTo(Duration.ofSeconds(10))));
            String client = "client" + lots().nextInt(CLIENTS);
            switch (lots().nextInt(5)) {
                case 0 -> network.isolate(client);
                case 1 -> network.isolate("behind");
                case 2 -> network.cutOneWay("gateway", lots().nextBoolean() ? client : "behind");
                case 3 -> network.reset("gateway", lots().nextBoolean() ? client : "behind");
                default -> network.cut(client, "gateway");
            }
            await(sleep(upTo(AWAY)));
            network.heal();
        }
    }
    // endregion

    /** A test in which nothing goes wrong would say nothing. */
    @AfterAll
    static void allOfThatHasHappened() {
        for (String ending : List.of(
                "an answer",
                "the end",
                "! no answer in time",
                "! the server behind has hung up",
                "! too many requests",
                "! cannot connect")) {
            assertTrue(SEEN.getOrDefault(ending, 0) > 10, () -> ending + " of " + SEEN);
        }
        assertTrue(SEEN.keySet().stream().anyMatch(ending -> ending.endsWith("Exception")), SEEN::toString);
    }
}
