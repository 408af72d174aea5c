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
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A member that no failure detector misses, and that answers nothing. */
@AsyncTest(seeds = 20)
class SilentMemberTest {
    private static final Service<String, String> SLOW = Service.of("slow", String.class, String.class);
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private SimulatedLoop loop;
    private Nodes nodes;
    private ClusterNode a;

    @BeforeEach
    @Async
    void begin(SimulatedLoop itsLoop) {
        loop = itsLoop;
        nodes = new Nodes(itsLoop);
        a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        b.serve(SLOW, SilentMemberTest::slow);
        await(sleep(Duration.ofSeconds(1)));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private static Task<String> slow(String text) {
        await(sleep(Duration.ofHours(1)));
        return Task.of(text);
    }

    @AsyncTest
    void keepsNobodyWaitingForLongerThanTheSilenceThatIsAllowed() {
        ScheduledTask<NodeLeft> asked =
                spawn(Thrown.by(NodeLeft.class, a.member("b").ask(SLOW, "tea")));
        await(sleep(Duration.ofMinutes(1)));
        nodes.net.cut("b");
        long cut = loop.nanoTime();
        NodeLeft left = await(asked);
        long nanos = loop.nanoTime() - cut;
        assertTrue(left.toString().contains("has answered nothing for 8000 ms, nor slow"), left::toString);
        assertTrue(nanos < 2 * SILENCE.toNanos(), nanos + " ns");
        assertEquals(
                List.of("a", "b"), a.members().get().stream().map(Member::name).toList());
    }

    @AsyncTest
    void isNotTakenForOneThatTakesLong() {
        assertEquals("tea", await(a.member("b").ask(SLOW, "tea")));
    }
}
