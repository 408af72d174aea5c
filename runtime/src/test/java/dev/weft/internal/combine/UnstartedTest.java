// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Item;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the parts of an operation that is awaited by a task whose cancellation is due. */
@Timeout(60)
class UnstartedTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final EventLoop loop = EventLoop.simulated(1);

    private interface Operation {
        Awaitable<?> of(Awaitable<?> part);
    }

    static Stream<Named<Operation>> operations() {
        return Stream.of(
                Named.of("gather", part -> Weft.gather(List.of(part))),
                Named.of("gather with more", part -> Weft.gather(part, Task.done())),
                Named.of("gather with what is not there", part -> Weft.gather(Weft.sleep(LONG), part)),
                Named.of("waitFor", part -> new WaitFor<>(part, LONG)),
                Named.of("waitFor without time", part -> new WaitFor<>(part, Duration.ZERO)),
                Named.of("gather in gather", part -> Weft.gather(List.of(Weft.gather(List.of(part))))),
                Named.of("gather in waitFor", part -> new WaitFor<>(Weft.gather(List.of(part)), LONG)),
                Named.of("waitFor in gather", part -> Weft.gather(List.of(new WaitFor<>(part, LONG)))));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    /** Awaits while a cancellation is due, and returns what that throws. */
    private @Nullable Throwable awaitedCancelled(Awaitable<?> awaitable) {
        return loop.run(Script.<@Nullable Throwable>of((step, last) -> {
            if (step == 0) {
                Weft.currentTask().cancel();
                return awaitable;
            }
            return last.failure();
        }));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isNotAskedWhetherItIsReady(Operation operation) {
        Item item = Item.there();
        assertInstanceOf(CancellationException.class, awaitedCancelled(operation.of(item)));
        assertEquals(0, item.asked);
        assertEquals(1, item.withdrawn);
        assertTrue(item.isFree());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRequestedToEndOnceIfItRuns(Operation operation) {
        Latch cleaning = new Latch();
        ScheduledTask<?> running = loop.spawn(Script.of((step, last) -> switch (step) {
            case 0 -> new Latch();
            case 1 -> cleaning;
            default -> last.get();
        }));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        ScheduledTask<@Nullable Throwable> waiting = loop.spawn(Script.of((step, last) -> switch (step) {
            case 0 -> {
                Weft.currentTask().cancel();
                yield operation.of(running);
            }
            default -> last.failure();
        }));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(ScheduledTask.State.SUSPENDED, waiting.state());
        assertTrue(cleaning.isAwaited());
        assertEquals(1, running.cancelling());
        cleaning.open();
        loop.run(waiting);
        assertTrue(running.isReady());
    }

    @Test
    void isRequestedToEndOnceIfItIsGivenTwice() {
        ScheduledTask<?> running = loop.spawn(new Latch());
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertInstanceOf(CancellationException.class, awaitedCancelled(Weft.gather(running, running)));
        assertEquals(1, running.cancelling());
    }

    /** Where some run, only these are waited for. */
    @Test
    void isNotStartedBecauseAnotherRuns() {
        ScheduledTask<?> running = loop.spawn(new Latch());
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        Item item = Item.there();
        assertInstanceOf(CancellationException.class, awaitedCancelled(Weft.gather(item, running)));
        assertEquals(0, item.asked);
        assertEquals(1, item.withdrawn);
        assertEquals(ScheduledTask.State.CANCELLED, running.state());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isReportedWhereItFailsToBeWithdrawn(Operation operation) {
        Item broken = Item.there();
        broken.failure = new IllegalStateException("stuck");
        try (LogRecords warnings = new LogRecords()) {
            assertInstanceOf(CancellationException.class, awaitedCancelled(operation.of(broken)));
            assertEquals(
                    List.of("WARNING: withdraw(...) of dev.weft.internal.Item failed, and it counts as given up"),
                    warnings.lines());
            assertSame(broken.failure, warnings.all().get(0).failure());
        }
    }

    @Test
    void isWithdrawnThoughAnotherFailsToBe() {
        Item broken = Item.there();
        broken.failure = new IllegalStateException("stuck");
        Item item = Item.there();
        try (LogRecords warnings = new LogRecords()) {
            awaitedCancelled(Weft.gather(broken, item));
            assertEquals(1, warnings.all().size());
        }
        assertEquals(1, item.withdrawn);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isLeftForTheNextAwait(Operation operation) {
        Item item = Item.there();
        Awaitable<?> once = operation.of(item);
        assertInstanceOf(CancellationException.class, awaitedCancelled(once));
        assertEquals("item", loop.run(item));
    }

    /** As many operations around the part as would overflow the Java stack, were each to call the next. */
    private static Awaitable<?> nested(Operation operation, Awaitable<?> part) {
        Awaitable<?> outermost = part;
        for (int i = 0; i < 100_000; i++) {
            outermost = operation.of(outermost);
        }
        return outermost;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isWithdrawnHoweverDeepItIsNested(Operation operation) {
        Item item = Item.there();
        assertInstanceOf(CancellationException.class, awaitedCancelled(nested(operation, item)));
        assertEquals(1, item.withdrawn);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isWaitedForHoweverDeepItIsNestedIfItRuns(Operation operation) {
        ScheduledTask<?> running = loop.spawn(new Latch());
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertInstanceOf(CancellationException.class, awaitedCancelled(operation.of(nested(operation, running))));
        assertEquals(ScheduledTask.State.CANCELLED, running.state());
        assertEquals(1, running.cancelling());
    }

    /** It may be a part of parts in many ways: here in as many as a thousand. */
    @Test
    void isWithdrawnOnceWhereverItIsAPart() {
        Item item = Item.there();
        Awaitable<?> shared = item;
        for (int i = 0; i < 10; i++) {
            shared = Weft.gather(shared, new WaitFor<>(shared, LONG));
        }
        assertInstanceOf(CancellationException.class, awaitedCancelled(shared));
        assertEquals(1, item.withdrawn);
    }

    /** A task that is cancelled before it can wait leaves alone what another one waits for. */
    @ParameterizedTest
    @MethodSource("operations")
    void isNotTakenFromAnotherWaiter(Operation operation) {
        Item item = new Item();
        for (Awaitable<?> shared : List.of(Weft.gather(List.of(item)), new WaitFor<>(item, LONG), Weft.sleep(LONG))) {
            ScheduledTask<?> waiting = loop.spawn(shared);
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertInstanceOf(CancellationException.class, awaitedCancelled(shared));
            assertInstanceOf(CancellationException.class, awaitedCancelled(operation.of(shared)));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(ScheduledTask.State.SUSPENDED, waiting.state());
        }
        assertEquals(0, item.withdrawn);
    }

    @Test
    void isNotStartedByAnAwaitThatIsRefused() {
        Task<?> used = Script.of((step, last) -> 1);
        loop.run(used);
        Awaitable<?> late = new WaitFor<>(used, Duration.ZERO);
        String refusal =
                assertThrows(IllegalStateException.class, () -> loop.run(late)).toString();
        assertTrue(refusal.contains("was awaited or spawned before"), refusal);
    }
}
