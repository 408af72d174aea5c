// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.net.Connection;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The addresses of a host, and from which threads a network is used. */
@Timeout(60)
class HostTest {
    private static final int FREE_PORTS = 65_536 - 49_152;

    private final EventLoop loop = EventLoop.simulated(1);
    private final MemoryNetwork network = new MemoryNetwork(loop);

    @AfterEach
    void close() {
        loop.close();
    }

    private void call(LoopFixture.Code code) {
        loop.run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    private static String messageOf(Class<? extends Throwable> type, Executable code) {
        return String.valueOf(assertThrows(type, code).getMessage());
    }

    // ------------------------------------------------------------------ ports

    @Test
    void noTwoOpenConnectionsHaveTheSameAddresses() throws Exception {
        List<MemoryNetwork.Pair> pairs = new ArrayList<>();
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (int i = 0; i < FREE_PORTS; i++) {
            MemoryNetwork.Pair pair = network.pair();
            pairs.add(pair);
            addresses.add(pair.left().localAddress());
            addresses.add(pair.right().localAddress());
        }
        assertEquals(2 * FREE_PORTS, addresses.size());
        String full = "Cannot assign requested address: all 16384 free ports of host left are taken";
        assertTrue(messageOf(IllegalStateException.class, network::pair).endsWith(full));
        network.host("server").startServer(connection -> Task.done(), "server", 80);
        Host left = network.host("left");
        assertEquals(
                "cannot connect to server:80 from left: " + full,
                messageOf(ConnectException.class, () -> loop.run(left.openConnection("server", 80))));
        assertEquals(
                full, messageOf(BindException.class, () -> left.startServer(connection -> Task.done(), "left", 0)));
        InetSocketAddress freed = pairs.get(7).left().localAddress();
        call(() -> {
            pairs.get(7).left().close();
            pairs.get(7).right().close();
        });
        Connection next = loop.run(left.openConnection("server", 80));
        assertEquals(freed, next.localAddress());
    }

    @Test
    void aResetGivesThePortsBackOnce() {
        MemoryNetwork.Pair reset = network.pair();
        network.reset("left", "right");
        for (int i = 1; i < FREE_PORTS; i++) {
            network.pair();
        }
        assertEquals(reset.left().localAddress(), network.pair().left().localAddress());
        call(reset.left()::close);
        call(reset.right()::close);
        assertThrows(IllegalStateException.class, network::pair);
    }

    // ------------------------------------------------------------------ threads

    private static Task<Void> greet(Connection connection) {
        return Script.of((step, last) -> step == 0 ? connection.write(new byte[] {7}) : null);
    }

    @Test
    void aServerMayBeStartedBeforeTheLoopRuns() throws Exception {
        network.host("server").startServer(HostTest::greet, "server", 80);
        Connection connection = loop.run(network.host("client").openConnection("server", 80));
        assertEquals(7, loop.run(connection.readExactly(1))[0]);
    }

    @Test
    void anotherThreadIsRefusedWhileTheLoopRuns() {
        call(() -> {
            for (Executable use : List.<Executable>of(
                    network::pair,
                    () -> network.host("a"),
                    () -> network.link(Link.normal()),
                    () -> network.cut("a", "a"),
                    () -> network.isolate("a"),
                    network::heal,
                    loop::random)) {
                FutureTask<String> used = new FutureTask<>(() -> messageOf(IllegalStateException.class, use));
                Thread other = new Thread(used);
                other.start();
                other.join();
                String refusal = used.get();
                assertTrue(refusal.contains("belongs to the thread of its event loop"), refusal);
            }
        });
    }

    @Test
    void aNetworkWhoseLoopIsClosedIsOver() {
        Host host = network.host("a");
        loop.close();
        for (Executable use : List.<Executable>of(
                network::pair, () -> network.host("a"), () -> host.startServer(connection -> Task.done(), "a", 80))) {
            assertTrue(messageOf(IllegalStateException.class, use).contains("closed"));
        }
    }

    @Test
    void hostsAreAddedBeforeTheyAreNamed() {
        network.host("a");
        for (Executable use : List.<Executable>of(
                () -> network.link("a", "b", Link.normal()),
                () -> network.cut("a", "b"),
                () -> network.cutOneWay("b", "a"),
                () -> network.isolate("b"),
                () -> network.heal("a", "b"),
                () -> network.reset("a", "b"))) {
            assertTrue(messageOf(IllegalArgumentException.class, use).contains("there is no host \"b\""));
        }
    }
}
