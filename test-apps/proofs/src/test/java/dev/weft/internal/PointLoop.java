// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that calls somebody between any two steps: at each point of a turn at which a timer, a channel, another thread or another
 * task could have brought something about. It is in the runtime's package because its parts are.
 */
public final class PointLoop extends LoopEngine {
    private PointLoop(Clock clock, RunQueue queue, Readiness readiness, Runnable onPoint) {
        super(clock, new Points(queue, onPoint), readiness);
    }

    /** A loop with virtual time and a seeded order; what it calls where it would wait for ever must not return. */
    public static PointLoop simulated(long seed, Runnable onPoint, Runnable onIdle) {
        return new PointLoop(new Virtual(), RunQueue.seeded(new Random(seed)), new Nothing(onIdle), onPoint);
    }

    /** A loop over the system's clock and a selector. */
    public static PointLoop real(Runnable onPoint) {
        return new PointLoop(System::nanoTime, RunQueue.fifo(), new SelectorReadiness(), onPoint);
    }

    /** How many timers are set. */
    public int timers() {
        return timersSet();
    }

    private static final class Virtual implements Clock {
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public boolean jump(long nanos) {
            now += nanos;
            return true;
        }
    }

    private record Points(RunQueue queue, Runnable onPoint) implements RunQueue {
        @Override
        public void add(Runnable ready) {
            queue.add(ready);
        }

        @Override
        public @Nullable Runnable poll() {
            onPoint.run();
            return queue.poll();
        }

        @Override
        public @Nullable Runnable running() {
            return queue.running();
        }

        @Override
        public void ended() {
            queue.ended();
        }

        @Override
        public int size() {
            return queue.size();
        }

        @Override
        public void forEach(Consumer<Runnable> action) {
            queue.forEach(action);
        }
    }

    /** Other threads hand over what they have while a point is passed, so that there is nothing to wait for. */
    private record Nothing(Runnable onIdle) implements Readiness {
        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException("there are no channels here");
        }

        @Override
        public void poll() {}

        @Override
        public boolean isWatching() {
            return false;
        }

        @Override
        public void await(long nanos) {
            onIdle.run();
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }
}
