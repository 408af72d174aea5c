// SPDX-License-Identifier: Apache-2.0
/**
 * Errors at every allocation: a program runs as often as the runtime and its woven code can allocate something, and each time another of these
 * allocations fails.
 */
@NullMarked
package dev.weft.proof.faults;

import org.jspecify.annotations.NullMarked;
