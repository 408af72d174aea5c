// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks; each says what its number means. */
@NullMarked
package dev.weft.benchmarks;

import org.jspecify.annotations.NullMarked;
