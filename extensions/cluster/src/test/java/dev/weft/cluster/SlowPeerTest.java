// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A member that takes nothing any more, while flow control still waits for it. */
@AsyncTest(virtualTime = false)
class SlowPeerTest {
    private static final Service<String, Integer> LENGTH = Service.of("length", String.class, Integer.class);

    /** More than flow control lets be on its way to one member. */
    private static final int REQUESTS = 100;

    private static final String LONG = "x".repeat(100_000);

    /** Long enough for an answer of another member while this one is still waited for. */
    private final Lan lan = new Lan(Duration.ofSeconds(5));

    @AfterEach
    @Async
    void leave() {
        await(lan.end());
    }

    @AsyncTest
    void holdsNeitherTheLoopNorWhatIsForOthers() {
        ClusterNode a = await(lan.join("a"));
        ClusterNode b = await(lan.join("b"));
        ClusterNode c = await(lan.join("c"));
        b.serve(LENGTH, text -> Task.of(text.length()));
        c.serve(LENGTH, text -> Task.of(text.length()));
        assertEquals(3, await(a.member("b").ask(LENGTH, "tea")));
        lan.part(List.of("b"), List.of("a", "c"));
        List<ScheduledTask<NodeLeft>> asked = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            asked.add(spawn(Thrown.by(NodeLeft.class, a.member("b").ask(LENGTH, LONG))));
        }
        assertEquals(100_000, await(a.member("c").ask(LENGTH, LONG)));
        assertEquals(
                List.of("a", "b", "c"),
                a.members().get().stream().map(Member::name).toList());
        for (ScheduledTask<NodeLeft> one : asked) {
            await(one);
        }
    }
}
