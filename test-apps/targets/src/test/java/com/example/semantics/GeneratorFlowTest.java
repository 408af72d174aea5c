// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Elements.failing;
import static com.example.semantics.Elements.failsToEnd;
import static com.example.semantics.Elements.first;
import static com.example.semantics.Elements.numbers;
import static com.example.semantics.Elements.slowToEnd;
import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bridge between generators and {@link Flow}. What the Reactive Streams TCK says of it is in a module of its own. */
@Timeout(120)
class GeneratorFlowTest implements OnEverySchedule {
    /** A subscriber that notes its signals. */
    private static class Notes implements Flow.Subscriber<Object> {
        final List<String> signals = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Object element) {
            signals.add(element.toString());
        }

        @Override
        public void onError(Throwable thrown) {
            signals.add(thrown.toString());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    /** A publisher on the subscriber's thread, which notes what is asked of it. */
    private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
        final List<String> asked = new ArrayList<>();
        private final int count;
        private final Throwable failure;
        private Flow.Subscriber<? super Integer> subscriber;
        private int given;

        Source(int count, Throwable failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscribed) {
            asked.add("subscribe");
            subscriber = subscribed;
            subscribed.onSubscribe(this);
        }

        @Override
        public void request(long wanted) {
            asked.add("request " + wanted);
            if (subscriber == null) {
                return;
            }
            for (long i = 0; i < wanted && given < count; i++) {
                subscriber.onNext(++given);
            }
            if (given == count) {
                given++;
                if (failure == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(failure);
                }
            }
        }

        @Override
        public void cancel() {
            asked.add("cancel");
        }
    }

    private final List<String> events = new ArrayList<>();

    // ------------------------------------------------------------------ from a publisher

