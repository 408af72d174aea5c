// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks that need whole JVMs: memory of a million tasks, timers, cancellations and weaving, each started by {@link
 * dev.weft.benchmarks.programs.Programs} in a JVM of its own, and {@link dev.weft.benchmarks.programs.Startup}.
 */
@NullMarked
package dev.weft.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
