// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The awaitable that a primitive gives to whoever may come in at once: one for all, so that coming in makes no object. It may be awaited
 * any number of times, and each of these awaits comes in once. {@link #isReady()} only looks; {@link #result()} comes in.
 *
 * <p>It may be awaited when it is shut by now, because others were faster. Each coroutine that waits before it has a place of its own in
 * the line, in which all others stand too, and from then on it is that which is asked.
 *
 * @param <T> what coming in gives
 */
abstract class Turnstile<T> implements Awaitable<T> {
    /** Stands for code that no coroutine runs. */
    private static final Object NOBODY = new Object();

    /** The places of those who wait, by who they are. Null while nobody does, which is nearly always. */
    private @Nullable IdentityHashMap<Object, Place<T>> places;

    private record Place<T>(Object who, Queued<T> operation, Waiter waiter) {}

    /** Whether one may come in now, without overtaking anybody. */
    abstract boolean isOpen();

    /** Comes in. */
    abstract T enter();

    /** Makes an operation that waits until it may come in. */
    abstract Queued<T> queue();

    @Override
    public boolean isReady() {
        Place<T> own = placeOfCaller();
        return own == null ? isOpen() : own.operation.isReady();
    }

    @Override
    public T result() throws Exception {
        Place<T> own = placeOfCaller();
        if (own == null) {
            return enter();
        }
        forget(own);
        return own.operation.result();
    }

    private @Nullable Place<T> placeOfCaller() {
        return places == null ? null : places.get(caller());
    }

    private static Object caller() {
        Waiter current = Waiter.current();
        return current == null ? NOBODY : current;
    }

    private void forget(Place<T> place) {
        if (places != null) {
            places.remove(place.who);
            if (places.isEmpty()) {
                places = null;
            }
        }
    }

    @Override
    public void subscribe(Waiter waiter) {
        Place<T> place = new Place<>(caller(), queue(), Objects.requireNonNull(waiter, "waiter"));
        if (places == null) {
            places = new IdentityHashMap<>();
        }
        Place<T> other = places.putIfAbsent(place.who, place);
        if (other != null) {
            throw new IllegalStateException(other.operation.operation()
                    + " is awaited twice at the same time by the same task. Call it again for another one.");
        }
        try {
            place.operation.subscribe(waiter);
        } catch (Throwable refused) { // rethrown
            forget(place);
            throw refused;
        }
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        Place<T> place = placeOf(waiter);
        if (place == null) {
            return true; // it never waited
        }
        forget(place);
        return place.operation.withdraw(waiter);
    }

    /** The place in which a waiter stands. It is the caller's own, unless somebody withdraws for others. */
    private @Nullable Place<T> placeOf(Waiter waiter) {
        Place<T> own = placeOfCaller();
        if (places == null || (own != null && own.waiter == waiter)) {
            return own;
        }
        for (Place<T> place : places.values()) {
            if (place.waiter == waiter) {
                return place;
            }
        }
        return null;
    }

    @Override
    public abstract @Nullable EventLoop loop();

    @Override
    public abstract WaitDescription describe();
}
