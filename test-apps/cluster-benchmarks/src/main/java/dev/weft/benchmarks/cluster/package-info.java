// SPDX-License-Identifier: Apache-2.0
/** Two nodes, of which one asks the other one, on engines that are compared. */
@NullMarked
package dev.weft.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
