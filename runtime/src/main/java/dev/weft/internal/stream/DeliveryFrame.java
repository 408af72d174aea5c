// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.Coroutine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Fence;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the task of a {@link Delivery} runs: moves the generator on as far as elements are requested, and gives them to the subscriber. It
 * never fails: what the generator throws goes to the subscriber.
 *
 * @param <T> the type of the elements
 */
final class DeliveryFrame<T> extends Consuming<Void> {
    private static final int MOVING = OWN;
    private static final int NO_DEMAND = OWN + 1;

    private final Delivery<T> delivery;
    private final Demand demand = new Demand();
    private @Nullable AsyncGenerator<? extends T> generator;

    /** How many elements may be given before the demand is asked again. */
    private long granted;

    DeliveryFrame(Delivery<T> delivery) {
        this.delivery = delivery;
    }

    @Override
    @Nullable
    Object consume(Coroutine co) throws Throwable {
        AsyncGenerator<? extends T> from = generator;
        if (from == null) {
            from = delivery.generator();
            generator = from;
        }
        Object moved = state == MOVING ? co.resumed() : state == NO_DEMAND ? afterWait(co, from) : next(co, from);
        while (moved == Boolean.TRUE) {
            delivery.inGenerator(null);
            hasElement(co);
            give(from.current());
            moved = next(co, from);
        }
        return moved;
    }

    private @Nullable Object afterWait(Coroutine co, AsyncGenerator<? extends T> from) throws Throwable {
        co.resumed();
        return next(co, from);
    }

    /** Moves the generator, if an element is requested; else waits for that. */
    private @Nullable Object next(Coroutine co, AsyncGenerator<? extends T> from) throws Throwable {
        while (granted == 0) {
            granted = delivery.takeDemand();
            if (granted == 0 && co.await(demand) == Coroutine.SUSPENDED) {
                co.suspend(this, NO_DEMAND);
                return Coroutine.SUSPENDED;
            }
            if (delivery.isToEnd()) {
                return null;
            }
        }
        if (delivery.isToEnd()) {
            return null;
        }
        delivery.inGenerator((SpawnedTask<?>) co);
        Object moved = co.await(from.next());
        if (moved == Coroutine.SUSPENDED) {
            co.suspend(this, MOVING);
        }
        return moved;
    }

    private void give(T element) {
        granted--;
        Flow.Subscriber<? super T> subscriber = delivery.subscriber();
        if (subscriber == null || delivery.isToEnd()) {
            return;
        }
        try {
            subscriber.onNext(element);
        } catch (Throwable thrown) { // of foreign code, which must not throw: rule 2.13 has it count as cancelled
            delivery.cancel();
            Fence.failed("onNext(...) of the subscriber", subscriber, delivery, thrown);
        }
    }

    @Override
    @Nullable
    AsyncGenerator<?> source() {
        return generator;
    }

    @Override
    boolean closesToEnd() {
        delivery.inGenerator(null);
        return delivery.isToEnd();
    }

    @Override
    @Nullable
    Object end(@Nullable Throwable thrown) {
        delivery.ends(thrown);
        return null;
    }

    @Override
    String what() {
        return "of a publisher";
    }

    /** The wait for the subscriber to request elements, or to cancel. */
    private final class Demand implements Awaitable<Void> {
        @Override
        public boolean isReady() {
            return delivery.hasDemand() || delivery.isToEnd();
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        public Void result() {
            return null;
        }

        @Override
        public void subscribe(Waiter waiter) {
            delivery.await(waiter);
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            delivery.forget(waiter);
            return true;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("demand", "of a subscriber");
        }
    }
}
