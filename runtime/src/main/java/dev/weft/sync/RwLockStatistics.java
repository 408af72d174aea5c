// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.ScheduledTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RwLock} looked like at one moment.
 *
 * @param readers how many read
 * @param isWritten whether somebody writes
 * @param writer the task that writes; null if none does, or code locked it that no task runs
 * @param waiting how many wait, to read or to write
 */
public record RwLockStatistics(
        int readers, boolean isWritten, @Nullable ScheduledTask<?> writer, int waiting) {}
