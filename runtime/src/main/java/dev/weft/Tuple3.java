// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Three results of one {@link Weft#gather}, in argument order.
 *
 * @param <A> the type of the first result
 * @param <B> the type of the second result
 * @param <C> the type of the third result
 * @param first the first result; null where its task gave null
 * @param second the second result; null where its task gave null
 * @param third the third result; null where its task gave null
 */
public record Tuple3<A, B, C>(A first, B second, C third) {}
