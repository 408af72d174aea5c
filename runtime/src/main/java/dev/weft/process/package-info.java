// SPDX-License-Identifier: Apache-2.0
/**
 * Processes by awaiting: a {@link dev.weft.process.Command} says what to run, a {@link dev.weft.process.Subprocess} is what runs, with its
 * pipes as {@link dev.weft.io.ByteStream}s (decision 57).
 */
@NullMarked
package dev.weft.process;

import org.jspecify.annotations.NullMarked;
