// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Async code written in place: a lambda that may await. Called on the loop's thread, once, when the code is to run.
 *
 * @param <T> what the code returns
 * @param <X> the checked exceptions that it declares
 */
@FunctionalInterface
public interface AsyncBlock<T, X extends Exception> {
    /**
     * Runs the code.
     *
     * @return its task; never null
     * @throws X as the code declares
     */
    Task<T> run() throws X;
}