    /** kotlinx reactive PublisherAsFlowTest: request size with buffer, request buffer of ten. */
    @AsyncTest
    void requestsInBatchesAsTheConsumerTakes() throws Exception {
        Source source = new Source(10, null);
        AsyncGenerator<Integer> generator = AsyncGenerator.from(source, 4);
        assertEquals(List.of(), source.asked);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), await(generator.toList()));
        assertEquals(List.of("subscribe", "request 4", "request 3", "request 3"), source.asked);
    }

    /** kotlinx reactive PublisherAsFlowTest: request rendezvous, request buffer of one. */
    @AsyncTest
    void requestsOneByOneWithoutAPrefetch() throws Exception {
        Source source = new Source(2, null);
        assertEquals(List.of(1, 2), await(AsyncGenerator.from(source, 1).toList()));
        assertEquals(List.of("subscribe", "request 1", "request 1"), source.asked.subList(0, 3));
        assertThrows(IllegalArgumentException.class, () -> AsyncGenerator.from(source, 0));
    }

    /** kotlinx reactive PublisherAsFlowTest: cancellation, produce cancellation. */
    @AsyncTest
    void closingCancelsTheSubscription() throws Exception {
        Source source = new Source(10, null);
        assertEquals(List.of(1, 2), await(first(2, AsyncGenerator.from(source, 8))));
        assertEquals(List.of("subscribe", "request 8", "cancel"), source.asked);
    }

    /** It is at the end then, as one of a buffer is. */
    @AsyncTest
    void closingWakesATaskThatWaitsForAnElement() throws Exception {
        for (AsyncGenerator<Integer> generator : List.of(
                AsyncGenerator.<Integer>from(subscriber -> subscriber.onSubscribe(new Silent()), 2),
                numbers("a", 1, LONG, events).buffer(1))) {
            ScheduledTask<Boolean> waits = spawn(generator.next());
            await(sleep(ms(1)));
            await(generator.closing());
            assertFalse(await(waits));
        }
    }

    /** Gives nothing. */
    private static final class Silent implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    @AsyncTest
    void neverSubscribesIfItIsClosedBefore() throws Exception {
        Source source = new Source(10, null);
        AsyncGenerator<Integer> generator = AsyncGenerator.from(source, 8);
        await(generator.closing());
        assertFalse(await(generator.next()));
        assertEquals(List.of(), source.asked);
    }

    /** kotlinx reactive PublisherAsFlowTest: exception. */
    @AsyncTest
    void throwsTheFailureOfThePublisherAfterItsElements() throws Exception {
        IOException failure = new IOException("gone");
        AsyncGenerator<Integer> generator = AsyncGenerator.from(new Source(2, failure), 8);
        assertTrue(await(generator.next()));
        assertTrue(await(generator.next()));
        assertEquals(2, generator.current());
        assertSame(failure, await(failureOf(generator.next())));
        assertFalse(await(generator.next()));
    }

    /** kotlinx jdk9 PublisherCollectTest: collect throwing publisher. */
    @AsyncTest
    void throwsWhatSubscribingThrows() throws Exception {
        IllegalStateException refused = new IllegalStateException("refused");
        AsyncGenerator<Integer> generator = AsyncGenerator.from(
                subscriber -> {
                    throw refused;
                },
                1);
        assertSame(refused, await(failureOf(generator.next())));
    }

    @AsyncTest
    void cancelsThePublisherThatGivesMoreThanWasRequested() throws Exception {
        Source source = new Source(0, null);
        AsyncGenerator<Integer> generator = AsyncGenerator.from(
                subscriber -> {
                    subscriber.onSubscribe(source);
                    for (int i = 0; i < 9; i++) {
                        subscriber.onNext(i);
                    }
                },
                2);
        assertTrue(await(generator.next()));
        assertTrue(await(generator.next()));
        Throwable thrown = await(failureOf(generator.next()));
        assertInstanceOf(IllegalStateException.class, thrown);
        assertTrue(thrown.getMessage().contains("rule 1.1"), thrown.getMessage());
        assertEquals(List.of("cancel"), source.asked);
    }

    @AsyncTest
    void waitsForAPublisherThatAnswersLate() throws Exception {
        CompletableFuture<Flow.Subscriber<? super Integer>> subscribed = new CompletableFuture<>();
        Source source = new Source(9, null);
        AsyncGenerator<Integer> generator = AsyncGenerator.from((Flow.Publisher<Integer>) subscribed::complete, 4);
        ScheduledTask<Boolean> next = spawn(generator.next());
        await(sleep(ms(1)));
        subscribed.getNow(null).onSubscribe(source);
        await(sleep(ms(1)));
        assertEquals(List.of("request 4"), source.asked);
        subscribed.getNow(null).onNext(7);
        assertTrue(await(next));
        assertEquals(7, generator.current());
        generator.close();
        assertEquals(List.of("request 4", "cancel"), source.asked);
    }

    @AsyncTest
    void losesNoElementToACancelledWait() throws Exception {
        CompletableFuture<Flow.Subscriber<? super Integer>> subscribed = new CompletableFuture<>();
        AsyncGenerator<Integer> generator = AsyncGenerator.from((Flow.Publisher<Integer>) subscribed::complete, 4);
        ScheduledTask<Boolean> next = spawn(generator.next());
        await(sleep(ms(1)));
        subscribed.getNow(null).onSubscribe(new Source(9, null));
        next.cancel();
        await(failureOf(next));
        subscribed.getNow(null).onNext(7);
        assertTrue(await(generator.next()));
        assertEquals(7, generator.current());
        await(generator.closing());
    }

    /** kotlinx jdk9 IntegrationTest: numbers, of other threads. */
    @Test
    void consumesWhatOtherThreadsPublish() throws Exception {
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 16);
        Thread thread = new Thread(() -> publish(publisher, 1000));
        try (EventLoop loop = EventLoop.create()) {
            thread.start();
            List<Integer> got =
                    loop.run(AsyncGenerator.<Integer>from(publisher, 8).toList());
            assertEquals(1000, got.size());
            assertEquals(1000, got.get(999));
        }
        thread.join();
    }

    private static void publish(SubmissionPublisher<Integer> publisher, int count) {
        try (publisher) {
            while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
            }
            for (int i = 1; i <= count; i++) {
                publisher.submit(i);
            }
        }
    }

    // ------------------------------------------------------------------ as a publisher

    private Notes subscribed(Flow.Publisher<?> publisher, Notes notes) {
        publisher.subscribe(notes);
        return notes;
    }

    /** kotlinx jdk9 PublishTest: basic empty, basic single. */
    @AsyncTest
    void givesAsManyAsAreRequestedAndMakesNoMore() throws Exception {
        Notes notes = subscribed(AsyncGenerator.publisher(() -> numbers("a", 3, ms(1), events)), new Notes());
        await(sleep(ms(10)));
        assertEquals(List.of(), events);
        notes.subscription.request(2);
        await(sleep(ms(10)));
        assertEquals(List.of("1", "2"), notes.signals);
        assertEquals(List.of("a begins", "a makes 1", "a makes 2"), events);
        notes.subscription.request(Long.MAX_VALUE);
        notes.subscription.request(Long.MAX_VALUE);
        await(sleep(ms(10)));
        assertEquals(List.of("1", "2", "3", "complete"), notes.signals);
    }

    /** kotlinx jdk9 PublisherMultiTest: concurrent stress. */
    @AsyncTest
    void makesAGeneratorForEachSubscription() throws Exception {
        Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(() -> numbers("a", 2, ms(1), events));
        Notes one = subscribed(publisher, new Notes());
        Notes two = subscribed(publisher, new Notes());
        one.subscription.request(9);
        two.subscription.request(9);
        await(sleep(ms(10)));
        assertEquals(List.of("1", "2", "complete"), one.signals);
        assertEquals(one.signals, two.signals);
    }

    /** kotlinx jdk9 PublishTest: basic error. */
    @AsyncTest
    void tellsTheSubscriberOfAFailure() throws Exception {
        IOException failure = new IOException("gone");
        Notes notes = subscribed(AsyncGenerator.publisher(() -> failing(1, ms(1), failure)), new Notes());
        notes.subscription.request(9);
        await(sleep(ms(10)));
        assertEquals(List.of("1", failure.toString()), notes.signals);
        Notes none = subscribed(AsyncGenerator.publisher(() -> null), new Notes());
        await(sleep(ms(1)));
        assertEquals(1, none.signals.size());
        assertTrue(none.signals.get(0).contains("null in place of a generator"), none.signals.toString());
    }

    /** kotlinx jdk9 PublisherBackpressureTest: cancel while it waits for demand. */
    @AsyncTest
    void cancellingClosesTheGeneratorWhereverItStands() throws Exception {
        Notes waits = subscribed(AsyncGenerator.publisher(() -> numbers("a", 3, LONG, events)), new Notes());
        Notes stands = subscribed(AsyncGenerator.publisher(() -> slowToEnd("b", ms(5), events)), new Notes());
        waits.subscription.request(1);
        stands.subscription.request(2);
        await(sleep(ms(10)));
        waits.subscription.cancel();
        stands.subscription.cancel();
        stands.subscription.cancel();
        waits.subscription.request(1);
        await(sleep(ms(10)));
        assertEquals(List.of("a begins", "a ends", "b ends after 2"), events);
        assertEquals(List.of(), waits.signals);
        assertEquals(List.of("1", "2"), stands.signals);
        assertEquals(1, EventLoop.current().tasks().size());
    }

    @AsyncTest
    void cancellingWhenAnElementComesLeavesTheFinallyBlockInPeace() throws Exception {
        Notes notes = subscribed(AsyncGenerator.publisher(() -> Elements.slowInBoth(ms(10), events)), new Notes());
        notes.subscription.request(9);
        await(sleep(ms(10)));
        notes.subscription.cancel(); // in the turn in which the first element comes, before or after that
        await(sleep(ms(30)));
        assertEquals(List.of("cleaned up"), events);
    }

    /** kotlinx jdk9 FlowAsPublisherTest: cancellation is not reported. */
    @AsyncTest
    void cancellingInOnNextIsObeyedAtOnceAndTheFinallyBlockMayAwait() throws Exception {
        Notes notes = subscribed(AsyncGenerator.publisher(() -> slowToEnd("a", ms(5), events)), new Notes() {
            @Override
            public void onNext(Object element) {
                super.onNext(element);
                if (signals.size() == 2) {
                    subscription.cancel();
                }
            }
        });
        notes.subscription.request(9);
        await(sleep(ms(20)));
        assertEquals(List.of("1", "2"), notes.signals);
        assertEquals(List.of("a ends after 2"), events);
    }

    /** kotlinx jdk9 FlowAsPublisherTest: error on cancellation is reported. */
    @AsyncTest
    void reportsWhatTheGeneratorFailsWithAfterACancellation() throws Exception {
        List<Throwable> unseen = new ArrayList<>();
        EventLoop.current().setExceptionHandler((UnseenFailure failure) -> unseen.add(failure.failure()));
        IllegalStateException inFinally = new IllegalStateException("in finally");
        Notes notes = subscribed(AsyncGenerator.publisher(() -> failsToEnd(inFinally)), new Notes());
        notes.subscription.request(2);
        await(sleep(ms(10)));
        notes.subscription.cancel();
        await(sleep(ms(10)));
        assertEquals(List.of("1", "2"), notes.signals);
        assertEquals(List.of(inFinally), unseen);
    }

    /** kotlinx jdk9 PublishTest: on-next error. It is reported, which would fail a test that awaits itself. */
    @Test
    void closesTheGeneratorWhenTheSubscriberThrows() throws Exception {
        onEverySchedule(() -> {
            events.clear();
            Notes notes = subscribed(AsyncGenerator.publisher(() -> numbers("a", 3, ms(1), events)), new Notes() {
                @Override
                public void onNext(Object element) {
                    super.onNext(element);
                    throw new IllegalStateException("subscriber");
                }
            });
            notes.subscription.request(9);
            await(sleep(ms(20)));
            assertEquals(List.of("1"), notes.signals);
            assertEquals(List.of("a begins", "a makes 1", "a ends"), events);
            return Task.done();
        });
    }

    /** kotlinx jdk9 PublishTest: illegal argument exception. */
    @AsyncTest
    void tellsTheSubscriberThatARequestOfNothingIsWrong() throws Exception {
        Notes notes = subscribed(AsyncGenerator.publisher(() -> numbers("a", 3, LONG, events)), new Notes());
        notes.subscription.request(1);
        await(sleep(ms(1)));
        notes.subscription.request(0);
        await(sleep(ms(1)));
        assertEquals(1, notes.signals.size());
        assertTrue(notes.signals.get(0).contains("rule 3.9"), notes.signals.toString());
        assertEquals(List.of("a begins", "a ends"), events);
    }

    @Test
    void tellsTheSubscribersWhenTheLoopEnds() throws Exception {
        Notes running = new Notes();
        Notes late = new Notes();
        EventLoop loop = EventLoop.simulated(1);
        Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(() -> numbers("a", 3, LONG, events), loop);
        publisher.subscribe(running);
        running.subscription.request(1);
        loop.run(sleep(ms(1)));
        Notes neverBegun = new Notes();
        publisher.subscribe(neverBegun);
        loop.close();
        publisher.subscribe(late);
        assertTrue(
                running.signals.get(0).startsWith(CancellationException.class.getName()), running.signals.toString());
        assertTrue(
                neverBegun.signals.get(0).startsWith(CancellationException.class.getName()),
                neverBegun.signals.toString());
        assertTrue(late.signals.get(0).startsWith(IllegalStateException.class.getName()), late.signals.toString());
        assertThrows(IllegalStateException.class, () -> AsyncGenerator.publisher(() -> numbers("a", 3, LONG, events)));
    }

    @AsyncTest
    void goesThroughAPublisherAndBack() throws Exception {
        Awaitable<List<Integer>> there = AsyncGenerator.<Integer>from(
                        AsyncGenerator.publisher(() -> numbers("a", 20, ms(1), events)), 4)
                .toList();
        assertEquals(20, await(there).size());
    }
}
