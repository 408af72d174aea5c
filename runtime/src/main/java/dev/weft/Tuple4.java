// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Four results of one {@link Weft#gather}, in argument order.
 *
 * @param <A> the type of the first result
 * @param <B> the type of the second result
 * @param <C> the type of the third result
 * @param <D> the type of the fourth result
 * @param first the first result; null where its task gave null
 * @param second the second result; null where its task gave null
 * @param third the third result; null where its task gave null
 * @param fourth the fourth result; null where its task gave null
 */
public record Tuple4<A, B, C, D>(A first, B second, C third, D fourth) {}
