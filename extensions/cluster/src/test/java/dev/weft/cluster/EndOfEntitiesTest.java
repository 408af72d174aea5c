// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Entities that have nothing left to keep, and those that are taken away. */
@AsyncTest(seeds = 5)
class EndOfEntitiesTest {
    private static final EntityKind<String, Integer> ROOM = EntityKind.of("room", String.class, Integer.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Nodes nodes;
    private final List<String> happened = new ArrayList<>();

    @BeforeEach
    void begin(SimulatedLoop loop) {
        nodes = new Nodes(loop);
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    /** Over when nobody is in it. Who says +name comes, and -name goes; "stay" lasts for a long time. */
    private final class Room implements Entity<String, Integer> {
        private final TreeSet<String> users = new TreeSet<>();

        Room(String id) {
            happened.add("makes " + id);
        }

        @Override
        @Async
        public Task<Integer> receive(String message) {
            if (message.startsWith("+")) {
                users.add(message.substring(1));
            } else if (message.startsWith("-")) {
                users.remove(message.substring(1));
            } else {
                await(stay());
            }
            await(sleep(Duration.ofMillis(50)));
            return Task.of(users.size());
        }

        @Async
        private Task<Void> stay() {
            try {
                await(sleep(Duration.ofHours(1)));
            } finally {
                await(sleep(Duration.ofMillis(10)));
                happened.add("stayed");
            }
            return Task.done();
        }

        @Override
        public boolean isOver() {
            if (users.contains("broken")) {
                throw new IllegalStateException("nobody knows");
            }
            return users.isEmpty();
        }

        @Override
        public void dropped() {
            happened.add("dropped with " + users.size());
            if (users.contains("loud")) {
                throw new IllegalStateException("not now");
            }
        }
    }

    @Async
    private Task<EntityRef<String, Integer>> room() {
        ClusterNode node = await(nodes.join("a"));
        node.serveEntities(ROOM, Room::new);
        return Task.of(node.entity(ROOM, "x"));
    }

    @AsyncTest
    void dropsOneThatIsOver() {
        EntityRef<String, Integer> room = await(room());
        await(room.ask("+ann"));
        await(room.ask("-ann"));
        assertEquals(List.of("makes x", "dropped with 0"), happened);
        assertEquals(0, nodes.get("a").node().hosting().size());
        assertEquals(1, await(room.ask("+bob")));
        assertEquals(List.of("makes x", "dropped with 0", "makes x"), happened);
    }

    @AsyncTest
    void keepsOneThatIsOverForTheMessageThatWaits() {
        EntityRef<String, Integer> room = await(room());
        await(room.ask("+ann"));
        await(gather(room.ask("-ann"), room.ask("+bob")));
        assertEquals(List.of("makes x"), happened);
    }

    @AsyncTest
    void keepsOneThatCannotSayWhetherItIsOver() {
        EntityRef<String, Integer> room = await(room());
        try (LogRecords log = new LogRecords()) {
            assertEquals(1, await(room.ask("+broken")));
            assertEquals(2, await(room.ask("+ann")));
            assertEquals(
                    "Entity room x cannot say whether it is over.",
                    log.messages().get(0));
        }
        assertEquals(List.of("makes x"), happened);
    }

    @AsyncTest
    void tellsAllWhenTheirNodeLeaves() {
        EntityRef<String, Integer> room = await(room());
        await(room.ask("+loud"));
        await(nodes.get("a").entity(ROOM, "y").ask("+ann"));
        try (LogRecords log = new LogRecords()) {
            await(nodes.get("a").leave(SECOND));
            assertEquals(List.of("Entity room x failed when it was told that it is dropped."), log.messages());
        }
        assertEquals(List.of("makes x", "makes y", "dropped with 1", "dropped with 1"), happened);
    }

    @AsyncTest
    void tellsOneThatItIsDroppedWhenItsMessageHasEnded() {
        EntityRef<String, Integer> room = await(room());
        await(room.ask("+ann"));
        ScheduledTask<NodeLeft> staying = spawn(Thrown.by(NodeLeft.class, room.ask("stay")));
        await(sleep(SECOND));
        nodes.get("a").node().hosting().dropAll("the test says so");
        assertEquals(List.of("makes x"), happened);
        assertInstanceOf(NodeLeft.class, await(staying));
        assertEquals(List.of("makes x", "stayed", "dropped with 1"), happened);
    }
}
