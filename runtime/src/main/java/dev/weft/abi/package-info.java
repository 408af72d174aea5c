// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of woven code: frames, the coroutine that runs them, source locations. Not for hand-written code; it
 * changes with {@link dev.weft.abi.Woven#VERSION}. Uses {@code dev.weft} alone.
 */
@NullMarked
package dev.weft.abi;

import org.jspecify.annotations.NullMarked;
