// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Two results of one {@link Weft#gather}, in argument order.
 *
 * @param <A> the type of the first result
 * @param <B> the type of the second result
 * @param first the first result; null where its task gave null
 * @param second the second result; null where its task gave null
 */
public record Tuple2<A, B>(A first, B second) {}
