// SPDX-License-Identifier: Apache-2.0
/**
 * The operations that Weft itself has: {@link dev.weft.internal.combine.Sleep}, and those that run other awaitables,
 * {@link dev.weft.internal.combine.Gather} and {@link dev.weft.internal.combine.WaitFor}. Made by {@code dev.weft} alone. Uses the loop and
 * its tasks in {@code dev.weft.internal}, which knows none of them, and {@code dev.weft.spi}, on which they are written.
 */
@NullMarked
package dev.weft.internal.combine;

import org.jspecify.annotations.NullMarked;
