// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.DatagramNetwork;
import dev.weft.net.Udp;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** The echo of datagrams, both ways, on a network in memory that loses some of them, and over UDP. */
class UdpEchoIT {
    // region udp-lossy
    @AsyncTest(seeds = 10)
    void anAnswerComesThoughDatagramsAreLost() throws IOException {
        MemoryNetwork network = new MemoryNetwork();
        network.link(Link.normal().losses(0.1).duplicates(0.1).latency(Duration.ofMillis(1), Duration.ofMillis(50)));
        ScheduledTask<Void> server = spawn(UdpEchoServer.serve(network.host("server"), 9999, false));
        try (DatagramEndpoint client = network.host("client").openEndpoint()) {
            await(client.connect("server", 9999));
            assertEquals("hello", await(UdpEchoClient.ask(client, "hello")));
        }
        await(end(server));
    }
    // endregion

    // region udp-group
    @Async
    private static Task<String> hears(DatagramNetwork network, InetSocketAddress group) throws IOException {
        try (DatagramEndpoint endpoint = network.openEndpoint("0.0.0.0", group.getPort())) {
            endpoint.join(group.getAddress());
            return Task.of(new String(await(endpoint.receive()).payload(), UTF_8));
        }
    }

    @AsyncTest(seeds = 10)
    void allInTheGroupHearOfTheServerThoughDatagramsAreLost() throws IOException {
        MemoryNetwork network = new MemoryNetwork();
        network.link(Link.normal().losses(0.2).latency(Duration.ofMillis(1), Duration.ofMillis(50)));
        InetSocketAddress group = new InetSocketAddress("239.7.7.7", 7777);
        ScheduledTask<String> ann = spawn(hears(network.host("ann"), group));
        ScheduledTask<String> bob = spawn(hears(network.host("bob"), group));
        try (DatagramEndpoint server = network.host("server").openEndpoint()) {
            while (!ann.isReady() || !bob.isReady()) {
                await(server.send("here".getBytes(UTF_8), group));
                await(sleep(Duration.ofSeconds(1)));
            }
        }
        assertEquals("here here", await(ann) + " " + await(bob));
    }
    // endregion

    @AsyncTest(seeds = 10)
    void theClientTalksToBothServersInMemory() throws IOException {
        for (boolean inBatches : new boolean[] {false, true}) {
            MemoryNetwork network = new MemoryNetwork();
            ScheduledTask<Void> server = spawn(UdpEchoServer.serve(network.host("server"), 9999, inBatches));
            await(yieldNow()); // it opens its endpoint
            await(UdpEchoClient.talk(network.host("client"), "server", 9999));
            await(end(server));
        }
    }

    @AsyncTest(virtualTime = false)
    void theServerOfBatchesAnswersOverUdp() throws IOException {
        DatagramEndpoint free = Udp.openEndpoint("127.0.0.1", 0);
        int port = free.localAddress().getPort();
        free.close();
        await(sleep(Duration.ofMillis(1))); // the socket is let go in a turn
        ScheduledTask<Void> server = spawn(UdpEchoServer.serve(Udp.network(), port, true));
        await(yieldNow()); // it opens its endpoint
        await(UdpEchoClient.talk(Udp.network(), "127.0.0.1", port));
        await(end(server));
    }

    @AsyncTest
    void whoAsksWhereNobodyReceivesIsTold() throws IOException {
        MemoryNetwork network = new MemoryNetwork();
        network.host("server");
        try (DatagramEndpoint client = network.host("client").openEndpoint()) {
            await(client.connect("server", 9999));
            String answer;
            try {
                answer = await(UdpEchoClient.ask(client, "hello"));
            } catch (PortUnreachableException e) {
                answer = e.getMessage();
            }
            assertEquals("nobody receives at server:9999 (endpoint client:49153->server:9999)", answer);
        }
    }

    @Async
    private static Task<Void> end(ScheduledTask<Void> server) {
        server.cancel();
        try {
            await(server);
        } catch (CancellationException e) {
            // as it was asked to
        }
        return Task.done();
    }
}
