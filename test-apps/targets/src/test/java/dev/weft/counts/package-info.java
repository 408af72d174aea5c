// SPDX-License-Identifier: Apache-2.0
/**
 * How much a proof of the weaver does, and the table in docs/weaving-limits.md in which it says what it did. Front door: {@link
 * dev.weft.counts.Counts}. Shared with the proofs.
 */
@NullMarked
package dev.weft.counts;

import org.jspecify.annotations.NullMarked;
