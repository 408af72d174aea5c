// SPDX-License-Identifier: Apache-2.0
/** The event loop: run queue, timers, selector and task states. */
@NullMarked
package dev.weft.internal;

import org.jspecify.annotations.NullMarked;
