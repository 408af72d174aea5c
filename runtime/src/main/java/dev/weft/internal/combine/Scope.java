// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A limit of time that its block can move, and what has become of it. A {@link ScopeCall} runs the block, once. */
public final class Scope implements TimeoutScope {
    /** The limit, counted from the start of the block or from when it was moved; null for none. */
    private @Nullable Duration timeout;

    private Supplier<String> what = () -> "";

    /** Null before the block starts. */
    private @Nullable ScopeCall<?> call;

    private boolean isOver;
    private boolean expired;

    /**
     * Makes a scope whose time runs from the start of its block.
     *
     * @param timeout how long; null for as long as it takes
     */
    public Scope(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public <T, X extends Exception> Awaitable<T> run(Body<T, X> body) {
        return new ScopeCall<>(this, Objects.requireNonNull(body, "body"), true);
    }

    @Override
    public <T, X extends Exception> Awaitable<T> moveOn(Body<T, X> body) {
        return new ScopeCall<>(this, Objects.requireNonNull(body, "body"), false);
    }

    /** The time until the limit, from the start of the block or from when it was moved; null for no limit. */
    @Nullable
    Duration timeout() {
        return timeout;
    }

    /** The limit as messages name it. */
    String text() {
        return timeout == null ? "without a limit" : timeout.toString();
    }

    /** The limit as a dump names it, and what it is of. */
    String described() {
        String about = what.get();
        return text() + (about.isEmpty() ? "" : " of " + about);
    }

    @Override
    public TimeoutScope about(Supplier<String> said) {
        what = Objects.requireNonNull(said, "what");
        return this;
    }

    void entered(ScopeCall<?> by) {
        if (call != null) {
            throw new IllegalStateException(
                    "This TimeoutScope has run a block before, and limits one. Make another with TimeoutScope.after(...).");
        }
        call = by;
    }

    void expires() {
        expired = true;
    }

    void left() {
        isOver = true;
    }

    @Override
    public void reschedule(Duration fromNow) {
        move(Objects.requireNonNull(fromNow, "fromNow"));
    }

    @Override
    public void renew() {
        if (!expired) {
            move(timeout);
        }
    }

    @Override
    public void disarm() {
        move(null);
    }

    private void move(@Nullable Duration to) {
        if (isOver || expired) {
            throw new IllegalStateException("This TimeoutScope "
                    + (expired ? "has expired" : "has ended, for its block has")
                    + ", so its limit cannot be moved any more. Move it while the block runs and time is left.");
        }
        if (call != null) {
            call.requireLoopThread();
        }
        timeout = to;
        if (call != null) {
            call.setLimit();
        }
    }

    @Override
    public long when() {
        return call == null ? WaitDescription.NO_DEADLINE : call.when();
    }

    @Override
    public boolean expired() {
        return expired;
    }

    @Override
    public String toString() {
        return "TimeoutScope of " + timeout
                + (expired ? ", expired" : isOver ? ", finished" : call == null ? ", not started" : ", active");
    }
}
