// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepObserversTest {
    private static final String PLACES = "run;com.example.Ping;1,11;Ping.java";

    private final List<String> seen = new ArrayList<>();

    /** What happened to no task. */
    private final List<Transition> without = new ArrayList<>();

    /** Writes down what happens to tasks and actions of this test's loop, which is the only one that turns. */
    private final StepObserver.Kind writing = loop -> (transition, task) -> {
        if (task != null) {
            seen.add(transition + " "
                    + ObservedTask.name(ObservedTask.label(task), ObservedTask.number(task))
                    + placeOf(transition, task));
        } else if (transition == Transition.OVER) {
            seen.add(transition.toString());
        } else {
            without.add(transition);
        }
    };

    private static String placeOf(Transition transition, SpawnedTask<?> task) {
        var frame = transition == Transition.SUSPENDED ? ObservedTask.frame(task) : null;
        return frame == null ? "" : " at " + ObservedTask.line(frame.places(), frame.state);
    }

    @AfterEach
    void nobodyObserves() {
        StepObservers.remove(writing);
    }

    @Test
    void tellsOfEachStepInTheOrderInWhichItHappens() {
        StepObservers.add(writing);
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.run(Script.at(PLACES, (step, last) -> step == 0 ? loop.spawn("a", pausing()) : null));
        }
        assertEquals(
                List.of(
                        "SPAWNED main",
                        "STARTED main",
                        "SPAWNED a",
                        "SUSPENDED main at com.example.Ping.run(Ping.java:11)",
                        "STARTED a",
                        "GAVE_WAY a",
                        "RESUMED a",
                        "SUSPENDED a at com.example.Ping.run(Ping.java:11)",
                        "WOKEN a",
                        "RESUMED a",
                        "WOKEN main",
                        "RETURNED a",
                        "RESUMED main",
                        "RETURNED main",
                        "OVER"),
                seen);
    }

    private static Task<Void> pausing() {
        return Script.at(
                PLACES,
                (step, last) -> step == 0 ? Weft.yieldNow() : step == 1 ? Weft.sleep(Duration.ofMillis(1)) : null);
    }

    @Test
    void tellsHowATaskEnds() {
        StepObservers.add(writing);
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.setExceptionHandler(failure -> {});
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return null;
                }
                loop.spawn("broken", Script.of((s, l) -> {
                    throw new IllegalStateException("broken");
                }));
                loop.spawn("stopped", Weft.sleep(Duration.ofDays(1))).cancel();
                return Weft.sleep(Duration.ofMillis(1));
            }));
        }
        assertTrue(seen.contains("FAILED broken"), seen::toString);
        assertTrue(seen.contains("CANCELLED stopped"), seen::toString);
    }

    @Test
    void aTaskThatIsStartedInTheMiddleOfAStepIsSeenThere() {
        StepObservers.add(writing);
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.run(Script.of((step, last) -> step == 0 ? pausing().toCompletableFuture() : null));
        }
        assertEquals(
                List.of("STARTED main", "SPAWNED task-2", "STARTED task-2", "GAVE_WAY task-2", "SUSPENDED main"),
                seen.subList(1, 6));
    }

    @Test
    void actionsAreSeenToo() {
        StepObservers.add(writing);
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.run(Script.of((step, last) -> {
                loop.post(() -> {});
                return null;
            }));
        }
        assertEquals(
                List.of(Transition.TURN_BEGINS, Transition.ACTION_BEGINS, Transition.ACTION_ENDS, Transition.TURN_ENDS),
                without.subList(0, 4));
    }

    @Test
    void aLoopThatTurnsAlreadyIsObservedFromItsNextTurnOn() throws Exception {
        CountDownLatch turns = new CountDownLatch(1);
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        Thread thread;
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            thread = new Thread(() -> loop.run(Script.of((step, last) -> {
                turns.countDown();
                return step == 0 ? goesOn : null;
            })));
            thread.start();
            turns.await();
            StepObservers.add(writing);
            while (LoopInspection.of(loop).observer(writing) == null) {
                Thread.onSpinWait(); // the loop's next turn begins when the step of its main task is over
            }
            goesOn.complete(null);
            thread.join();
        }
        assertEquals(List.of("WOKEN main", "RESUMED main", "RETURNED main", "OVER"), seen);
    }

    @Test
    void aLoopThatNobodyObservesAnyMoreKeepsNothingOfIt() {
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            StepObservers.add(writing);
            loop.run(Task.done());
            StepObservers.remove(writing);
            loop.run(Task.done()); // which is in the queue before the turn
            assertNull(loop.binding.observers);
            assertNull(LoopInspection.of(loop).observer(writing));
        }
        assertEquals(List.of("STARTED main", "RETURNED main", "SPAWNED main", "OVER"), seen);
    }

    @Test
    void anObserverThatFailsIsToldNothingMoreAndTheLoopGoesOn() {
        StepObserver.Kind failing = loop -> (transition, task) -> {
            throw new IllegalStateException("no room");
        };
        StepObservers.add(failing);
        StepObservers.add(writing);
        try (LogRecords log = new LogRecords();
                SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.run(Task.done());
            assertNull(LoopInspection.of(loop).observer(failing));
            assertEquals(1, log.messages().size());
        } finally {
            StepObservers.remove(failing);
        }
        assertEquals(List.of("SPAWNED main", "STARTED main", "RETURNED main", "OVER"), seen);
    }
}
