// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.ScheduledTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Mutex} looked like at one moment.
 *
 * @param isLocked whether it is held
 * @param owner the task that holds it; null if it is free, or code locked it that no task runs
 * @param waiting how many wait for it
 */
public record MutexStatistics(boolean isLocked, @Nullable ScheduledTask<?> owner, int waiting) {}
