// SPDX-License-Identifier: Apache-2.0
/** What all proofs share: how much to run, and the counts that each run leaves in {@code docs/weaving-limits.md}. */
@NullMarked
package dev.weft.proof;

import org.jspecify.annotations.NullMarked;
