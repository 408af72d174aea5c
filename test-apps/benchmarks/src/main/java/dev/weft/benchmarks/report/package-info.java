// SPDX-License-Identifier: Apache-2.0
/** From result files to tables and a plot: {@link dev.weft.benchmarks.report.Report}. */
@NullMarked
package dev.weft.benchmarks.report;

import org.jspecify.annotations.NullMarked;
