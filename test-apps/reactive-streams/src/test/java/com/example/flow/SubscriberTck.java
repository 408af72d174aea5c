// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;

/** The TCK's rules for subscribers, seen from outside, on the one with which a generator consumes a publisher. */
public class SubscriberTck extends FlowSubscriberBlackboxVerification<Integer> {
    private static final int PREFETCH = 4;

    private final RunningLoop running = new RunningLoop();

    /** For TestNG. */
    public SubscriberTck() {
        super(TckTest.environment());
    }

    @AfterClass
    public void end() {
        running.close();
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
        return Consumed.by(running.loop, Numbers::takeAll).subscriber();
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    /**
     * A consumer that waits for its first element.
     *
     * @param subscriber what it subscribed with
     * @param task the consumer
     */
    record Consumed(Flow.Subscriber<Integer> subscriber, ScheduledTask<Void> task) {
        /** Starts it, and waits until it has subscribed. */
        @SuppressWarnings("unchecked") // who subscribes to a publisher of integers takes integers
        static Consumed by(EventLoop loop, Function<AsyncGenerator<Integer>, Task<Void>> consumer) {
            CompletableFuture<Flow.Subscriber<? super Integer>> subscribed = new CompletableFuture<>();
            AsyncGenerator<Integer> generator =
                    AsyncGenerator.from((Flow.Publisher<Integer>) subscribed::complete, PREFETCH);
            ScheduledTask<Void> task = loop.spawn(consumer.apply(generator));
            task.onComplete((nothing, failure) -> {}); // the TCK makes it fail, too
            return new Consumed((Flow.Subscriber<Integer>) subscribed.join(), task);
        }
    }
}
