// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Coming into a cluster, and going. */
@AsyncTest(seeds = 20)
class JoiningTest {
    private static final Service<String, String> SLOW = Service.of("slow", String.class, String.class);
    private static final EntityKind<String, String> THING = EntityKind.of("thing", String.class, String.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Nodes nodes;

    @BeforeEach
    void begin(SimulatedLoop loop) {
        nodes = new Nodes(loop);
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private static Task<String> slow(String text) {
        await(sleep(SECOND));
        return Task.of(text);
    }

    private static void serve(ClusterNode node) {
        node.serve(SLOW, JoiningTest::slow);
        node.serveEntities(THING, id -> JoiningTest::slow);
    }

    @AsyncTest
    void refusesANameThatIsTaken() {
        await(nodes.join("a"));
        IllegalStateException taken = await(Thrown.by(IllegalStateException.class, nodes.join("a")));
        assertTrue(
                String.valueOf(taken.getMessage()).startsWith("The name a is taken in cluster memory"),
                taken::getMessage);
        await(sleep(SECOND));
        assertEquals(1, nodes.get("a").node().roster().view().peers().size());
    }

    @AsyncTest
    void aMemberIsTheSameInEachList() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        await(sleep(SECOND));
        assertEquals(Set.copyOf(a.members().get()), Set.of(a.member("b"), a.member("a")));
        assertNotEquals(a.member("b"), b.member("b")); // another one asks
        Member before = a.member("b");
        await(b.leave(SECOND));
        await(nodes.join("b"));
        await(sleep(SECOND));
        assertNotEquals(before, a.member("b")); // it is at another address here
    }

    @AsyncTest
    void saysWhyItCannotJoin() {
        await(nodes.join("a"));
        nodes.throwNext();
        IllegalStateException failed = await(Thrown.by(IllegalStateException.class, nodes.join("b")));
        assertTrue(
                String.valueOf(failed.getMessage()).startsWith("Node b cannot join cluster memory: "),
                failed::getMessage);
    }

    @AsyncTest
    void leavesAgainWhenItIsCancelledWhileItJoins(EventLoop loop) {
        ClusterNode a = await(nodes.join("a"));
        for (int turns = 0; turns < 12; turns++) {
            ScheduledTask<ClusterNode> joining =
                    spawn(Cluster.join("memory", ClusterConfig.over(nodes.net.transport(), "b" + turns)));
            for (int i = 0; i < turns; i++) {
                await(yieldNow());
            }
            if (joining.cancel()) {
                await(Thrown.by(CancellationException.class, joining));
            } else {
                await(joining).close();
            }
            await(Nodes.until(a, 1));
        }
        await(sleep(SECOND));
        assertEquals(
                1,
                loop.tasks().stream()
                        .filter(task -> task.name().startsWith("node "))
                        .count());
    }

    @AsyncTest
    void givesWhatItServesTheTimeOfGraceToEnd() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        b.serve(SLOW, JoiningTest::slow);
        b.serveEntities(THING, id -> JoiningTest::slow);
        await(sleep(SECOND));
        ScheduledTask<String> service = spawn(a.ask(SLOW, "tea"));
        ScheduledTask<String> first = spawn(a.entity(THING, "t").ask("cup"));
        ScheduledTask<String> second = spawn(a.entity(THING, "t").ask("milk"));
        await(sleep(Duration.ofMillis(100)));
        await(b.leave(Duration.ofSeconds(10)));
        assertEquals("tea", await(service));
        assertEquals("cup", await(first));
        assertEquals("milk", await(second));
    }

    @AsyncTest
    void handsEntitiesOverWhenItLeaves() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        serve(a);
        serve(b);
        await(sleep(SECOND));
        for (int i = 0; i < 5; i++) {
            ScheduledTask<String> before = spawn(a.entity(THING, "t" + i).ask("before"));
            await(sleep(Duration.ofMillis(20)));
            if (i == 3) {
                spawn(b.leave(Duration.ofSeconds(10)));
                await(sleep(Duration.ofMillis(20)));
            }
            ScheduledTask<String> after = spawn(a.entity(THING, "t" + i).ask("after"));
            assertEquals("before", await(before));
            assertEquals("after", await(after));
        }
    }

    @AsyncTest
    void goesOnToLeaveWhenNobodyWaitsForThat() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        b.serve(SLOW, JoiningTest::slow);
        await(sleep(SECOND));
        ScheduledTask<String> asked = spawn(a.ask(SLOW, "tea"));
        await(sleep(Duration.ofMillis(100)));
        ScheduledTask<Void> leaving = spawn(b.leave(Duration.ofSeconds(10)));
        await(sleep(Duration.ofMillis(100)));
        leaving.cancel();
        assertEquals("tea", await(asked));
        await(Nodes.until(a, 1));
    }

    @AsyncTest
    void endsWhatItHasAskedForWhenItIsClosed() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        serve(b);
        await(sleep(SECOND));
        ScheduledTask<NodeLeft> service = spawn(Thrown.by(NodeLeft.class, a.ask(SLOW, "tea")));
        ScheduledTask<NodeLeft> entity =
                spawn(Thrown.by(NodeLeft.class, a.entity(THING, "t").ask("tea")));
        await(sleep(Duration.ofMillis(100)));
        a.close();
        a.close();
        await(service);
        await(entity);
        await(Thrown.by(IllegalStateException.class, a.ask(SLOW, "tea")));
        await(Nodes.until(b, 1));
        await(sleep(Duration.ofMillis(10)));
        assertEquals(0, b.node().serving().size());
    }

    @AsyncTest
    void goesOnWhenAnotherThreadClosesIt() {
        ClusterNode a = await(nodes.join("a"));
        IllegalStateException refused = await(Thrown.by(IllegalStateException.class, blocking(() -> {
            a.close();
            return a;
        })));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("close() of node a of cluster memory belongs to"),
                refused::getMessage);
        serve(a);
        assertEquals("tea", await(a.ask(SLOW, "tea")));
    }

    @AsyncTest
    void tellsThatNobodyIsThereWhenItLeaves() {
        ClusterNode a = await(nodes.join("a"));
        await(nodes.join("b"));
        await(Nodes.until(a, 2));
        ScheduledTask<List<Member>> waits = spawn(a.members().changed());
        await(yieldNow());
        a.close();
        assertEquals(List.of(), await(waits));
        await(sleep(SECOND));
        assertEquals(List.of(), a.members().get());
    }

    @AsyncTest
    void tellsWhoIsThere() {
        ClusterNode a = await(nodes.join("a"));
        Watch.Observer<List<Member>> members = a.members();
        assertEquals("[a memory:1]", members.get().toString());
        ScheduledTask<List<Member>> changed = spawn(members.changed());
        await(nodes.join("b"));
        assertEquals("[a memory:1, b memory:2]", await(changed).toString());
        nodes.kill("b");
        assertEquals("[a memory:1]", await(members.changed()).toString());
    }
}
