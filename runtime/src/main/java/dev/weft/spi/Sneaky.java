// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.Objects;

/** Throws any exception from a method that does not declare it: exceptions cross an await as the same object. */
public final class Sneaky {
    private Sneaky() {}

    /**
     * Throws the failure. Written {@code throw Sneaky.rethrow(t)}, so that javac knows that the code ends there.
     *
     * @param failure what to throw
     * @return never
     */
    public static RuntimeException rethrow(Throwable failure) {
        return Sneaky.<RuntimeException>as(Objects.requireNonNull(failure, "failure"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: the cast is what makes it unchecked
    private static <X extends Throwable> X as(Throwable failure) throws X {
        throw (X) failure;
    }
}
