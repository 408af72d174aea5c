// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.cluster.testing.MemoryCluster;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a test of a user does with a cluster in memory. */
@AsyncTest(seeds = 5)
class MemoryClusterTest {
    private static final Service<String, String> ECHO = Service.of("echo", String.class, String.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private MemoryCluster net;
    private ClusterNode a;
    private ClusterNode b;

    @BeforeEach
    @Async
    void begin(SimulatedLoop loop) {
        net = new MemoryCluster(loop).slow(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(200));
        a = await(Cluster.join("echoes", net.node("a")));
        b = await(Cluster.join("echoes", net.node("b")));
        b.serve(ECHO, MemoryClusterTest::echo);
        await(sleep(SECOND));
    }

    @AfterEach
    @Async
    void end() {
        net.heal();
        await(a.leave(Duration.ZERO));
        await(b.leave(Duration.ZERO));
    }

    @Async
    private static Task<String> echo(String text) {
        await(sleep(Duration.ofMillis(text.length())));
        return Task.of(text);
    }

    @AsyncTest
    void hasItsNodesAskOneAnother() {
        assertEquals("hello", await(a.ask(ECHO, "hello")));
    }

    @AsyncTest
    void killsANode() {
        net.kill("b");
        await(Thrown.by(NodeLeft.class, a.ask(ECHO, "hello"))); // nobody has noticed yet
        await(sleep(SECOND));
        assertEquals("[a memory:1]", a.members().get().toString());
        await(Thrown.by(NotServed.class, a.ask(ECHO, "hello")));
    }

    @AsyncTest
    void stopsANodeUntilItGoesOn() {
        net.stop("b");
        await(sleep(SECOND));
        await(Thrown.by(NotServed.class, a.ask(ECHO, "hello")));
        net.goOn("b");
        await(sleep(SECOND));
        assertEquals("hello", await(a.ask(ECHO, "hello")));
    }

    @AsyncTest
    void partsAndHealsTheNetwork() {
        net.part("b");
        await(sleep(SECOND));
        assertEquals(1, a.members().get().size());
        assertEquals(1, b.members().get().size());
        net.heal();
        await(sleep(SECOND));
        assertEquals("hello", await(a.ask(ECHO, "hello")));
    }

    @AsyncTest
    void cutsTheNetworkWithoutANotice() {
        net.cut("b");
        await(Thrown.by(RequestTimeout.class, a.ask(ECHO, "hello", SECOND)));
        assertEquals(2, a.members().get().size());
    }

    @AsyncTest
    void knowsANameAgain() {
        net.kill("b");
        b.close();
        b = await(Cluster.join("echoes", net.node("b")));
        await(sleep(SECOND));
        assertEquals("[a memory:1, b memory:3]", a.members().get().toString());
        net.kill("b");
        await(sleep(SECOND));
        assertEquals("[a memory:1]", a.members().get().toString());
    }

    @AsyncTest
    void refusesANameThatNobodyHas() {
        assertThrows(IllegalArgumentException.class, () -> net.kill("c"));
    }
}
