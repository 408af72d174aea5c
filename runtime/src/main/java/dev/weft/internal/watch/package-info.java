// SPDX-License-Identifier: Apache-2.0
/**
 * Reports loops that stall, while they do (decision 45). {@link dev.weft.internal.watch.StallWatch} is the thread that looks, {@link
 * dev.weft.internal.watch.Judge} says what comes of the looks at one loop, and knows no clock, no loop and no thread. Nothing here runs, nor is
 * loaded, on the thread of an event loop; {@code dev.weft.internal} starts the thread and knows this package by name only.
 */
@NullMarked
package dev.weft.internal.watch;

import org.jspecify.annotations.NullMarked;
