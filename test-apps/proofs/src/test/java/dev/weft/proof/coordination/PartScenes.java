// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Lease;
import dev.weft.sync.Mutex;
import dev.weft.sync.Pool;
import dev.weft.sync.PoolStatistics;
import dev.weft.sync.Queue;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Scenes in which an operation is a part of a gather that is cancelled when the operation has its result: nobody gets it, and it is given
 * back.
 */
final class PartScenes {
    private static final Duration SHORT = Duration.ofMillis(1);

    private PartScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("part of a semaphore", seed -> semaphore());
        all.put("part of a permit", seed -> permit());
        all.put("part of a read", seed -> read());
        all.put("part of a write", seed -> write());
        all.put("part of a rate limiter", seed -> rateLimiter());
        all.put("part of a pool", seed -> pool());
        all.put("part of an event", seed -> event());
        all.put("part of a watch", seed -> watch());
        all.put("part of a broadcast", seed -> broadcast());
        all.put("part of a queue", seed -> queue());
        all.put("part of a condition", seed -> new Signalling());
        return all;
    }

    private static Scene semaphore() {
        Semaphore semaphore = new Semaphore(1);
        Parts<Void> scene = new Parts<>(semaphore::acquire, nothing -> semaphore.release(), semaphore::available, 1);
        scene.use(scene.takes());
        scene.use(scene.takes());
        return scene;
    }

    private static Scene permit() {
        Semaphore semaphore = new Semaphore(1);
        Parts<Semaphore.Permit> scene =
                new Parts<>(semaphore::permit, Semaphore.Permit::close, semaphore::available, 1);
        scene.use(scene.takes());
        scene.use(scene.takes());
        return scene;
    }

    private static Scene read() {
        RwLock lock = new RwLock();
        Parts<RwLock.ReadGuard> scene = new Parts<>(
                lock::read, RwLock.ReadGuard::close, () -> lock.statistics().readers(), 0);
        scene.use(scene.takes());
        scene.use(scene.takes());
        return scene;
    }

    private static Scene write() {
        RwLock lock = new RwLock();
        Parts<RwLock.WriteGuard> scene = new Parts<>(
                lock::write, RwLock.WriteGuard::close, () -> lock.statistics().isWritten() ? 1 : 0, 0);
        scene.use(scene.takes());
        scene.use(scene.takes());
        return scene;
    }

    /** Which does not refill while the scene lasts. */
    private static Scene rateLimiter() {
        RateLimiter limiter = RateLimiter.of(1, Duration.ofDays(1));
        Parts<Void> scene = new Parts<>(
                limiter::acquire, nothing -> {}, () -> limiter.statistics().available(), 1);
        scene.use(scene.takesOnce());
        return scene;
    }

    /** Of one object; in the end it is in the pool, if it was made. */
    private static Scene pool() {
        Pool<String> pool = Pool.making(PartScenes::make).max(1).build();
        Parts<Lease<String>> scene = new Parts<>(pool::borrow, Lease::close, () -> outside(pool.statistics()), 0);
        scene.use(scene.takes());
        scene.use(scene.takes());
        return scene;
    }

    @Async
    private static Task<String> make() {
        await(yieldNow());
        return Task.of("made");
    }

    private static int outside(PoolStatistics statistics) {
        return statistics.lent()
                + statistics.making()
                + statistics.checking()
                + statistics.closing()
                + statistics.waiting();
    }

    private static Scene event() {
        Event event = Event.autoReset();
        return once(new Parts<>(event::untilSet, nothing -> {}, () -> event.isSet() ? 1 : 0, 0), event::set);
    }

    private static Scene watch() {
        Watch<Integer> watch = Watch.of(0);
        Watch.Observer<Integer> observer = watch.observe();
        return once(
                new Parts<>(observer::changed, value -> {}, () -> isUnseen(observer) ? 1 : 0, 0), () -> watch.set(1));
    }

    private static boolean isUnseen(Watch.Observer<Integer> observer) {
        Awaitable<Integer> changed = observer.changed();
        boolean unseen = changed.isReady();
        changed.withdraw(() -> {});
        return unseen;
    }

    private static Scene broadcast() {
        Broadcast<Integer> broadcast = Broadcast.keeping(2);
        Broadcast.Subscription<Integer> subscription = broadcast.subscribe();
        return once(
                new Parts<>(
                        subscription::receive,
                        element -> {},
                        () -> subscription.tryReceive().isPresent() ? 1 : 0,
                        0),
                () -> broadcast.send(1));
    }

    private static Scene queue() {
        Queue<Integer> queue = Queue.fifo();
        return once(new Parts<>(queue::get, element -> queue.taskDone(), queue::unfinished, 0), () -> queue.tryPut(1));
    }

    /** Of what one tells once, either the other one has heard or somebody else can. */
    private static <T> Scene once(Parts<T> scene, Runnable tell) {
        scene.use(scene.takesOnce());
        scene.use(scene.tells(tell));
        return scene;
    }

    /** What is taken as a part and given back later. In the end so much is there as nobody has for good. */
    private static final class Parts<T> extends Scene {
        private final Supplier<Awaitable<T>> take;
        private final Consumer<T> giveBack;
        private final IntSupplier there;
        private int expected;

        Parts(Supplier<Awaitable<T>> take, Consumer<T> giveBack, IntSupplier there, int expected) {
            this.take = take;
            this.giveBack = giveBack;
            this.there = there;
            this.expected = expected;
        }

        @Async
        Task<Void> takes() {
            giveBack.accept(await(gather(take.get(), sleep(SHORT))).first());
            return Task.done();
        }

        @Async
        Task<Void> takesOnce() {
            giveBack.accept(await(gather(take.get(), sleep(SHORT))).first());
            expected--;
            return Task.done();
        }

        @Async
        Task<Void> tells(Runnable tell) {
            await(yieldNow());
            tell.run();
            expected++;
            return Task.done();
        }

        @Override
        void count() {
            equal(expected, there.getAsInt(), "what is there");
        }
    }

    /** Two wait for one signal: if it was handed to one who is cancelled, the other gets it. */
    @SuppressWarnings("try") // a guard is held, and not asked for anything
    private static final class Signalling extends Scene {
        private final Mutex mutex = new Mutex();
        private final Condition condition = new Condition(mutex);
        private int heard;

        Signalling() {
            use(waits());
            use(waits());
            use(signals());
        }

        @Async
        private Task<Void> waits() {
            try (Mutex.Guard guard = await(mutex.lock())) {
                await(gather(condition.untilSignalled(), sleep(SHORT.multipliedBy(2))));
                heard++;
            }
            return Task.done();
        }

        @Async
        private Task<Void> signals() {
            await(sleep(SHORT));
            if (condition.statistics().waiting() == 2) {
                await(signal(1));
                await(sleep(SHORT.multipliedBy(5)));
                check(heard > 0, "the signal is lost");
            }
            return signal(2);
        }

        @Async
        private Task<Void> signal(int most) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                condition.signal(most);
            }
            return Task.done();
        }

        @Override
        void count() {
            check(!mutex.isLocked(), "the mutex is locked");
            equal(0, condition.statistics().waiting() + mutex.statistics().waiting(), "who waits");
        }
    }
}
