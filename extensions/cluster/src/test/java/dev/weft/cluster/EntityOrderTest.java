// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What one node sends to an entity comes in order, wherever that is by then. */
@AsyncTest(seeds = 60)
class EntityOrderTest {
    private static final EntityKind<String, Integer> LOG = EntityKind.of("log", String.class, Integer.class);

    private SimulatedLoop loop;
    private Nodes nodes;

    /** The last number that came, by sender and entity. */
    private final Map<String, Integer> last = new HashMap<>();

    private final List<String> overtaken = new ArrayList<>();
    private final Map<String, Integer> sent = new HashMap<>();

    @BeforeEach
    void begin(SimulatedLoop itsLoop) {
        loop = itsLoop;
        nodes = new Nodes(itsLoop);
        nodes.net.slow(Duration.ofMillis(30), Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private Task<Integer> note(String id, String message) {
        int dash = message.indexOf('-');
        String line = message.substring(0, dash) + " to " + id;
        int number = Integer.parseInt(message.substring(dash + 1));
        Integer before = last.put(line, number);
        if (before != null && before > number) {
            overtaken.add(line + ": " + number + " after " + before);
        }
        await(sleep(Duration.ofMillis(loop.random().nextInt(20))));
        return Task.of(number);
    }

    private void serve(ClusterNode node) {
        node.serveEntities(LOG, id -> message -> note(id, message));
    }

    @Async
    private Task<Void> tell(String from, String id) {
        int number = sent.merge(from + " to " + id, 1, Integer::sum);
        try {
            await(nodes.get(from).entity(LOG, id).ask(from + "-" + number));
        } catch (ClusterException | CancellationException lost) {
            return Task.done(); // what comes of it is not the question
        }
        return Task.done();
    }

    @AsyncTest
    void handlesWhatOneNodeSendsInOrderWhileMembersComeAndGo() {
        for (String name : List.of("a", "b", "c", "d")) {
            serve(await(nodes.join(name)));
        }
        ScheduledTask<Void> chaos = spawn(new Chaos(loop, nodes, this::serve, "c", "d").come(10, 400));
        List<ScheduledTask<Void>> telling = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            telling.add(spawn(tell(i % 3 == 0 ? "b" : "a", "l" + loop.random().nextInt(3))));
            await(sleep(Duration.ofMillis(loop.random().nextInt(20))));
            if (i % 20 == 0) {
                telling.get(loop.random().nextInt(telling.size())).cancel();
            }
        }
        await(chaos);
        await(sleep(Duration.ofMinutes(1)));
        assertEquals(List.of(), overtaken);
    }
}
