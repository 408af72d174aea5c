// SPDX-License-Identifier: Apache-2.0
/** The loop: run queue, timers, readiness, and the tasks it runs. Uses {@code dev.weft} and {@code dev.weft.abi}. */
@NullMarked
package dev.weft.internal;

import org.jspecify.annotations.NullMarked;
