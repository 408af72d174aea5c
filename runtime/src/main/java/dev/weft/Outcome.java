// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import org.jspecify.annotations.Nullable;

/**
 * How a part of {@link Weft#allSettled} has ended: with a value or with a failure.
 *
 * @param <T> the type of the value
 * @param value the value; null if the part has failed, or gave null
 * @param failure what it has failed with, a {@code CancellationException} if it was cancelled; null if it has succeeded
 */
public record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {
    /**
     * Whether the part has a value.
     *
     * @return false if it has failed
     */
    public boolean isSuccess() {
        return failure == null;
    }

    /**
     * Returns the value, or throws the failure as the same object.
     *
     * @return the value; null if the part gave null
     */
    @SuppressWarnings("NullAway") // a null value is a value here
    public T get() {
        if (failure != null) {
            throw Outcome.<RuntimeException>unchecked(failure);
        }
        return value;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: exceptions cross as the same object
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
