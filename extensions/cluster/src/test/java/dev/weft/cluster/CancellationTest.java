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
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Whoever gives up waiting has the other node give up, too. */
@AsyncTest(seeds = 10)
class CancellationTest {
    private static final Service<String, String> SLOW = Service.of("slow", String.class, String.class);
    private static final EntityKind<String, String> THING = EntityKind.of("thing", String.class, String.class);

    private Nodes nodes;
    private ClusterNode a;
    private ClusterNode b;

    /** What has happened on the node that serves. */
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    @Async
    void begin(SimulatedLoop loop) {
        nodes = new Nodes(loop);
        a = await(nodes.join("a"));
        b = await(nodes.join("b"));
        b.serve(SLOW, this::slow);
        b.serveEntities(THING, id -> this::slow);
        await(sleep(Duration.ofSeconds(1)));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private Task<String> slow(String text) {
        log.add(text);
        try {
            await(sleep(Duration.ofSeconds(10)));
        } catch (CancellationException told) {
            log.add("no " + text);
            throw told;
        }
        return Task.of(text);
    }

    @Async
    private static Task<Void> cancelled(ScheduledTask<?> task) {
        assertTrue(task.cancel());
        await(Thrown.by(CancellationException.class, task));
        await(sleep(Duration.ofMillis(100)));
        return Task.done();
    }

    @AsyncTest
    void cancelsTheTaskThatServesTheRequest() {
        ScheduledTask<String> asking = spawn(a.ask(SLOW, "tea"));
        await(sleep(Duration.ofSeconds(1)));
        await(cancelled(asking));
        assertEquals(List.of("tea", "no tea"), log);
    }

    @AsyncTest
    void takesAMessageOutOfTheMailbox() {
        ScheduledTask<String> first = spawn(a.entity(THING, "t").ask("first"));
        await(sleep(Duration.ofMillis(100)));
        ScheduledTask<String> second = spawn(a.entity(THING, "t").ask("second"));
        await(sleep(Duration.ofMillis(100)));
        ScheduledTask<String> third = spawn(a.entity(THING, "t").ask("third"));
        await(sleep(Duration.ofMillis(100)));
        assertEquals(3, b.node().serving().size());
        await(cancelled(second));
        assertEquals(2, b.node().serving().size());
        await(cancelled(first));
        assertEquals("third", await(third));
        assertEquals(List.of("first", "no first", "third"), log);
    }

    @AsyncTest
    void leavesNothingWhenItIsCancelledOnItsWay() {
        for (int micros = 0; micros < 15_000; micros += 300) {
            ScheduledTask<String> asking = spawn(way(micros));
            await(sleep(Duration.ofNanos(micros * 1000L)));
            await(cancelled(asking));
            assertEquals("", Nodes.left(a.node()) + Nodes.left(b.node()));
        }
        long ended = log.stream().filter(line -> line.startsWith("no ")).count();
        assertEquals(log.size(), 2 * ended, "each that began was cancelled");
    }

    private Awaitable<String> way(int micros) {
        return switch (micros / 300 % 3) {
            case 0 -> a.ask(SLOW, "tea");
            case 1 -> a.member("b").ask(SLOW, "tea", Duration.ofHours(1));
            default -> a.entity(THING, "t" + micros % 7).ask("tea");
        };
    }

    @AsyncTest
    void forgetsAnAnswerThatComesWhenNobodyWaits() {
        b.serveEntities(EntityKind.of("quick", String.class, String.class), id -> Task::of);
        EntityKind<String, String> quick = EntityKind.of("quick", String.class, String.class);
        await(sleep(Duration.ofSeconds(1)));
        for (int i = 0; i < 300; i++) {
            ScheduledTask<String> asking = spawn(a.entity(quick, "q").ask("tea"));
            await(sleep(Duration.ofNanos(i * 20_000L)));
            asking.cancel();
        }
        await(sleep(Duration.ofSeconds(1)));
        assertEquals("", Nodes.left(a.node()) + Nodes.left(b.node()));
    }

    @AsyncTest
    void endsWhatIsServedToANodeThatIsGone() {
        ScheduledTask<NodeLeft> service = spawn(Thrown.by(NodeLeft.class, a.ask(SLOW, "tea")));
        ScheduledTask<NodeLeft> entity =
                spawn(Thrown.by(NodeLeft.class, a.entity(THING, "t").ask("cup")));
        await(sleep(Duration.ofMillis(100)));
        nodes.kill("a");
        await(Nodes.until(b, 1));
        await(service);
        await(entity);
        await(sleep(Duration.ofMillis(100)));
        assertEquals(
                List.of("no cup", "no tea"),
                log.stream().filter(line -> line.startsWith("no")).sorted().toList());
    }

    /** The other node has taken this one for gone, which never knew, and goes on with it later: no answer will ever come. */
    @AsyncTest
    void endsWhatAnotherNodeHasForgotten() {
        ScheduledTask<NodeLeft> service = spawn(Thrown.by(NodeLeft.class, a.ask(SLOW, "tea")));
        await(sleep(Duration.ofMillis(100)));
        nodes.net.stop("a");
        await(Nodes.until(b, 1));
        nodes.net.goOn("a");
        await(Nodes.until(b, 2));
        await(sleep(Duration.ofSeconds(1)));
        await(service);
        assertEquals(List.of("tea", "no tea"), log);
    }

    @AsyncTest
    void endsWhatIsServedToANodeThatHasForgottenThisOne() {
        a.serve(SLOW, this::slow);
        await(sleep(Duration.ofMillis(100)));
        ScheduledTask<NodeLeft> service =
                spawn(Thrown.by(NodeLeft.class, b.member("a").ask(SLOW, "tea")));
        await(sleep(Duration.ofMillis(100)));
        nodes.net.stop("a");
        await(service);
        nodes.net.goOn("a");
        await(Nodes.until(b, 2));
        await(sleep(Duration.ofSeconds(1)));
        assertEquals(List.of("tea", "no tea"), log);
    }
}
