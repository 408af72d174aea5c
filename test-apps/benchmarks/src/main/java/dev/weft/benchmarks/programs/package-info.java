// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks that need whole JVMs: memory of a million tasks, timers, cancellations and weaving. {@link
 * dev.weft.benchmarks.programs.Programs} starts them, each in a JVM of its own.
 */
@NullMarked
package dev.weft.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
