// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.spi.Fence;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * A publisher of what generators give: each subscription has a generator of its own, which a task consumes on the loop. Any thread.
 *
 * @param <T> the type of the elements
 */
public final class GeneratorPublisher<T> implements Flow.Publisher<T> {
    private final Supplier<? extends AsyncGenerator<? extends T>> generators;
    private final EventLoop loop;

    /**
     * Makes the publisher.
     *
     * @param generators makes the generator of a subscription, on the loop
     * @param loop where the generators run
     */
    public GeneratorPublisher(Supplier<? extends AsyncGenerator<? extends T>> generators, EventLoop loop) {
        this.generators = generators;
        this.loop = loop;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Delivery<T> delivery = new Delivery<>(generators, loop, subscriber);
        try {
            subscriber.onSubscribe(delivery);
        } catch (Throwable thrown) { // of foreign code, which must not throw
            delivery.cancel();
            Fence.failed("onSubscribe(...) of the subscriber", subscriber, this, thrown);
            return;
        }
        delivery.start();
    }

    @Override
    public String toString() {
        return "publisher of generators";
    }
}
