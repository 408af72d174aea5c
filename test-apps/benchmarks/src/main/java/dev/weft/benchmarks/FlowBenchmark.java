// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an element costs between {@link Flow} and a generator, beside a subscription written by hand. All of them request in batches of the
 * same size. One op is one element.
 */
public class FlowBenchmark extends AsyncBenchmark {
    private static final int ELEMENTS = Elements.COUNT;
    private static final int PREFETCH = 256;

    /** After how many elements as many again are requested, as a generator of a publisher does. */
    private static final int BATCH = PREFETCH - PREFETCH / 4;

    private final ExecutorService publisherThread = Executors.newSingleThreadExecutor();

    @Override
    List<Class<?>> woven() {
        return List.of(Elements.class);
    }

    @TearDown
    public void endThread() {
        publisherThread.shutdown();
    }

    /** A publisher that gives on the thread that requests, and a subscriber, both by hand: a loop and its calls. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int rangeByHand() {
        Sum sum = new Sum();
        new Range().subscribe(sum);
        return sum.result.join();
    }

    /** The same publisher, consumed by a generator. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int rangeToWeft() {
        return loop.run(Elements.sum(AsyncGenerator.from(new Range(), PREFETCH)));
    }

    /** The same subscriber on a publisher of generators. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftToHand() {
        Sum sum = new Sum();
        AsyncGenerator.publisher(Elements::numbers, loop).subscribe(sum);
        return loop.run(Awaitable.of(sum.result));
    }

    /** The JDK's publisher, which gives on a thread of its own what this one submits, to the subscriber by hand. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int submissionByHand() {
        Sum sum = new Sum();
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(publisherThread, PREFETCH)) {
            publisher.subscribe(sum);
            submitTo(publisher);
        }
        return sum.result.join();
    }

    /** The same, given to a generator, whose consumer is on the loop's thread. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int submissionToWeft() {
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, PREFETCH);
        AsyncGenerator<Integer> numbers = AsyncGenerator.from(publisher, PREFETCH);
        publisherThread.execute(() -> {
            while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
            }
            submitTo(publisher);
            publisher.close();
        });
        return loop.run(Elements.sum(numbers));
    }

    private static void submitTo(SubmissionPublisher<Integer> publisher) {
        for (int i = 0; i < ELEMENTS; i++) {
            publisher.submit(i & 127);
        }
    }

    /** Numbers on the thread that requests them. */
    private static final class Range implements Flow.Publisher<Integer> {
        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(new RangeSubscription(subscriber));
        }
    }

    private static final class RangeSubscription implements Flow.Subscription {
        private final Flow.Subscriber<? super Integer> subscriber;
        private int next;
        private long demand;
        private boolean gives;

        RangeSubscription(Flow.Subscriber<? super Integer> subscriber) {
            this.subscriber = subscriber;
        }

        /** Called in the middle of itself when the subscriber requests as it gets an element. */
        @Override
        public void request(long count) {
            demand += count;
            if (gives || next == ELEMENTS) {
                return;
            }
            gives = true;
            while (demand > 0 && next < ELEMENTS) {
                demand--;
                subscriber.onNext(next++ & 127);
            }
            gives = false;
            if (next == ELEMENTS) {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            next = ELEMENTS;
        }
    }

    /** Sums what it gets. */
    private static final class Sum implements Flow.Subscriber<Integer> {
        final CompletableFuture<Integer> result = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private int sum;
        private int takenOfBatch;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(PREFETCH);
        }

        @Override
        public void onNext(Integer element) {
            sum += element;
            if (++takenOfBatch == BATCH && subscription != null) {
                takenOfBatch = 0;
                subscription.request(BATCH);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            result.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            result.complete(sum);
        }
    }
}
