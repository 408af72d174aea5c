// SPDX-License-Identifier: Apache-2.0
/** What weaving costs when a program starts: {@link dev.weft.benchmarks.startup.StartupBenchmark}. */
package dev.weft.benchmarks.startup;
