// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
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

/** Whatever happens to nodes and to what they say, a request runs once at most, ends, and is told truly what became of it. */
@AsyncTest(seeds = 60)
class AtMostOnceTest {
    private static final Service<Integer, Integer> COUNT = Service.of("count", Integer.class, Integer.class);
    private static final EntityKind<Integer, Integer> COUNTER = EntityKind.of("counter", Integer.class, Integer.class);

    private final Map<Integer, Integer> runs = new HashMap<>();
    private final Map<Integer, String> outcomes = new HashMap<>();
    private SimulatedLoop loop;
    private Nodes nodes;

    @BeforeEach
    void begin(SimulatedLoop itsLoop) {
        loop = itsLoop;
        nodes = new Nodes(itsLoop);
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private Task<Integer> count(Integer request) {
        runs.merge(request, 1, Integer::sum);
        await(sleep(Duration.ofMillis(loop.random().nextInt(30))));
        return Task.of(request);
    }

    private void serve(ClusterNode node) {
        node.serve(COUNT, this::count);
        node.serveEntities(COUNTER, id -> this::count);
    }

    @Async
    private Task<Void> begin(String... names) {
        for (String name : names) {
            serve(await(nodes.join(name)));
        }
        return Task.done();
    }

    private Awaitable<Integer> request(int id) {
        ClusterNode asker = nodes.get(id % 2 == 0 ? "a" : "b");
        Duration timeout = id % 5 == 0 ? Duration.ofMillis(40) : Duration.ofHours(1);
        return switch (loop.random().nextInt(3)) {
            case 0 -> asker.ask(COUNT, id, timeout);
            case 1 -> asker.member(loop.random().nextBoolean() ? "b" : "c").ask(COUNT, id, timeout);
            default -> asker.entity(COUNTER, "e" + loop.random().nextInt(4)).ask(id, timeout);
        };
    }

    /** Asks, and notes what became of it. */
    @Async
    private Task<Void> asked(int id) {
        String outcome;
        try {
            assertEquals(id, await(request(id)));
            outcome = "answered";
        } catch (ClusterException told) {
            outcome = told.getClass().getSimpleName();
        } catch (CancellationException cancelled) {
            outcome = "cancelled";
        } catch (IllegalStateException closed) {
            outcome = NotServed.class.getSimpleName();
        }
        outcomes.put(id, outcome);
        return Task.done();
    }

    @AsyncTest
    void endsEachRequestWithWhatBecameOfIt() {
        await(begin("a", "b", "c", "d"));
        ScheduledTask<Void> chaos = spawn(new Chaos(loop, nodes, this::serve, "b", "c", "d").reign(12, 800));
        List<ScheduledTask<Void>> asking = new ArrayList<>();
        for (int id = 0; id < 150; id++) {
            asking.add(spawn(asked(id)));
            await(sleep(Duration.ofMillis(loop.random().nextInt(60))));
            if (id % 7 == 0) {
                asking.get(loop.random().nextInt(asking.size())).cancel();
            }
        }
        await(chaos);
        await(sleep(Duration.ofMinutes(2)));
        for (int id = 0; id < asking.size(); id++) {
            String outcome = outcomes.getOrDefault(id, "silence");
            int times = runs.getOrDefault(id, 0);
            assertTrue(times <= 1, () -> "ran twice");
            switch (outcome) {
                case "answered" -> assertEquals(1, times, "answered, and did not run");
                case "NotServed" -> assertEquals(0, times, "not served, and ran");
                case "NodeLeft", "RequestTimeout", "cancelled" -> {}
                case "silence" -> assertTrue(asking.get(id).cancelling() > 0, "request " + id + " never ended");
                default -> throw new AssertionError(id + " ended by " + outcome);
            }
        }
    }
}
