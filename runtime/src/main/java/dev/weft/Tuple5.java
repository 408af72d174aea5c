// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Five results of one {@link Weft#gather}, in argument order.
 *
 * @param <A> the type of the first result
 * @param <B> the type of the second result
 * @param <C> the type of the third result
 * @param <D> the type of the fourth result
 * @param <E> the type of the fifth result
 * @param first the first result; null where its task gave null
 * @param second the second result; null where its task gave null
 * @param third the third result; null where its task gave null
 * @param fourth the fourth result; null where its task gave null
 * @param fifth the fifth result; null where its task gave null
 */
public record Tuple5<A, B, C, D, E>(A first, B second, C third, D fourth, E fifth) {}
