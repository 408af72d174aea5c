// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** How long a request may take, on each node that it comes to. */
@AsyncTest(seeds = 10)
class DeadlinesTest {
    private static final Service<String, String> SLOW = Service.of("slow", String.class, String.class);
    private static final Service<String, String> RELAY = Service.of("relay", String.class, String.class);
    private static final EntityKind<String, String> THING = EntityKind.of("thing", String.class, String.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private SimulatedLoop loop;
    private Nodes nodes;
    private ClusterNode a;

    /** When what was served was cancelled. */
    private final List<Long> cancelled = new ArrayList<>();

    private boolean cutsWhenItRuns;

    @BeforeEach
    @Async
    void begin(SimulatedLoop itsLoop) {
        loop = itsLoop;
        nodes = new Nodes(itsLoop);
        a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        ClusterNode c = await(nodes.join("c"));
        c.serve(SLOW, this::slow);
        b.serve(RELAY, text -> relay(b, text));
        b.serveEntities(THING, id -> this::slow);
        await(sleep(SECOND));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private Task<String> slow(String text) {
        if (cutsWhenItRuns) {
            nodes.net.cut("a"); // so that no cancellation comes, and the deadline alone does
        }
        try {
            await(sleep(Duration.ofHours(1)));
        } catch (CancellationException told) {
            cancelled.add(loop.nanoTime());
            throw told;
        }
        return Task.of(text);
    }

    @Async
    private static Task<String> relay(ClusterNode through, String text) {
        return Task.of(await(through.member("c").ask(SLOW, text)));
    }

    @Async
    private Task<String> within(Duration limit, Duration itself) throws TimeoutException {
        return Task.of(await(waitFor(a.member("c").ask(SLOW, "tea", itself), limit)));
    }

    private void isCancelledBetween(long first, long last) {
        assertEquals(1, cancelled.size(), "cancelled");
        long at = cancelled.get(0);
        assertTrue(at >= first && at <= last, () -> at - first + " ns after " + first);
    }

    @AsyncTest
    void tellsTheOneWhoAskedThatItsTimeIsOver() {
        long due = loop.nanoTime() + SECOND.toNanos();
        await(Thrown.by(RequestTimeout.class, a.member("c").ask(SLOW, "tea", SECOND)));
        assertEquals(due, loop.nanoTime());
    }

    @AsyncTest
    void endsByTheLimitAroundTheAwait() throws TimeoutException {
        await(Thrown.by(TimeoutException.class, waitFor(asks(), SECOND)));
        await(sleep(SECOND));
        assertEquals(1, cancelled.size());
    }

    @Async
    private Task<String> asks() throws TimeoutException {
        try {
            return Task.of(await(a.member("c").ask(SLOW, "tea")));
        } catch (RequestTimeout late) {
            throw new TimeoutException(late.getMessage());
        }
    }

    @AsyncTest
    void hasTheOtherNodeGiveUpWhenNoCancellationCanReachIt() {
        cutsWhenItRuns = true;
        long asked = loop.nanoTime();
        await(Thrown.by(RequestTimeout.class, a.member("c").ask(SLOW, "tea", SECOND)));
        await(sleep(SECOND));
        isCancelledBetween(asked + SECOND.toNanos(), asked + 2 * SECOND.toNanos());
    }

    @AsyncTest
    void leavesNoMoreTimeToWhatAHandlerAsksInTurn() {
        cutsWhenItRuns = true;
        long asked = loop.nanoTime();
        await(Thrown.by(RequestTimeout.class, a.ask(RELAY, "tea", SECOND)));
        await(sleep(SECOND));
        isCancelledBetween(asked + SECOND.toNanos(), asked + SECOND.toNanos() + 50_000_000);
    }

    @AsyncTest
    void countsTheTimeInTheMailbox() {
        ScheduledTask<String> first = spawn(a.entity(THING, "t").ask("first"));
        await(sleep(Duration.ofMillis(100)));
        ScheduledTask<RequestTimeout> second =
                spawn(Thrown.by(RequestTimeout.class, a.entity(THING, "t").ask("second", SECOND)));
        await(sleep(Duration.ofMillis(100)));
        nodes.net.cut("a");
        await(sleep(Duration.ofMillis(1100)));
        assertEquals(1, nodes.get("b").node().serving().size(), "the second is not in the mailbox any more");
        await(second);
        first.cancel();
        await(Thrown.by(CancellationException.class, first));
    }

    @AsyncTest
    void hasNoTimeWhereTheLimitIsNegativeHoweverFar() {
        Duration far = Duration.ofSeconds(Long.MIN_VALUE);
        await(Thrown.by(RequestTimeout.class, a.member("c").ask(SLOW, "tea", far)));
        await(Thrown.by(RequestTimeout.class, a.entity(THING, "t").ask("tea", far)));
    }

    @AsyncTest
    void hasTheNearestOfAllLimits() throws TimeoutException {
        long due = loop.nanoTime() + SECOND.toNanos();
        Duration hour = Duration.ofHours(1);
        Throwable late = await(Thrown.by(Exception.class, timeout(hour, scope -> within(SECOND, hour))));
        assertTrue(late instanceof TimeoutException || late instanceof RequestTimeout, late::toString);
        assertEquals(due, loop.nanoTime());
    }
}
