// SPDX-License-Identifier: Apache-2.0
/** Weft without what dumps need, to measure what that costs. */
@NullMarked
package dev.weft.benchmarks.blindfold;

import org.jspecify.annotations.NullMarked;
