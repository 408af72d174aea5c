// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key to a value that belongs to a task and to what it starts, such as the user on whose behalf a request is served: what a thread-local
 * is to a thread, and read like a {@code ScopedValue}. A key is a constant:
 *
 * <pre>{@code
 * static final ContextKey<String> USER = ContextKey.named("user");
 *
 * String page = await(USER.where("ann", () -> serve(request)));   // everything below serve() reads USER.get()
 * }</pre>
 *
 * <p>A binding holds for a block, over all awaits in it, and for nobody else on the loop. It cannot be changed, only bound to another
 * value for an inner block; at the end of a block the outer value is there again. What is started in a block inherits the bindings that
 * there are then, and keeps them beyond its end: tasks ({@link Weft#spawn}, groups, the parts of {@link Weft#gather}), actions given to
 * {@link EventLoop#post}, calls of async methods that return a stage, and {@link Weft#blocking}. The value itself is shared between them:
 * let it be immutable, or safe for several threads.
 *
 * <p>A {@link Task} has not started: it sees the bindings of where it is awaited or spawned, and not those of where it was made.
 *
 * <p>Any thread. A task that binds nothing and inherits nothing pays nothing.
 *
 * @param <T> the type of the value
 */
public final class ContextKey<T> {
    private final String name;
    private final @Nullable T initial;

    private ContextKey(String name, @Nullable T initial) {
        this.name = name;
        this.initial = initial;
    }

    /**
     * Makes a key without a default: {@link #get()} throws where it is not bound. Two keys are two, also with one name.
     *
     * @param name how messages call it
     * @return the key
     * @param <T> the type of the value
     */
    public static <T> ContextKey<T> named(String name) {
        return new ContextKey<>(Objects.requireNonNull(name, "name"), null);
    }

    /**
     * Makes a key with a default, which {@link #get()} returns where it is not bound.
     *
     * @param name how messages call it
     * @param initial the default; not null
     * @return the key
     * @param <T> the type of the value
     */
    public static <T> ContextKey<T> named(String name, T initial) {
        return new ContextKey<>(Objects.requireNonNull(name, "name"), Objects.requireNonNull(initial, "initial"));
    }

    /**
     * Returns the value to which the innermost block binds the key.
     *
     * @return the value, or the default of the key
     * @throws NoSuchElementException if it is not bound here, and has no default
     */
    public T get() {
        T bound = Engine.boundTo(this);
        if (bound != null) {
            return bound;
        }
        if (initial != null) {
            return initial;
        }
        throw new NoSuchElementException("The context key \"" + name + "\" is not bound here, on thread \""
                + Thread.currentThread().getName()
                + "\". Bind it around this code, as by await(key.where(value, () -> ...)); or give the key a default,"
                + " or call orElse(...).");
    }

    /**
     * Returns the value to which the innermost block binds the key, or another one.
     *
     * @param other what to return where it is not bound, in place of the default
     * @return the value; never null
     */
    public T orElse(T other) {
        Objects.requireNonNull(other, "other");
        T bound = Engine.boundTo(this);
        return bound == null ? other : bound;
    }

    /**
     * Whether a block binds the key.
     *
     * @return false also where it has a default alone
     */
    public boolean isBound() {
        return Engine.boundTo(this) != null;
    }

    /**
     * Binds the key for async code. Nothing runs before the task is awaited or spawned; then the block runs as part of whoever awaits it,
     * and costs no task. Cancel-safe as the block is.
     *
     * @param value what {@link #get()} returns in the block, and in what the block starts; not null
     * @param block the code, called once when the task starts
     * @return the task, to be awaited or spawned once
     * @param <R> what the block returns
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public <R, X extends Exception> Task<R> where(T value, AsyncBlock<R, X> block) throws X {
        Objects.requireNonNull(value, "value");
        return Engine.where(this, value, Objects.requireNonNull(block, "block"));
    }

    /**
     * Binds the key for plain code, in a task or on a plain thread, as around {@link Weft#run}. The code cannot await.
     *
     * @param value what {@link #get()} returns in the code, and in what it starts; not null
     * @param code runs at once
     * @return what the code returns
     * @param <R> the type of the result
     * @param <X> the checked exceptions that the code declares
     * @throws X as the code throws it
     * @throws IllegalStateException if the code returns a {@link Task}, or another awaitable of Weft that has not started, as {@link
     *     Weft#gather} and {@link Weft#blocking} do: it would run outside; {@link #where} is for that. An awaitable of your own may have
     *     started, and is let through
     */
    public <R, X extends Exception> R callWhere(T value, CallableOp<R, X> code) throws X {
        Objects.requireNonNull(value, "value");
        return Engine.callWhere(this, value, Objects.requireNonNull(code, "code"));
    }

    /**
     * Binds the key for plain code without a result, as {@link #callWhere}.
     *
     * @param value what {@link #get()} returns in the code, and in what it starts; not null
     * @param code runs at once
     */
    public void runWhere(T value, Runnable code) {
        Objects.requireNonNull(code, "code");
        CallableOp<Boolean, RuntimeException> whole = () -> {
            code.run();
            return true;
        };
        callWhere(value, whole);
    }

    /** The name of the key. */
    @Override
    public String toString() {
        return name;
    }
}
