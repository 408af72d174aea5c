// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.Weft;
import dev.weft.debug.TaskDump;
import dev.weft.sync.Event;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of the tasks that are ready goes on first. */
@Timeout(60)
class PriorityTest {
    private static final List<Priority> ALL = List.of(Priority.values());

    private final List<String> ran = new ArrayList<>();

    /** Runs some steps, and notes each. */
    private Script<Void> steps(String name, int count) {
        return Script.of((step, last) -> {
            var unused = last.get(); // a cancellation ends it
            ran.add(name);
            return step < count - 1 ? Weft.yieldNow() : null;
        });
    }

    /** Spawns a task of each priority, the lowest first, on a loop that has nothing else to do, and runs them all. */
    private void runAll(EventLoop loop, int steps) {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
            String name = priority.name();
            tasks.add(loop.spawn(name, steps(name, steps), priority));
        }
        loop.run(Script.of((step, last) -> step < tasks.size() ? tasks.get(step) : null));
    }

    @Test
    void theHighestPriorityIsFirst() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            runAll(loop, 2);
        }
        assertEquals(List.of("HIGH", "HIGH", "NORMAL", "NORMAL", "LOW", "LOW"), ran);
    }

    @Test
    void whoIsPassedOverGoesOnAfterSevenStepsOfOthers() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            runAll(loop, 100);
        }
        assertBounded("NORMAL", ran.lastIndexOf("NORMAL"));
        assertBounded("LOW", ran.lastIndexOf("LOW"));
        assertTrue(ran.indexOf("LOW") >= 7, ran.toString());
    }

    /** The main task is normal, too, and may have the turn that is for such a one. */
    private void assertBounded(String name, int end) {
        int passed = 0;
        for (String each : ran.subList(0, end)) {
            passed = each.equals(name) ? 0 : passed + 1;
            assertTrue(passed <= 16, name + " waits in " + ran);
        }
    }

    @Test
    void ofTasksThatAreAlwaysReadyTheLowGetOneStepInEight() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            runAll(loop, 800);
        }
        List<String> beginning = ran.subList(0, 800);
        long low = beginning.stream().filter("LOW"::equals).count();
        long normal = beginning.stream().filter("NORMAL"::equals).count();
        assertTrue(low >= 95 && low <= 105, low + " steps of 800");
        assertTrue(normal >= 80 && normal <= 105, normal + " steps of 800");
    }

    @Test
    void aSeedShufflesWithinAPriorityAndIsTheSameEachTime() {
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            List<String> first = shuffled(seed);
            assertEquals(first, shuffled(seed), "seed " + seed);
            assertTrue(first.subList(0, 3).stream().allMatch(name -> name.startsWith("HIGH")), first.toString());
            assertTrue(first.subList(6, 9).stream().allMatch(name -> name.startsWith("LOW")), first.toString());
            orders.add(first);
        }
        assertTrue(orders.size() > 10, orders.size() + " orders of 20");
    }

    private List<String> shuffled(long seed) {
        ran.clear();
        try (EventLoop loop = EventLoop.simulated(seed)) {
            loop.run(Script.of((step, last) -> {
                for (int i = 0; step == 0 && i < 9; i++) {
                    Priority priority = ALL.get(i % ALL.size());
                    loop.spawn("task", steps(priority.name() + i, 1), priority);
                }
                return step == 0 ? Weft.sleep(Duration.ofMillis(1)) : null;
            }));
        }
        return List.copyOf(ran);
    }

    @Test
    void whatATaskStartsHasItsPriorityUnlessItIsGivenAnother() {
        List<Priority> seen = new ArrayList<>();
        try (EventLoop loop = EventLoop.create()) {
            var low = loop.spawn(
                    "low",
                    Script.of((step, last) -> {
                        if (step == 0) {
                            seen.add(loop.spawn(noting(seen)).priority());
                            seen.add(loop.spawn("other", noting(seen), Priority.HIGH)
                                    .priority());
                            return Weft.gather(List.of(noting(seen), noting(seen)));
                        }
                        return null;
                    }),
                    Priority.LOW);
            assertEquals(Priority.LOW, low.priority());
            loop.run(low);
            assertEquals(Priority.NORMAL, loop.spawn(noting(seen)).priority());
        }
        assertEquals(
                List.of(Priority.LOW, Priority.HIGH, Priority.HIGH, Priority.LOW, Priority.LOW, Priority.LOW),
                seen.subList(0, 6));
    }

    @Test
    void aChildOfAGroupHasThePriorityOfTheGroupsTaskUnlessItIsGivenAnother() {
        List<Priority> seen = new ArrayList<>();
        try (EventLoop loop = EventLoop.create()) {
            var group = TaskGroup.run(children -> {
                children.spawn("child", noting(seen));
                String name =
                        children.spawn("other", noting(seen), Priority.LOW).name();
                assertEquals("other (low)", name);
                return Task.done();
            });
            loop.run(loop.spawn("high", group, Priority.HIGH));
        }
        assertEquals(List.of(Priority.HIGH, Priority.LOW), seen);
    }

    /** As a server does for each connection. */
    @Test
    void aTaskThatIsSpawnedInTheNameOfAnotherHasThePriorityOfThat() {
        try (EventLoop loop = EventLoop.create()) {
            var server = loop.spawn("server", Weft.yieldNow(), Priority.HIGH);
            Object priority = loop.run(Script.of((step, last) ->
                    loop.spawn(() -> "connection", Weft.yieldNow(), server).priority()));
            assertEquals(Priority.HIGH, priority);
        }
    }

    private static Awaitable<Void> noting(List<Priority> seen) {
        return Script.of((step, last) -> {
            seen.add(Weft.currentTask().priority());
            return null;
        });
    }

    @Test
    void aWakeFromTheSelectorKeepsThePriority() throws Exception {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink();
                EventLoop loop = EventLoop.create()) {
            source.configureBlocking(false);
            Event waits = new Event();
            List<ScheduledTask<?>> tasks = List.of(
                    loop.spawn("normal", woken("normal", waits)),
                    loop.spawn("high", woken("high", waits), Priority.HIGH));
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    loop.watch(source, SelectionKey.OP_READ, ready -> waits.set());
                    var unused = sink.write(ByteBuffer.allocate(1));
                }
                return step < 2 ? tasks.get(step) : null;
            }));
        }
        assertEquals(List.of("high", "normal"), ran);
    }

    private Script<Void> woken(String name, Event event) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return event.untilSet();
            }
            ran.add(name);
            return null;
        });
    }

    @Test
    void aTaskThatIsCancelledBeforeItBeginsOrWhileItGivesWayIsNeverPassedOverForEver() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            var unstarted = loop.spawn("unstarted", steps("LOW", 1), Priority.LOW);
            var giving = loop.spawn("giving", steps("LOW", 1_000_000), Priority.LOW);
            var others = loop.spawn("others", steps("HIGH", 50), Priority.HIGH);
            unstarted.cancel();
            loop.run(Script.of((step, last) -> switch (step) {
                case 0 -> others;
                case 1 -> {
                    giving.cancel();
                    yield Weft.allSettled(List.of(unstarted, giving));
                }
                default -> null;
            }));
            assertEquals(ScheduledTask.State.CANCELLED, unstarted.state());
            assertEquals(ScheduledTask.State.CANCELLED, giving.state());
        }
    }

    @Test
    void aNameThatWasGivenEndsWithThePriority() {
        try (EventLoop loop = EventLoop.create()) {
            var low = loop.spawn("reindex", Weft.sleep(Duration.ofHours(1)), Priority.LOW);
            assertEquals("reindex (low)", low.name());
            assertEquals(
                    "answer (high)",
                    loop.spawn("answer", Weft.yieldNow(), Priority.HIGH).name());
            assertEquals(
                    "rest", loop.spawn("rest", Weft.yieldNow(), Priority.NORMAL).name());
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    return Weft.yieldNow();
                }
                assertTrue(TaskDump.capture().toTree().contains("reindex (low)"));
                return null;
            }));
        }
    }

    @Test
    void whatIsReadyIsCountedInAllPriorities() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            for (Priority priority : ALL) {
                loop.spawn("each", steps("each", 1), priority);
            }
            List<Integer> ready = new ArrayList<>();
            loop.run(Script.of((step, last) -> {
                for (Priority priority : ALL) {
                    loop.spawn("each", steps("each", 1), priority);
                }
                ready.add(loop.metrics().ready());
                return null;
            }));
            assertTrue(ready.get(0) >= 3, ready.toString());
        }
    }
}
