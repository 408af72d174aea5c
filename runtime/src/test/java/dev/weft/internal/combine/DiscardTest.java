// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.Weft;
import dev.weft.internal.Item;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gather and waitFor do with a result that they took and that nobody gets. */
@Timeout(60)
class DiscardTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final EventLoop loop = EventLoop.simulated(1);
    private final Item item = Item.there();
    private final IOException failure = new IOException();

    @AfterEach
    void close() {
        loop.close();
    }

    private void turn() {
        loop.run(Weft.sleep(Duration.ofNanos(1)));
    }

    private Awaitable<Object> failing() {
        return Script.of((step, last) -> {
            last.get();
            if (step == 0) {
                return Weft.sleep(Duration.ofMillis(1));
            }
            throw failure;
        });
    }

    private void assertGivenBack() {
        assertEquals(1, item.given);
        assertEquals(1, item.discarded);
    }

    @Test
    void gatherGivesBackWhatItHasWhenAnotherPartFails() {
        assertSame(failure, assertThrows(IOException.class, () -> loop.run(Weft.gather(item, failing()))));
        assertGivenBack();
    }

    @Test
    void gatherGivesBackWhatItHasWhenItIsCancelled() {
        ScheduledTask<?> waiting = loop.spawn(Weft.gather(item, new Latch()));
        turn();
        waiting.cancel();
        assertThrows(CancellationException.class, () -> loop.run(waiting));
        assertGivenBack();
    }

    /** As many calls around it as would overflow the Java stack, were each to hand the result to the next. */
    @Test
    void whatIsGivenBackReachesThePartHoweverDeepItIsNested() {
        Awaitable<?> nested = item;
        for (int i = 0; i < 10_000; i++) {
            nested = i % 2 == 0 ? new WaitFor<>(nested, LONG) : Weft.gather(List.of(nested));
        }
        Awaitable<?> both = Weft.gather(nested, failing());
        assertSame(failure, assertThrows(IOException.class, () -> loop.run(both)));
        assertGivenBack();
    }

    /** What unwinds may need it. */
    @Test
    void gatherGivesItBackBeforeTheOtherPartsHaveUnwound() {
        Latch cleaning = new Latch();
        Awaitable<?> slow = Script.of((step, last) -> switch (step) {
            case 0 -> new Latch();
            case 1 -> cleaning;
            default -> last.get();
        });
        ScheduledTask<?> waiting = loop.spawn(Weft.gather(List.of(item, slow)));
        turn();
        waiting.cancel();
        turn();
        assertEquals(1, item.discarded);
        assertFalse(waiting.isReady());
        waiting.cancel();
        cleaning.open();
        assertThrows(CancellationException.class, () -> loop.run(waiting));
        assertGivenBack();
    }

    @Test
    void gatherGivesBackWhatComesInSpiteOfTheCancellation() {
        Item late = new Item();
        ScheduledTask<?> waiting = loop.spawn(Weft.gather(item, late));
        turn();
        waiting.cancel();
        late.put();
        assertThrows(CancellationException.class, () -> loop.run(waiting));
        assertEquals(1, late.given);
        assertEquals(1, late.discarded);
        assertGivenBack();
    }

    @Test
    void gatherGivesBackWhatAGatherGaveIt() {
        Item second = Item.there();
        Awaitable<?> both = Weft.gather(Weft.gather(item, second), failing());
        assertThrows(IOException.class, () -> loop.run(both));
        assertGivenBack();
        assertEquals(1, second.discarded);
    }

    @Test
    void gatherGivesBackWhatAWaitForGaveIt() {
        assertThrows(IOException.class, () -> loop.run(Weft.gather(List.of(new WaitFor<>(item, LONG), failing()))));
        assertGivenBack();
    }

    @Test
    void gatherGivesNothingBackWhenItHasAll() {
        assertEquals(new Tuple2<>("item", 1), loop.run(Weft.gather(item, Task.of(1))));
        assertEquals(0, item.discarded);
    }

    /** A result that is there wins, and the cancellation comes at the next await. */
    @Test
    void gatherGivesItsResultsIfAllWereThereWhenTheCancellationCame() {
        Item second = new Item();
        ScheduledTask<?> waiting = loop.spawn(Weft.gather(item, second));
        turn();
        second.hand();
        loop.run(Script.of((step, last) -> {
            if (second.given == 0) {
                return Weft.yieldNow();
            }
            waiting.cancel();
            return null;
        }));
        assertEquals(new Tuple2<>("item", "item"), loop.run(waiting));
        assertEquals(0, item.discarded + second.discarded);
    }

    @Test
    void gatherGivesAllBackThoughOneFailsToTakeIt() {
        Item broken = Item.there();
        broken.failure = new IllegalStateException("stuck");
        try (LogRecords warnings = new LogRecords()) {
            assertThrows(IOException.class, () -> loop.run(Weft.gather(broken, item, failing())));
            assertEquals(
                    List.of(
                            "WARNING: discard(...) of dev.weft.internal.Item failed, so a result that nobody gets may not be given back"),
                    warnings.lines());
            assertSame(broken.failure, warnings.all().get(0).failure());
        }
        assertGivenBack();
    }

    @Test
    void gatherLeavesTheResultOfAScheduledTaskWithIt() {
        ScheduledTask<String> task = loop.spawn(item);
        assertThrows(IOException.class, () -> loop.run(Weft.gather(task, failing())));
        assertEquals(0, item.discarded);
        assertEquals("item", loop.run(task));
    }

    @Test
    void aGatherThatIsRefusedGivesBackWhatItsPartsTake() {
        Task<?> twice = Script.of((step, last) -> 1);
        assertThrows(IllegalStateException.class, () -> loop.run(Weft.gather(List.of(item, twice, twice))));
        assertEquals(item.given, item.discarded);
    }

    @Test
    void waitForGivesAResultThatComesInSpiteOfTheTimeout() {
        Item late = new Item();
        ScheduledTask<String> waiting = loop.spawn(new WaitFor<>(late, Duration.ofMillis(1)));
        turn();
        late.put();
        assertEquals("item", loop.run(waiting));
        assertEquals(0, late.discarded);
    }

    @Test
    void waitForWithoutTimeGivesWhatIsThereAndTakesNothingElse() {
        assertEquals("item", loop.run(new WaitFor<>(item, Duration.ZERO)));
        Item late = new Item();
        assertThrows(TimeoutException.class, () -> loop.run(new WaitFor<>(late, Duration.ZERO)));
        assertEquals(0, late.given);
        assertEquals(1, late.withdrawn);
    }

    /** Its part was asked and has said that it is ready, when the cancellation comes. */
    @Test
    void waitForWithoutTimeGivesWhatIsThereToATaskThatIsCancelledInThatTurn() {
        ScheduledTask<String> waiting = loop.spawn(new WaitFor<>(item, Duration.ZERO));
        loop.run(Script.of((step, last) -> {
            if (item.asked == 0) {
                return Weft.yieldNow();
            }
            waiting.cancel();
            return null;
        }));
        assertEquals("item", loop.run(waiting));
    }
}
