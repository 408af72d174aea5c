// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtCloseTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final List<String> events = new ArrayList<>();

    private Runnable add(String name) {
        return loop.onClose(() -> events.add(name));
    }

    @Test
    void runsTheNewestFirstAndWhatWasTakenBackNotAtAll() {
        List<Runnable> takenBack = List.of(add("1"), add("2"), add("3"), add("4"), add("5"));
        for (int i : new int[] {0, 2, 4, 2}) {
            takenBack.get(i).run();
        }
        add("6");
        loop.close();
        assertEquals(List.of("6", "4", "2"), events);
    }

    @Test
    void runsTheOthersWhenOneFails() throws Exception {
        AssertionError failure = new AssertionError();
        add("1");
        loop.onClose(() -> {
            throw failure;
        });
        add("3");
        try (LogRecords log = new LogRecords()) {
            loop.close();
            assertEquals(
                    List.of("WARNING: The action at the close of the event loop (a lambda in "
                            + AtCloseTest.class.getName() + ") failed"),
                    log.lines());
            assertSame(failure, log.all().get(0).failure());
        }
        assertEquals(List.of("3", "1"), events);
    }

    @Test
    void runsAfterTheTasksAndEndsThoseThatItSpawns() {
        loop.spawn(Weft.sleep(Duration.ofDays(1)));
        loop.onClose(() -> {
            events.add("spawns: " + loop.tasks());
            loop.spawn(Weft.sleep(Duration.ofDays(1)));
        });
        loop.close();
        assertEquals(List.of("spawns: []"), events);
    }

    @Test
    void runsWhatThePostedActionsAdded() {
        loop.onClose(() -> loop.post(() -> add("late")));
        loop.close();
        assertEquals(List.of("late"), events);
        assertThrows(IllegalStateException.class, () -> add("too late"));
    }

    @Test
    void takesNothingBackTwice() {
        Runnable first = add("1");
        Runnable second = add("2");
        second.run();
        Runnable third = add("3");
        second.run();
        loop.close();
        third.run();
        first.run();
        assertEquals(List.of("3", "1"), events);
    }
}
