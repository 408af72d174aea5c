// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.cluster.testing.Views;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Who acts for an entity, in a cluster that falls apart and comes together again. */
@AsyncTest(seeds = 40)
class OwnersTest {
    private static final EntityKind<String, Integer> THING = EntityKind.of("thing", String.class, Integer.class);

    private SimulatedLoop loop;
    private Nodes nodes;

    /** The entities that something is done for just now, and by whom. */
    private final Map<String, String> acting = new HashMap<>();

    private final Set<String> overlaps = new HashSet<>();
    private int handled;

    @BeforeEach
    void begin(SimulatedLoop itsLoop) {
        loop = itsLoop;
        nodes = new Nodes(itsLoop);
        nodes.net.slow(Duration.ofMillis(40), Duration.ofMillis(400), Duration.ofMillis(600));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    /** Counts what it was told, and notes from which node it acts, and when another one does so, too. */
    private final class Thing implements Entity<String, Integer> {
        private final String id;
        private final String node;
        private int count;

        Thing(String id, String node) {
            this.id = id;
            this.node = node;
        }

        @Override
        @Async
        public Task<Integer> receive(String message) {
            String other = acting.put(id, node);
            if (other != null) {
                overlaps.add(id + " on " + other + " and " + node + " at " + loop.nanoTime());
            }
            try {
                count++;
                handled++;
                await(sleep(Duration.ofMillis(loop.random().nextInt(100))));
            } finally {
                acting.remove(id, node);
            }
            return Task.of(count);
        }
    }

    private void serve(ClusterNode node) {
        node.serveEntities(THING, id -> new Thing(id, node.name()));
    }

    @Async
    private Task<Void> begin(String... names) {
        for (String name : names) {
            serve(await(nodes.join(name)));
        }
        return Task.done();
    }

    @Async
    private Task<Void> told(String from, String id) {
        try {
            await(nodes.get(from).entity(THING, id).ask("go on", Duration.ofSeconds(3)));
        } catch (ClusterException | IllegalStateException lost) {
            return Task.done();
        }
        return Task.done();
    }

    @Async
    private Task<Void> tell(String... from) {
        List<ScheduledTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            for (String name : from) {
                all.add(spawn(told(name, "t" + loop.random().nextInt(3))));
            }
            await(sleep(Duration.ofMillis(loop.random().nextInt(100))));
        }
        for (ScheduledTask<Void> each : all) {
            await(each);
        }
        return Task.done();
    }

    @AsyncTest
    void hasOneOwnerAtAnyInstantWithAMajority() {
        nodes.with(config -> config.majority(3).lease(Duration.ofMillis(300)));
        await(begin("a", "b", "c"));
        ScheduledTask<Void> telling = spawn(tell("a", "b", "c"));
        for (int i = 0; i < 12; i++) {
            String one = List.of("a", "b", "c").get(loop.random().nextInt(3));
            boolean stops = loop.random().nextBoolean();
            if (stops) {
                nodes.net.stop(one);
            } else {
                nodes.net.part(one);
            }
            await(sleep(Duration.ofMillis(loop.random().nextInt(900))));
            if (stops) {
                nodes.net.goOn(one);
            } else {
                nodes.net.heal();
            }
            await(sleep(Duration.ofMillis(loop.random().nextInt(600))));
        }
        await(telling);
        assertEquals(Set.of(), overlaps);
        assertTrue(handled > 0, "nobody owned anything");
    }

    /** An entity that a owns among three, and b when a is not there. */
    private String ownedByA() {
        Roster roster = nodes.get("a").node().roster();
        String b = nodes.get("b").node().self().id();
        String c = nodes.get("c").node().self().id();
        int number = 0;
        while (!nodes.get("a").node().self().equals(roster.owner("thing", "t" + number))
                || Placement.weight(b, "thing", "t" + number) < Placement.weight(c, "thing", "t" + number)) {
            number++;
        }
        return "t" + number;
    }

    @Async
    private Task<Void> tellBoth(String id, int millis) {
        for (int i = 0; i < millis / 10; i++) {
            spawn(told("a", id));
            spawn(told("b", id));
            await(sleep(Duration.ofMillis(10)));
        }
        return Task.done();
    }

    /** The others go on without a, which does not notice, and come back to it one after the other. */
    @AsyncTest
    void givesUpWhatMayHaveBeenAnothersInAnEpochThatItHasMissed() {
        nodes.net.slow(Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMillis(600));
        nodes.with(config -> config.majority(3).lease(Duration.ofMillis(300)));
        await(begin("a", "b", "c"));
        await(sleep(Duration.ofSeconds(2)));
        String id = ownedByA();
        await(tellBoth(id, 100));
        Views without = new Views(nodes.net, 1000, "b", "c");
        Views again = new Views(nodes.net, 1001, "a", "b", "c");
        without.to("b");
        without.to("c");
        await(tellBoth(id, 180));
        again.to("c");
        again.to("a");
        await(tellBoth(id, 500));
        again.to("b");
        await(tellBoth(id, 1500));
        await(sleep(Duration.ofSeconds(5)));
        assertEquals(Set.of(), overlaps);
    }
}
