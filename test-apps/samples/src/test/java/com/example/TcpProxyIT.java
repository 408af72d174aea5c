// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import dev.weft.net.Server;
import dev.weft.testing.Host;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The proxy between hosts of a network in memory: what TCP may do to it, by seed. */
class TcpProxyIT {
    private static final String TEXT = "a line of some length\n".repeat(2000);

    // region proxy-in-memory
    @AsyncTest(seeds = 20)
    void anAnswerComesThroughSlowWaysInSmallPieces() throws IOException {
        MemoryNetwork network = new MemoryNetwork();
        network.link(Link.normal().capacity(1000).latency(Duration.ofMillis(1), Duration.ofMillis(50)));
        Server counter = network.host("counter").startServer(TcpProxy::count, "counter", 80);
        Server proxy = TcpProxy.start(network.host("proxy"), "proxy", 8888, "counter", 80);
        assertEquals("2000 lines", await(TcpProxy.ask(network.host("client"), "proxy", 8888, TEXT)));
        await(proxy.stop(Duration.ofMinutes(1)));
        await(counter.stop(Duration.ofMinutes(1)));
    }
    // endregion

    @AsyncTest
    void aClientThatVanishesCostsFiveMinutes() throws IOException {
        List<Throwable> failures = new ArrayList<>();
        EventLoop.current().setExceptionHandler((UnseenFailure failure) -> failures.add(failure.failure()));
        MemoryNetwork network = new MemoryNetwork();
        Host client = network.host("client");
        Server counter = network.host("counter").startServer(TcpProxy::count, "counter", 80);
        Server proxy = TcpProxy.start(network.host("proxy"), "proxy", 8888, "counter", 80);
        Connection connection = await(client.openConnection("proxy", 8888));
        await(connection.write(new byte[10]));
        await(sleep(Duration.ofSeconds(1)));
        network.isolate("client");
        await(sleep(Duration.ofMinutes(4)));
        assertEquals(1, proxy.connections());
        await(sleep(Duration.ofMinutes(2)));
        assertEquals(0, proxy.connections());
        assertEquals(0, counter.connections());
        assertTrue(failures.get(0) instanceof TimeoutException, failures::toString);
        connection.close();
        await(proxy.stop(Duration.ofMinutes(1)));
        await(counter.stop(Duration.ofMinutes(1)));
    }

    /** Answers in part. */
    @Async
    static Task<Void> breakOff(Connection connection) throws IOException {
        await(connection.write(new byte[10]));
        await(connection.read(1));
        connection.reset();
        return Task.done();
    }

    @AsyncTest(seeds = 10)
    void whatIsCutOffIsNotTakenForAll() throws IOException {
        EventLoop.current().setExceptionHandler((UnseenFailure failure) -> {}); // the proxy's task fails by it
        MemoryNetwork network = new MemoryNetwork();
        Server cutting = network.host("server").startServer(TcpProxyIT::breakOff, "server", 80);
        Server proxy = TcpProxy.start(network.host("proxy"), "proxy", 8888, "server", 80);
        try (Connection client = await(network.host("client").openConnection("proxy", 8888))) {
            await(client.readExactly(10));
            await(client.write(new byte[1]));
            try {
                await(client.read(1));
                fail("an end, where the answer was cut off");
            } catch (ConnectionResetException told) {
                await(proxy.idle());
            }
        }
        await(proxy.stop(Duration.ofMinutes(1)));
        await(cutting.stop(Duration.ofMinutes(1)));
    }
}
