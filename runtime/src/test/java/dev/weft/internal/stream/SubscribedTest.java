// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.abi.Unclaimed;
import dev.weft.support.LogRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a subscription that its consumer leaves, or of which the publisher breaks the rules. */
class SubscribedTest {
    private static final String LEFT = "AsyncGenerator.from(...) was left before its end and never closed";

    private final LogRecords warnings = new LogRecords();

    @AfterEach
    void logAgain() {
        warnings.close();
    }

    /** Gives elements when they are requested, without end, and throws where a test says so. */
    private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
        final List<String> asked = new ArrayList<>();
        final IllegalStateException failure = new IllegalStateException("of the publisher");
        private final String throwsIn;
        private Consumer<Integer> subscriber = element -> {};

        Source(String throwsIn) {
            this.throwsIn = throwsIn;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscribed) {
            subscriber = subscribed::onNext;
            subscribed.onSubscribe(this);
            note("subscribe");
        }

        @Override
        public void request(long count) {
            note(asked.contains("request") ? "request again" : "request");
            for (int i = 0; i < count; i++) {
                subscriber.accept(i);
            }
        }

        @Override
        public void cancel() {
            note("cancel");
        }

        private void note(String call) {
            asked.add(call);
            if (call.equals(throwsIn)) {
                throw failure;
            }
        }
    }

    private boolean isReported() {
        return warnings.messages().stream().anyMatch(message -> message.startsWith(LEFT));
    }

    // ------------------------------------------------------------------ it is left

    @Test
    void isCancelledWithTheLoopOnWhichItBegan() throws Exception {
        Source source = new Source("");
        AsyncGenerator<Integer> generator = AsyncGenerator.from(source, 4);
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertTrue(loop.run(generator.next()));
        }
        assertEquals(List.of("subscribe", "request", "cancel"), source.asked);
        assertTrue(isReported(), warnings.messages()::toString);
        try (EventLoop loop = EventLoop.simulated(1)) {
            for (int left = 1; left < 4; left++) {
                assertTrue(loop.run(generator.next()), "what has come is there");
            }
            assertThrows(IllegalStateException.class, () -> loop.run(generator.next()));
            assertFalse(loop.run(generator.next()));
        }
    }

    @Test
    void refusesASecondAwaitOfOneNextAndKeepsTheElement() throws Exception {
        AsyncGenerator<Integer> generator = AsyncGenerator.from(new Source(""), 4);
        try (EventLoop loop = EventLoop.simulated(1)) {
            Awaitable<Boolean> next = generator.next();
            assertTrue(loop.run(next));
            assertEquals(
                    "next() of AsyncGenerator.from(...) was awaited twice. Call next() again for another element.",
                    assertThrows(IllegalStateException.class, () -> loop.run(next))
                            .getMessage());
            assertTrue(loop.run(generator.next()));
            assertEquals(1, generator.current());
            generator.close();
        }
    }

    @Test
    void refusesAnotherLoopThanThatOfItsFirstElementWhileThatLives() throws Exception {
        Source source = new Source("");
        try (EventLoop other = EventLoop.create()) {
            AsyncGenerator<Integer> generator = AsyncGenerator.from(source, 4);
            try (EventLoop loop = EventLoop.create()) {
                loop.run(generator.next());
                String message = assertThrows(IllegalStateException.class, () -> other.run(generator.next()))
                        .toString();
                assertTrue(message.contains("belongs to the loop of its first consumer"), message);
                assertTrue(loop.run(generator.next()));
                assertEquals(1, generator.current());
            }
        }
    }

    @Test
    void isCancelledWhenItIsCollected() throws Exception {
        Source source = new Source("");
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertTrue(loop.run(AsyncGenerator.from(source, 4).next()));
            for (int i = 0; i < 200 && !source.asked.contains("cancel"); i++) {
                System.gc();
                Unclaimed.reportCollected();
            }
            assertEquals(List.of("subscribe", "request", "cancel"), source.asked);
            assertTrue(isReported(), warnings.messages()::toString);
        }
    }

    @Test
    void isNotReportedWhenItWasClosedOrTheFlowHasEnded() throws Exception {
        AsyncGenerator<Integer> ended = AsyncGenerator.from(
                subscriber -> {
                    subscriber.onSubscribe(new Source(""));
                    subscriber.onComplete();
                },
                4);
        Source source = new Source("");
        AsyncGenerator<Integer> closed = AsyncGenerator.from(source, 4);
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertTrue(loop.run(closed.next()));
            closed.close();
            assertFalse(loop.run(ended.next()));
        }
        assertEquals(List.of("subscribe", "request", "cancel"), source.asked);
        assertFalse(isReported(), warnings.messages()::toString);
    }

    // ------------------------------------------------------------------ the publisher throws

    @Test
    void isCancelledWhenAskingForMoreThrows() throws Exception {
        assertIsCancelledByAFailureIn("request again", List.of("subscribe", "request", "request again", "cancel"));
    }

    @Test
    void isCancelledWhenAskingForTheFirstThrows() throws Exception {
        assertIsCancelledByAFailureIn("request", List.of("subscribe", "request", "cancel"));
    }

    @Test
    void isCancelledWhenSubscribingThrowsAfterAll() throws Exception {
        assertIsCancelledByAFailureIn("subscribe", List.of("subscribe", "cancel"));
    }

    private static void assertIsCancelledByAFailureIn(String call, List<String> asked) throws Exception {
        Source source = new Source(call);
        AsyncGenerator<Integer> generator = AsyncGenerator.from(source, 4);
        try (EventLoop loop = EventLoop.simulated(1)) {
            IllegalStateException thrown =
                    assertThrows(IllegalStateException.class, () -> loop.run(generator.toList()));
            assertSame(source.failure, thrown);
        }
        assertEquals(asked, source.asked);
    }
}
