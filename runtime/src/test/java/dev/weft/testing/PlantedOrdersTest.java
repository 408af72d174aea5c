// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.FaultPoints;
import dev.weft.Faults;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that are planted in a program of which all orders are tried. */
@Timeout(60)
class PlantedOrdersTest {
    private static FaultPoints.Fault plant(String point) {
        SimulatedLoop loop = (SimulatedLoop) Objects.requireNonNull(EventLoop.current());
        return loop.faults().fail(point, () -> new IllegalStateException("planted"));
    }

    /** Passes a point so often, and says which times failed. */
    private static String failures(int times) {
        List<Integer> failed = new ArrayList<>();
        for (int time = 1; time <= times; time++) {
            try {
                Faults.point("journal");
            } catch (IllegalStateException planted) {
                failed.add(time);
            }
        }
        return failed.toString();
    }

    private static Task<String> mistyped() {
        plant("jornal");
        return Task.of(failures(1));
    }

    @Test
    void oneThatNeverHappensFailsAsUnderASeed() {
        for (Explorer explorer : List.of(Explorer.allOrders(), Explorer.seeds(2))) {
            FailedRun failed =
                    explorer.explore(PlantedOrdersTest::mistyped).failure().orElseThrow();
            String message = String.valueOf(failed.thrown().getMessage());
            assertTrue(
                    message.contains("never happened: no code reached that point. Reached were journal (1)."), message);
        }
        assertThrows(ExplorationError.class, () -> Explorer.replay("", PlantedOrdersTest::mistyped));
        assertEquals(
                1,
                Explorer.allOrders()
                        .run(() -> {
                            plant("jornal").mayNotHappen();
                            return Task.of(failures(1));
                        })
                        .passed());
    }

    /** Reaches the point once it is told to, and is told so or cancelled. */
    private static Task<Void> mayBeCancelledBefore() {
        plant("journal");
        var writing = Weft.spawn("writing", Script.of((step, last) -> step == 0 ? Explorer.pause() : failures(1)));
        return Script.of((step, last) -> {
            if (step == 0) {
                return Explorer.pause();
            }
            writing.cancel();
            return null;
        });
    }

    @Test
    void oneThatHappensInSomeOrdersOnlyFailsInTheOthers() {
        Exploration found = Explorer.allOrders().explore(PlantedOrdersTest::mayBeCancelledBefore);
        FailedRun failed = found.failure().orElseThrow();
        assertTrue(String.valueOf(failed.thrown().getMessage()).contains("never happened"), found::toString);
        assertThrows(
                ExplorationError.class, () -> Explorer.replay(failed.order(), PlantedOrdersTest::mayBeCancelledBefore));
    }

    @Test
    void oneWithAProbabilityIsAChoiceEachTime() {
        Set<String> seen = new TreeSet<>();
        Exploration all = Explorer.allOrders()
                .run(
                        () -> {
                            plant("journal").withProbability(0.01);
                            return Task.of(failures(2));
                        },
                        seen::add);
        assertEquals(Set.of("[]", "[1]", "[2]", "[1, 2]"), seen);
        assertEquals("All 4 orders pass", all.headline());
        assertTrue(all.isExhaustive());
    }

    @Test
    void oneThatIsNoLotIsNoChoice() {
        for (int probability = 0; probability <= 1; probability++) {
            int certain = probability;
            Exploration all = Explorer.allOrders()
                    .run(
                            () -> {
                                plant("journal").withProbability(certain);
                                return Task.of(failures(1));
                            },
                            failed -> assertEquals(certain == 0 ? "[]" : "[1]", failed));
            assertEquals("The only order passes", all.headline());
        }
    }

    private static Task<Void> mayFail() {
        plant("journal").withProbability(0.5);
        Faults.point("journal");
        return Task.done();
    }

    @Test
    void oneThatHappensIsToldOfWithTheFailureAndHappensAgain() {
        FailedRun failed = Explorer.allOrders()
                .explore(PlantedOrdersTest::mayFail)
                .failure()
                .orElseThrow();
        assertEquals("1:2/2", failed.order());
        assertEquals("planted", failed.thrown().getMessage());
        String told = failed.thrown().getSuppressed()[0].toString();
        assertTrue(
                told.endsWith(
                        "faults that happened in it:\n\tjournal, time 1, at PT0S: java.lang.IllegalStateException: planted"),
                told);
        assertEquals(1, Explorer.replay("", PlantedOrdersTest::mayFail).passed());
        assertThrows(ExplorationError.class, () -> Explorer.replay("1:2/2", PlantedOrdersTest::mayFail));
    }

    /** What another thread comes to does not depend on the choices alone. */
    @Test
    void oneInACallOnAnotherThreadIsDrawnAndTheResultSaysSo() {
        Exploration some = Explorer.allOrders().run(() -> {
            plant("journal").withProbability(0.5);
            return Script.of((step, last) -> step == 0 ? Weft.blocking(() -> failures(1)) : last.get());
        });
        assertFalse(some.isExhaustive());
        assertTrue(some.headline().endsWith("or on another thread, one outcome was tried"), some.headline());
    }
}
