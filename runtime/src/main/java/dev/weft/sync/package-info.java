// SPDX-License-Identifier: Apache-2.0
/**
 * Coordination of tasks: {@link dev.weft.sync.Channel} and {@link
 * dev.weft.sync.Queue}, which hand elements from one to another, and {@link dev.weft.sync.Select}, which waits for the
 * first of several things. Uses {@code dev.weft} and {@code dev.weft.spi} alone.
 */
@NullMarked
package dev.weft.sync;

import org.jspecify.annotations.NullMarked;
