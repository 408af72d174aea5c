// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What gather and waitFor share; each by itself is tested with woven code. */
@Timeout(60)
class StructuredWaitsTest {
    private interface Operation {
        Awaitable<?> of(Awaitable<?> part);
    }

    static Stream<Named<Operation>> operations() {
        return Stream.of(
                Named.of("gather", part -> Weft.gather(List.of(part))),
                Named.of("waitFor", part -> new WaitFor<>(part, Duration.ofDays(1))));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isAwaitedOnce(Operation operation) {
        Awaitable<?> used = operation.of(Task.of("value"));
        used.block();
        String refusal = assertThrows(IllegalStateException.class, used::block).toString();
        assertTrue(refusal.contains("(...) was awaited before; what it returns is awaited once."), refusal);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void hasNoResultBeforeItHasEnded(Operation operation) {
        Awaitable<?> fresh = operation.of(Task.of("value"));
        String refusal =
                assertThrows(IllegalStateException.class, fresh::result).toString();
        assertTrue(refusal.endsWith("(...) has not ended; ask isReady() first."), refusal);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aCancellationReachesThePartAndEndsTheWaitWhenThatHasUnwound(Operation operation) {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Latch cleaning = new Latch();
            ScheduledTask<?> waiting = loop.spawn(operation.of(Script.of((step, last) -> switch (step) {
                case 0 -> new Latch();
                case 1 -> cleaning;
                default -> throw new CancellationException("the part's");
            })));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            waiting.cancel();
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(ScheduledTask.State.SUSPENDED, waiting.state());
            cleaning.open();
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(ScheduledTask.State.CANCELLED, waiting.state());
        }
    }

    /** What runs already has to be cancelled though nobody waits for it yet. */
    @ParameterizedTest
    @MethodSource("operations")
    void aCancellationBeforeItBeginsReachesAPartThatRuns(Operation operation) {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<?> running = loop.spawn(new Latch());
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            ScheduledTask<?> waiting = loop.spawn(operation.of(running));
            waiting.cancel();
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(ScheduledTask.State.CANCELLED, running.state());
            assertEquals(ScheduledTask.State.CANCELLED, waiting.state());
        }
    }

    @Test
    void aTimeoutSaysWhatWasAwaited() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<?> upload = loop.spawn("upload", new Latch());
            assertEquals(
                    "task upload did not end within PT1S: task upload awaited awaitable " + Latch.class.getName(),
                    timeoutOf(loop, upload, 1));
            assertEquals("sleep PT5S did not end within PT1S", timeoutOf(loop, Weft.sleep(Duration.ofSeconds(5)), 1));
            assertEquals("sleep PT5S did not end within PT0S", timeoutOf(loop, Weft.sleep(Duration.ofSeconds(5)), 0));
            var both = Weft.gather(List.of(new Latch(), Weft.yieldNow()));
            String late = timeoutOf(loop, both, 1);
            assertTrue(late.startsWith("gather 1 of 2 running did not end within PT1S: task task-"), late);
            assertTrue(late.endsWith(" awaited awaitable " + Latch.class.getName()), late);
        }
    }

    @Test
    void aTimeoutComesAlsoOfWhatCannotDescribeItself() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(
                    "an awaitable that cannot describe itself did not end within PT1S",
                    timeoutOf(loop, new Nameless(), 1));
        }
    }

    private static final class Nameless implements Awaitable<Integer> {
        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public Integer result() {
            return 0;
        }

        @Override
        public void subscribe(Waiter waiter) {}

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        @Override
        public WaitDescription describe() {
            throw new IllegalStateException("nameless");
        }
    }

    private static String timeoutOf(EventLoop loop, Awaitable<?> awaitable, int seconds) {
        return String.valueOf(assertThrows(
                        TimeoutException.class, () -> loop.run(new WaitFor<>(awaitable, Duration.ofSeconds(seconds))))
                .getMessage());
    }

    private static Task<Object> failing(Awaitable<?> after, RuntimeException failure) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return after;
            }
            throw failure;
        });
    }

    /** Exceptions that are made once and thrown often. */
    @Test
    void exceptionsThatAreThrownAgainDoNotGrow() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        try (EventLoop loop = EventLoop.create()) {
            for (int i = 0; i < 10; i++) {
                var both = Weft.gather(List.of(
                        failing(Weft.yieldNow(), first), failing(new Latch(), second), failing(new Latch(), first)));
                assertSame(first, assertThrows(IllegalStateException.class, () -> loop.run(both)));
            }
        }
        assertEquals(List.of(second), List.of(first.getSuppressed()));
        assertEquals(0, second.getSuppressed().length);
    }

    @Test
    void aCancelledGatherShowsWhoAwaitsIt() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<?> waiting = loop.spawn(
                    Script.awaiting("all;com.example.Orders;20,22;Orders.java", Weft.gather(List.of(new Latch()))));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            waiting.cancel();
            CancellationException cancelled = assertThrows(CancellationException.class, () -> loop.run(waiting));
            StackTraceElement[] trace = cancelled.getStackTrace();
            assertTrue(
                    Stream.of(trace)
                            .map(StackTraceElement::toString)
                            .anyMatch(line -> line.equals("com.example.Orders.all(Orders.java:22)")),
                    () -> List.of(trace).toString());
        }
    }
}
