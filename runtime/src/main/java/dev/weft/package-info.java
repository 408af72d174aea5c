// SPDX-License-Identifier: Apache-2.0
/** What users write against: {@code @Async} methods, what they await, and the loop that runs them. */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
