// SPDX-License-Identifier: Apache-2.0
/**
 * The event loop and the tasks it runs: run queue, timers, readiness, inbox. {@link dev.weft.internal.LoopEngine} is the loop,
 * {@link dev.weft.internal.SpawnedTask} a task, {@link dev.weft.internal.Execution} tells what runs on a thread. Used by {@code Engine} of
 * {@code dev.weft}, and by {@code dev.weft.internal.combine}, whose operations are written on it. Uses {@code dev.weft},
 * {@code dev.weft.abi}, {@code dev.weft.spi} and {@code dev.weft.internal.stack}.
 */
@NullMarked
package dev.weft.internal;

import org.jspecify.annotations.NullMarked;
