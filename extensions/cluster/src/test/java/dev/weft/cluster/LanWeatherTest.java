// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jgroups.protocols.DELAY;
import org.jgroups.protocols.SHUFFLE;
import org.jgroups.stack.Protocol;

/** Order, and at most once, over a JGroups whose network keeps messages back, and gives them in another order. */
@AsyncTest(virtualTime = false)
class LanWeatherTest {
    private static final EntityKind<Integer, Integer> LOG = EntityKind.of("log", Integer.class, Integer.class);
    private static final int MESSAGES = 200;

    private final List<Integer> order = new ArrayList<>();

    /** All of a few milliseconds in another order. More than the size at once it would lose, but for the last. */
    private static List<Protocol> shuffles() {
        return List.of(new SHUFFLE().setMaxTime(5).setMaxSize(10_000));
    }

    private static List<Protocol> delays() {
        DELAY delay = new DELAY();
        delay.setInDelay(3);
        delay.setOutDelay(3);
        return List.of(delay);
    }

    @AsyncTest
    void keepsOrderWhenTheNetworkShuffles() {
        await(keepsOrder(LanWeatherTest::shuffles));
    }

    @AsyncTest
    void keepsOrderWhenTheNetworkDelays() {
        await(keepsOrder(LanWeatherTest::delays));
    }

    @Async
    private Task<Void> keepsOrder(Supplier<List<Protocol>> weather) {
        Lan lan = new Lan(weather);
        ClusterNode teller = await(lan.join("a"));
        await(lan.join("b")).serveEntities(LOG, id -> this::note);
        while (teller.node().roster().owner(LOG.name(), "l") == null) {
            await(sleep(Duration.ofMillis(1)));
        }
        List<ScheduledTask<Integer>> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(spawn(teller.entity(LOG, "l").ask(i)));
            if (i % 10 == 0) {
                await(sleep(Duration.ofMillis(2)));
            }
        }
        for (int i = 0; i < MESSAGES; i++) {
            assertEquals(-i, await(all.get(i)));
        }
        assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), order);
        await(lan.end());
        return Task.done();
    }

    private Task<Integer> note(Integer number) {
        order.add(number);
        return Task.of(-number);
    }
}
