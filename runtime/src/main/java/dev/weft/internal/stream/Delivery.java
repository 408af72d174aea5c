// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Fence;
import dev.weft.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the elements of a generator: what the subscriber calls, on any thread. The signals to the subscriber come from a task on
 * the loop ({@link DeliveryFrame}), one after the other; a call here only notes what is wanted, and wakes that task.
 *
 * @param <T> the type of the elements
 */
final class Delivery<T> implements Flow.Subscription {
    private static final VarHandle DEMAND;
    private static final VarHandle END;
    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DEMAND = lookup.findVarHandle(Delivery.class, "demand", long.class);
            END = lookup.findVarHandle(Delivery.class, "end", Object.class);
            WAITER = lookup.findVarHandle(Delivery.class, "waiter", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The {@link #end} by a cancellation. */
    private static final Object CANCELLED = "cancelled";

    private final Supplier<? extends AsyncGenerator<? extends T>> generators;
    private final EventLoop loop;

    /** Null once it is to get no more signals, so that nobody keeps it. */
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;

    /** How many elements were requested and not yet granted to the task. */
    private volatile long demand;

    /** Why it is to end before the generator does: {@link #CANCELLED}, or what the subscriber has done wrong. Null if it is not. */
    private volatile @Nullable Object end;

    /** The task, while it waits for demand. */
    private volatile @Nullable Waiter waiter;

    /** The task, while it waits for the generator, which is to be cancelled then. Loop thread only. */
    private @Nullable SpawnedTask<?> inGenerator;

    Delivery(
            Supplier<? extends AsyncGenerator<? extends T>> generators,
            EventLoop loop,
            Flow.Subscriber<? super T> subscriber) {
        this.generators = generators;
        this.loop = loop;
        this.subscriber = subscriber;
    }

    /** Starts the task. Called when the subscriber knows the subscription: what it has requested meanwhile is noted. */
    void start() {
        if (end == CANCELLED) {
            return;
        }
        try {
            ScheduledTask<?> task = loop.spawn("publisher", new DeliveryFrame<>(this));
            task.subscribe(new TaskEnd(this, (SpawnedTask<?>) task));
        } catch (IllegalStateException closed) { // the loop
            ends(closed);
        }
    }

    /** Tells the subscriber of a task that has ended by itself, as one that was cancelled before it began. */
    private static final class TaskEnd extends EndWaiter {
        private final Delivery<?> delivery;
        private final SpawnedTask<?> task;

        TaskEnd(Delivery<?> delivery, SpawnedTask<?> task) {
            this.delivery = delivery;
            this.task = task;
        }

        @Override
        public void wake() {
            Throwable thrown = task.failureSeen();
            if (thrown != null) {
                delivery.ends(thrown);
            }
        }
    }

    // ------------------------------------------------------------------ for the subscriber

    @Override
    public void request(long count) {
        if (count <= 0) {
            endsBy(new IllegalArgumentException(
                    "request(" + count + "): rule 3.9 of Reactive Streams wants a number that is greater than zero."));
            return;
        }
        long before = demand;
        while (!DEMAND.compareAndSet(this, before, before + count < 0 ? Long.MAX_VALUE : before + count)) {
            before = demand;
        }
        tell();
    }

    @Override
    public void cancel() {
        subscriber = null;
        endsBy(CANCELLED);
    }

    private void endsBy(Object why) {
        if (END.compareAndSet(this, null, why)) {
            interrupt();
        }
    }

    /** Has the task look at the {@link #end}, wherever it waits. */
    private void interrupt() {
        tell();
        if (loop.isLoopThread()) {
            leaveGenerator();
            return;
        }
        try {
            loop.post(this::leaveGenerator);
        } catch (IllegalStateException closed) {
            // the loop has ended all its tasks
        }
    }

    private void leaveGenerator() {
        SpawnedTask<?> waits = inGenerator;
        if (waits != null) {
            Consuming.cancelOnce(waits, CancelRequest.by("the subscriber of a publisher"));
        }
    }

    /** Wakes the task if it waits for demand. */
    private void tell() {
        Waiter woken = waiter;
        if (woken != null && WAITER.compareAndSet(this, woken, null)) {
            Fence.wake(woken, this);
        }
    }

    // ------------------------------------------------------------------ for the task

    /** Makes the generator. */
    AsyncGenerator<? extends T> generator() {
        AsyncGenerator<? extends T> made = generators.get();
        if (made == null) {
            throw new NullPointerException("The supplier of a publisher gave null in place of a generator.");
        }
        return made;
    }

    /** Takes all the demand that there is. */
    long takeDemand() {
        return demand == 0 ? 0 : (long) DEMAND.getAndSet(this, 0L);
    }

    boolean hasDemand() {
        return demand > 0;
    }

    /** Whether it is to end before the generator does. */
    boolean isToEnd() {
        return end != null;
    }

    Flow.@Nullable Subscriber<? super T> subscriber() {
        return subscriber;
    }

    /** Gives the last signal, if one is due. After a cancellation there is none, and what has failed is reported. */
    void ends(@Nullable Throwable thrown) {
        Throwable wrong = end instanceof Throwable by ? by : null;
        Flow.Subscriber<? super T> last = subscriber;
        subscriber = null;
        if (thrown != null && (last == null || wrong != null)) {
            Unseen.report("publisher", thrown);
        }
        if (last == null) {
            return;
        }
        try {
            if (wrong != null) {
                last.onError(wrong);
            } else if (thrown != null) {
                last.onError(thrown);
            } else {
                last.onComplete();
            }
        } catch (Throwable refused) { // of foreign code, which must not throw
            Fence.failed("The last signal to the subscriber", last, this, refused);
        }
    }

    /** Notes that the task waits for the generator, or, with null, that it does not. */
    void inGenerator(@Nullable SpawnedTask<?> task) {
        inGenerator = task;
    }

    void await(Waiter added) {
        waiter = added; // volatile: before the looks
        if (hasDemand() || isToEnd()) {
            tell();
        }
    }

    void forget(Waiter withdrawn) {
        WAITER.compareAndSet(this, withdrawn, null);
    }

    @Override
    public String toString() {
        return "subscription to a generator";
    }
}
