// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.combine.WaitFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often a request to cancel comes to a task of a long chain, until the chain has unwound. */
@Timeout(120)
class CancelVisitsTest {
    private static final int LINKS = 100_000;
    private static final Duration LONG = Duration.ofDays(1);

    /** What a task of the chain awaits: the next one, by itself or as a part. */
    private interface Link {
        Awaitable<?> of(ScheduledTask<?> next);
    }

    static Stream<Named<Link>> links() {
        return Stream.of(
                Named.of("a plain await", next -> next),
                Named.of("gather", next -> Weft.gather(List.of(next))),
                Named.of("waitFor", next -> new WaitFor<>(next, LONG)));
    }

    /** Each link is two tasks at most, with the one that runs a part; those are cancelled and then left alone. */
    @ParameterizedTest
    @MethodSource("links")
    void isAFixedNumberForEachLink(Link link) {
        try (SimulatedEventLoop loop = new SimulatedEventLoop(1)) {
            List<ScheduledTask<?>> tasks = new ArrayList<>(List.of(loop.spawn(Weft.sleep(LONG))));
            for (int i = 0; i < LINKS; i++) {
                tasks.add(loop.spawn(link.of(tasks.get(i))));
            }
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            tasks.get(LINKS).cancel();
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            tasks.forEach(task -> assertEquals(ScheduledTask.State.CANCELLED, task.state()));
            int visits = loop.cancellations().visits();
            assertTrue(visits >= LINKS && visits <= 2 * LINKS + 1, "visits: " + visits);
        }
    }
}
