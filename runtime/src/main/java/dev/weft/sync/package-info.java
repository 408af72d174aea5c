// SPDX-License-Identifier: Apache-2.0
/**
 * Coordination of tasks. {@link dev.weft.sync.Channel} and {@link dev.weft.sync.Queue} hand elements from one to another, and
 * {@link dev.weft.sync.Select} waits for the first of several things. {@link dev.weft.sync.Mutex} lets one in at a time,
 * {@link dev.weft.sync.RwLock} one writer or many readers, {@link dev.weft.sync.Semaphore} a number; at an {@link dev.weft.sync.Event}, a
 * {@link dev.weft.sync.Latch} and a {@link dev.weft.sync.Condition} tasks wait for what happens, at a {@link dev.weft.sync.Barrier} for one
 * another. {@link dev.weft.sync.RateLimiter}, {@link dev.weft.sync.Retry} and {@link dev.weft.sync.Pool} are for those who call out. Uses
 * {@code dev.weft} and {@code dev.weft.spi} alone, but for one frame of {@code dev.weft.abi}.
 */
@NullMarked
package dev.weft.sync;

import org.jspecify.annotations.NullMarked;
