// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import dev.weft.sync.Channel;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;

/** The TCK's rules for subscribers, on the same one: the TCK says when its consumer takes elements, and when that is cancelled. */
public class WhiteboxSubscriberTck extends FlowSubscriberWhiteboxVerification<Integer> {
    private final RunningLoop running = new RunningLoop();

    /** For TestNG. */
    public WhiteboxSubscriberTck() {
        super(TckTest.environment());
    }

    @AfterClass
    public void end() {
        running.close();
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        Channel<Long> asked = Channel.unbounded();
        SubscriberTck.Consumed consumed =
                SubscriberTck.Consumed.by(running.loop, generator -> Numbers.takeAsAsked(generator, asked));
        return new Probed(consumed, asked, probe);
    }

    /** Shows the probe each signal that the subscriber has got, and does for the consumer what the TCK asks for. */
    private record Probed(SubscriberTck.Consumed consumed, Channel<Long> asked, WhiteboxSubscriberProbe<Integer> probe)
            implements Flow.Subscriber<Integer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            consumed.subscriber().onSubscribe(subscription);
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    asked.trySend(elements);
                }

                @Override
                public void signalCancel() {
                    consumed.task().cancel();
                }
            });
        }

        @Override
        public void onNext(Integer element) {
            consumed.subscriber().onNext(element);
            probe.registerOnNext(element);
        }

        @Override
        public void onError(Throwable thrown) {
            consumed.subscriber().onError(thrown);
            probe.registerOnError(thrown);
        }

        @Override
        public void onComplete() {
            consumed.subscriber().onComplete();
            probe.registerOnComplete();
        }
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }
}
