// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.net.Connection;
import dev.weft.net.GroupServer;
import dev.weft.net.Tcp;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The meters of a loop whose time is virtual, and of a group. */
class WeftMetricsTest {
    private static final Tags ZONE = Tags.of("zone", "a");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String what) {
        return registry.get("weft.loop." + what).gauge().value();
    }

    @Async
    private Task<Void> waits(EventLoop loop) {
        spawn(sleep(Duration.ofHours(2)));
        await(sleep(Duration.ofHours(1)));
        assertEquals(2, gauge("tasks"));
        assertEquals(1, gauge("timers"));
        assertEquals(0, gauge("ready"));
        loop.post(() -> {});
        assertEquals(1, gauge("ready"));
        return Task.done();
    }

    @Test
    void metersSayWhatTheLoopSays() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            new WeftMetrics(loop, "main", ZONE).bindTo(registry);
            loop.run(waits(loop));
            var turns = registry.get("weft.loop.turns")
                    .tags("loop", "main", "zone", "a")
                    .functionTimer();
            assertEquals(loop.metrics().turns(), (long) turns.count());
            assertEquals(0, turns.totalTime(TimeUnit.SECONDS)); // virtual time passes between turns
            assertEquals(loop.metrics().steps(), (long)
                    registry.get("weft.loop.steps").functionCounter().count());
        }
        assertEquals(0, gauge("tasks"));
    }

    /** The time of a step, in the registry's unit of time. */
    @Test
    void lagsAndBusyTimeAreTimes() {
        try (EventLoop loop = EventLoop.create()) {
            new WeftMetrics(loop, "main", ZONE).bindTo(registry);
            loop.post(() -> {
                while (loop.metrics().lag().toMillis() < 5) {
                    Thread.onSpinWait();
                }
            });
            loop.run(Weft.yieldNow());
            var lag = registry.get("weft.loop.lag").timeGauge();
            assertTrue(lag.value(TimeUnit.MILLISECONDS) >= 5, lag.value(TimeUnit.MILLISECONDS) + " ms");
            var turns = registry.get("weft.loop.turns").functionTimer();
            assertTrue(turns.totalTime(TimeUnit.MILLISECONDS) >= 5, turns.totalTime(TimeUnit.MILLISECONDS) + " ms");
            assertTrue(registry.get("weft.loop.timer.lag").timeGauge().value(TimeUnit.NANOSECONDS) >= 0);
        }
    }

    @Test
    void theLoopsOfAGroupHaveTheNamesOfTheirThreads() {
        try (EventLoopGroup group = EventLoopGroup.start("gateway", 2)) {
            // region micrometer
            new WeftMetrics(group, "gateway", Tags.of("zone", "a")).bindTo(registry);
            // endregion
            for (int i = 0; i < 2; i++) {
                group.run(Weft.yieldNow());
            }
            for (String name : List.of("gateway-1", "gateway-2")) {
                assertTrue(
                        registry.get("weft.loop.steps")
                                        .tag("loop", name)
                                        .functionCounter()
                                        .count()
                                >= 1,
                        name);
            }
        }
    }

    @Test
    void aPoolSaysHowManyThreadsItHasAndWhatWaits() throws Exception {
        BlockingPool pool = new BlockingPool("disk", 1);
        WeftMetrics.ofPool(pool, ZONE).bindTo(registry);
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.create()) {
            var first = loop.spawn(Weft.blocking(pool, () -> {
                runs.countDown();
                goesOn.await();
                return "";
            }));
            var second = loop.spawn(Weft.blocking(pool, () -> ""));
            while (pool.statistics().queued() < 1 || runs.getCount() > 0) {
                loop.run(Weft.sleep(Duration.ofNanos(1)));
            }
            assertEquals(1, pool("threads"));
            assertEquals(1, pool("running"));
            assertEquals(1, pool("queued"));
            goesOn.countDown();
            loop.run(Weft.gather(List.of(first, second)));
        }
        while (pool("running") > 0) {
            Thread.onSpinWait();
        }
        assertEquals(
                2,
                registry.get("weft.pool.completed")
                        .tags("pool", "disk", "zone", "a")
                        .functionCounter()
                        .count());
    }

    private double pool(String what) {
        return registry.get("weft.pool." + what).tag("pool", "disk").gauge().value();
    }

    @Test
    void aServerSaysHowManyConnectionsItServes() throws IOException {
        try (EventLoopGroup group = EventLoopGroup.start("gateway", 2);
                GroupServer server = Tcp.startServer(group, WeftMetricsTest::serves, "127.0.0.1", 0)) {
            WeftMetrics.ofServer(server, "front", ZONE).bindTo(registry);
            assertEquals(0, connections());
            try (Socket client = new Socket()) {
                client.connect(server.localAddress());
                while (connections() < 1) {
                    Thread.onSpinWait();
                }
            }
            while (connections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Async
    private static Task<Void> serves(Connection connection) throws IOException {
        await(connection.read(1));
        return Task.done();
    }

    private double connections() {
        return registry.get("weft.server.connections")
                .tag("server", "front")
                .gauge()
                .value();
    }

    /** The names are what dashboards are made of: docs/guide/metrics.md has them. */
    @Test
    void theNamesOfTheMetersStay() {
        try (EventLoop loop = EventLoop.create()) {
            new WeftMetrics(loop, "main", Tags.empty()).bindTo(registry);
        }
        Set<String> names = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "weft.loop.lag",
                        "weft.loop.ready",
                        "weft.loop.steps",
                        "weft.loop.tasks",
                        "weft.loop.timer.lag",
                        "weft.loop.timers",
                        "weft.loop.turns"),
                names);
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedWithTheNameOfTheParameter() {
        try (EventLoop loop = EventLoop.create()) {
            for (String name : List.of("loop", "name", "tags")) {
                var refused = assertThrows(
                        NullPointerException.class,
                        () -> new WeftMetrics(
                                name.equals("loop") ? null : loop,
                                name.equals("name") ? null : "main",
                                name.equals("tags") ? null : ZONE));
                assertEquals(name, refused.getMessage());
            }
        }
    }
}
