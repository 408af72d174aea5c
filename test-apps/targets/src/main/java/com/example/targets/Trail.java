// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What a shape leaves behind: its events, in order. It also makes what shapes await, ready at once or not. */
public class Trail {
    private final List<String> events = new ArrayList<>();
    private final BooleanSupplier suspends;
    private int suspensions;

    /** The supplier is asked once for each awaitable whether it suspends. */
    public Trail(BooleanSupplier suspends) {
        this.suspends = suspends;
    }

    public List<String> events() {
        return events;
    }

    /** How many of the awaitables were really suspended on. */
    public int suspensions() {
        return suspensions;
    }

    public void add(Object event) {
        events.add(String.valueOf(event));
    }

    /** Notes the moment at which an operand is computed. */
    public <T> T see(T value) {
        add("see " + value);
        return value;
    }

    public <T> Awaitable<T> later(T value) {
        return new Later<>(value, null);
    }

    /** The exception comes out of the await; declared here so that it can be caught around that. */
    public <T, X extends Throwable> Awaitable<T> fails(X failure) throws X {
        return new Later<>(null, failure);
    }

    public <T> CompletableFuture<T> stage(T value) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        soon(() -> stage.complete(value));
        return stage;
    }

    public <T> CompletableFuture<T> failedStage(Throwable failure) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        soon(() -> stage.completeExceptionally(failure));
        return stage;
    }

    private void soon(Runnable completion) {
        EventLoop loop = EventLoop.current();
        if (loop != null && suspends.getAsBoolean()) {
            suspensions++;
            loop.post(completion);
        } else {
            completion.run();
        }
    }

    private final class Later<T> implements Awaitable<T> {
        private final T value;
        private final Throwable failure;
        private boolean ready = !suspends.getAsBoolean();

        Later(T value, Throwable failure) {
            this.value = value;
            this.failure = failure;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public T result() throws Exception {
            if (failure != null) {
                throw Trail.<RuntimeException>sneaky(failure);
            }
            return value;
        }

        @Override
        public void subscribe(Waiter waiter) {
            suspensions++;
            ready = true;
            waiter.wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }
    }

    private static <X extends Throwable> X sneaky(Throwable failure) throws X {
        throw (X) failure;
    }
}
