// SPDX-License-Identifier: Apache-2.0
/** Compares the TCP path of Weft with that of others: starts servers one at a time, loads them from another core, and says what it cost. */
@NullMarked
package dev.weft.benchmarks.net;

import org.jspecify.annotations.NullMarked;
