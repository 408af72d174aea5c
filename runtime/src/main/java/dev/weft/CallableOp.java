// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.concurrent.Callable;

/**
 * Plain code that returns something and may throw a checked exception, of which javac knows which: a {@code Callable} whose caller need not
 * catch {@code Exception}. An existing callable becomes one by a method reference, {@code callable::call}.
 *
 * @param <T> what the code returns
 * @param <X> the checked exceptions that it declares
 */
@FunctionalInterface
public interface CallableOp<T, X extends Exception> extends Callable<T> {
    /**
     * Runs the code.
     *
     * @return its result; may be null
     * @throws X as the code declares
     */
    @Override
    T call() throws X;
}
