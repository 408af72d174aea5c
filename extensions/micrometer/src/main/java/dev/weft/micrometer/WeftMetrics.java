// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer;

import dev.weft.BlockingPool;
import dev.weft.BlockingStatistics;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.net.GroupServer;
import dev.weft.net.Server;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * What {@link EventLoop#metrics} says, as meters of a registry; and what pools for blocking calls and servers say of themselves. Nothing runs
 * on the loops for that: who reads a meter asks.
 *
 * <pre>{@code
 * new WeftMetrics(group, "gateway", Tags.of("zone", "a")).bindTo(registry);
 * }</pre>
 *
 * <p>Each meter of a loop has the tag {@code loop}, its name. As Micrometer does, a registry holds a loop, a pool or a server weakly: the
 * meters of one that nobody holds any more give no number. Any thread.
 */
public final class WeftMetrics implements MeterBinder {
    private final Map<String, EventLoop> loops;
    private final Tags tags;

    /**
     * Makes a binder for a loop.
     *
     * @param loop the loop
     * @param name the value of the tag {@code loop}; another one for each loop of the program
     * @param tags what else each meter has
     */
    public WeftMetrics(EventLoop loop, String name, Iterable<Tag> tags) {
        this(Map.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(loop, "loop")), tags);
    }

    /**
     * Makes a binder for the loops of a group.
     *
     * @param group the group
     * @param name its name: the value of the tag {@code loop} is that with a number, as {@code gateway-1}, and so is the name of the thread
     *     of a group that was started under this name
     * @param tags what else each meter has
     */
    public WeftMetrics(EventLoopGroup group, String name, Iterable<Tag> tags) {
        this(numbered(Objects.requireNonNull(group, "group").loops(), Objects.requireNonNull(name, "name")), tags);
    }

    private WeftMetrics(Map<String, EventLoop> loops, Iterable<Tag> tags) {
        this.loops = loops;
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
    }

    /**
     * Makes a binder for a pool, such as {@link BlockingPool#shared}.
     *
     * @param pool the pool; its name is the value of the tag {@code pool}
     * @param tags what else each meter has
     * @return the binder
     */
    public static MeterBinder ofPool(BlockingPool pool, Iterable<Tag> tags) {
        Tags all = Tags.of(Objects.requireNonNull(tags, "tags"))
                .and("pool", Objects.requireNonNull(pool, "pool").name());
        return registry -> bind(registry, pool, all);
    }

    /**
     * Makes a binder for a server.
     *
     * @param server the server
     * @param name the value of the tag {@code server}
     * @param tags what else its meter has
     * @return the binder
     */
    public static MeterBinder ofServer(Server server, String name, Iterable<Tag> tags) {
        return connections(Objects.requireNonNull(server, "server"), Server::connections, name, tags);
    }

    /**
     * Makes a binder for a server on the loops of a group, whose connections count together.
     *
     * @param server the server
     * @param name the value of the tag {@code server}
     * @param tags what else its meter has
     * @return the binder
     */
    public static MeterBinder ofServer(GroupServer server, String name, Iterable<Tag> tags) {
        return connections(Objects.requireNonNull(server, "server"), GroupServer::connections, name, tags);
    }

    private static <S> MeterBinder connections(
            S server, ToDoubleFunction<S> connections, String name, Iterable<Tag> tags) {
        Objects.requireNonNull(name, "name");
        Tags all = Tags.of(Objects.requireNonNull(tags, "tags")).and("server", name);
        return registry -> Gauge.builder("weft.server.connections", server, connections)
                .description("Connections that are being served")
                .baseUnit("connections")
                .tags(all)
                .register(registry);
    }

    private static void bind(MeterRegistry registry, BlockingPool pool, Tags tags) {
        gauge(registry, pool, tags, "threads", "threads", "Threads that it has", BlockingStatistics::threads);
        gauge(registry, pool, tags, "running", "threads", "Threads that run something", BlockingStatistics::running);
        gauge(registry, pool, tags, "queued", "calls", "Calls that wait for a thread", BlockingStatistics::queued);
        FunctionCounter.builder(
                        "weft.pool.completed", pool, asked -> asked.statistics().completed())
                .description("Calls that have ended, or failed")
                .baseUnit("calls")
                .tags(tags)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            BlockingPool pool,
            Tags tags,
            String what,
            String unit,
            String description,
            ToIntFunction<BlockingStatistics> value) {
        Gauge.builder("weft.pool." + what, pool, asked -> value.applyAsInt(asked.statistics()))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private static Map<String, EventLoop> numbered(List<EventLoop> loops, String name) {
        Map<String, EventLoop> numbered = new LinkedHashMap<>();
        loops.forEach(loop -> numbered.put(name + '-' + (numbered.size() + 1), loop));
        return numbered;
    }

    /**
     * Registers the meters. To be called once for each registry.
     *
     * @param registry where
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        loops.forEach((name, loop) -> bind(registry, loop, tags.and("loop", name)));
    }

    private static void bind(MeterRegistry registry, EventLoop loop, Tags tags) {
        FunctionTimer.builder(
                        "weft.loop.turns",
                        loop,
                        asked -> asked.metrics().turns(),
                        asked -> asked.metrics().busy().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Turns of the loop; their total is the time for which it was busy")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "weft.loop.steps", loop, asked -> asked.metrics().steps())
                .description("Tasks that went on, and actions that were posted")
                .baseUnit("steps")
                .tags(tags)
                .register(registry);
        bindLags(registry, loop, tags);
        gauge(
                registry,
                loop,
                tags,
                "ready",
                "Tasks and actions that can go on",
                asked -> asked.metrics().ready());
        gauge(
                registry,
                loop,
                tags,
                "tasks",
                "Tasks that have not ended",
                asked -> asked.metrics().tasks());
        gauge(
                registry,
                loop,
                tags,
                "timers",
                "Deadlines that are set",
                asked -> asked.metrics().timers());
    }

    private static void bindLags(MeterRegistry registry, EventLoop loop, Tags tags) {
        TimeGauge.builder(
                        "weft.loop.lag",
                        loop,
                        TimeUnit.NANOSECONDS,
                        asked -> asked.metrics().lag().toNanos())
                .description(
                        "How late the loop looks at what comes: the longest turn of the last ten to twenty seconds")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "weft.loop.timer.lag",
                        loop,
                        TimeUnit.NANOSECONDS,
                        asked -> asked.metrics().timerLag().toNanos())
                .description("How late a timer has fired at most in the last ten to twenty seconds")
                .tags(tags)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            EventLoop loop,
            Tags tags,
            String what,
            String description,
            ToDoubleFunction<EventLoop> value) {
        Gauge.builder("weft.loop." + what, loop, value)
                .description(description)
                .baseUnit(what.equals("ready") ? "tasks" : what)
                .tags(tags)
                .register(registry);
    }
}
