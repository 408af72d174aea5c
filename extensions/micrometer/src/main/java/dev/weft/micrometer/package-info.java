// SPDX-License-Identifier: Apache-2.0
/** Event loops as meters of Micrometer: {@link dev.weft.micrometer.WeftMetrics}. */
@NullMarked
package dev.weft.micrometer;

import org.jspecify.annotations.NullMarked;
