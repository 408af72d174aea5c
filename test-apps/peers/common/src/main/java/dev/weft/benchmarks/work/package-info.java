// SPDX-License-Identifier: Apache-2.0
/** The work that all variants of a benchmark do, and the loop on which the peers do it. */
@NullMarked
package dev.weft.benchmarks.work;

import org.jspecify.annotations.NullMarked;
