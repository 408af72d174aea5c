// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;

/** Scenes of what one tells others by: nothing that was told is missed, and nothing counts twice. */
final class SignalScenes {
    private static final Duration SHORT = Duration.ofMillis(1);

    private SignalScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("watch", seed -> new Watching());
        all.put("broadcast", seed -> new Subscribing());
        all.put("event", seed -> new Setting());
        all.put("event that resets itself", seed -> new Resetting());
        all.put("latch", seed -> new CountingDown());
        all.put("barrier", seed -> new Arriving());
        return all;
    }

    private static final class Watching extends Scene {
        private final Watch<Integer> watch = Watch.of(0);
        private final Watch.Observer<Integer> observer = watch.observe();
        private int seen;

        Watching() {
            use(sets());
            use(observes());
            use(waits());
        }

        @Async
        private Task<Void> sets() {
            for (int value = 1; value <= 3; value++) {
                watch.set(value);
                await(yieldNow());
            }
            return Task.done();
        }

        @Async
        private Task<Void> observes() {
            while (seen < 3) {
                int value = await(observer.changed());
                check(value > seen, "seen again: " + value);
                seen = value;
            }
            return Task.done();
        }

        @Async
        private Task<Void> waits() {
            check(await(watch.until(value -> value >= 2)) >= 2, "not yet 2");
            return Task.done();
        }

        @Override
        void count() {
            equal(0, watch.statistics().waiting(), "who waits");
            Awaitable<Integer> unseen = observer.changed();
            equal(seen < watch.get(), unseen.isReady(), "whether a change has not been seen");
            unseen.withdraw(() -> {});
        }
    }

    private static final class Subscribing extends Scene {
        private final Broadcast<Integer> broadcast = Broadcast.keeping(3);
        private final Broadcast.Subscription<Integer> one = broadcast.subscribe();
        private final Broadcast.Subscription<Integer> other = broadcast.subscribe();
        private final List<Integer> sent = new ArrayList<>();
        private final List<Integer> byOne = new ArrayList<>();
        private final List<Integer> byOther = new ArrayList<>();

        Subscribing() {
            use(sends());
            use(receives(one, byOne));
            use(receives(other, byOther));
        }

        @Async
        private Task<Void> sends() {
            for (int i = 1; i <= 3; i++) {
                broadcast.send(i);
                sent.add(i);
                await(yieldNow());
            }
            return Task.done();
        }

        @Async
        private Task<Void> receives(Broadcast.Subscription<Integer> subscription, List<Integer> received) {
            while (received.size() < 3) {
                received.add(await(subscription.receive()));
            }
            return Task.done();
        }

        @Override
        void count() {
            equal(0, broadcast.statistics().waiting(), "who waits");
            equal(sent, withRest(one, byOne), "what one has received");
            equal(sent, withRest(other, byOther), "what the other has received");
        }

        private static List<Integer> withRest(Broadcast.Subscription<Integer> subscription, List<Integer> received) {
            for (Optional<Integer> next = subscription.tryReceive();
                    next.isPresent();
                    next = subscription.tryReceive()) {
                received.add(next.get());
            }
            return received;
        }
    }

    private static final class Setting extends Scene {
        private final Event event = new Event();

        Setting() {
            use(waits());
            use(sets());
            use(waits());
        }

        @Async
        private Task<Void> waits() {
            await(event.untilSet());
            check(event.isSet(), "the event is not set");
            return Task.done();
        }

        @Async
        private Task<Void> sets() {
            await(yieldNow());
            event.set();
            return Task.done();
        }

        @Override
        void count() {
            equal(0, event.statistics().waiting(), "who waits");
        }
    }

    /** Each set lets one through. */
    private static final class Resetting extends Scene {
        private final Event event = Event.autoReset();
        private int sets;
        private int through;

        Resetting() {
            use(waits());
            use(waits());
            use(sets());
        }

        @Async
        private Task<Void> waits() {
            await(event.untilSet());
            through++;
            return Task.done();
        }

        @Async
        private Task<Void> sets() {
            for (int i = 0; i < 2; i++) {
                if (!event.isSet()) {
                    event.set();
                    sets++;
                }
                await(sleep(SHORT));
            }
            return Task.done();
        }

        @Override
        void count() {
            equal(0, event.statistics().waiting(), "who waits");
            equal(sets, through + (event.isSet() ? 1 : 0), "who came through, or can");
        }
    }

    private static final class CountingDown extends Scene {
        private final Latch latch = new Latch(2);
        private int counted;

        CountingDown() {
            use(waits());
            use(counts());
            use(counts());
        }

        @Async
        private Task<Void> waits() {
            await(latch.untilOpen());
            equal(2, counted, "counted");
            return Task.done();
        }

        @Async
        private Task<Void> counts() {
            await(yieldNow());
            counted++;
            latch.countDown();
            return Task.done();
        }

        @Override
        void count() {
            equal(0, latch.statistics().waiting(), "who waits");
            equal(2 - counted, latch.count(), "the count");
        }
    }

    private static final class Arriving extends Scene {
        private final Barrier barrier = new Barrier(2);
        private int arrived;

        Arriving() {
            use(arrives());
            use(arrives());
        }

        @Async
        private Task<Void> arrives() {
            try {
                for (int i = 0; i < 2; i++) {
                    await(barrier.arrive());
                    arrived++;
                    await(yieldNow());
                }
            } catch (BrokenBarrierException broken) {
                return Task.done();
            }
            return Task.done();
        }

        @Override
        void count() {
            equal(0, barrier.statistics().waiting(), "who waits");
            equal(2 * barrier.statistics().phase(), (long) arrived, "arrivals");
        }
    }
}
