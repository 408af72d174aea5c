// SPDX-License-Identifier: Apache-2.0
/**
 * Weft beside the asyncio of a real Python: random scenarios, which are data, run on both under virtual clocks, and what happens must be the same, to the
 * order within a moment ({@link dev.weft.proof.differential.DifferentialIT}). Deliberate differences are the rules of {@link
 * dev.weft.proof.differential.Rule}.
 */
@NullMarked
package dev.weft.proof.differential;

import org.jspecify.annotations.NullMarked;
