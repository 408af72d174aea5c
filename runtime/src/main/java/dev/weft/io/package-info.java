// SPDX-License-Identifier: Apache-2.0
/**
 * Awaitable TCP. {@link dev.weft.io.Tcp} is the front door; it gives {@link dev.weft.io.Connection connections} and
 * {@link dev.weft.io.Server servers}. For applications; written on the public API of {@code dev.weft} only, and used by
 * no other package of the runtime.
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
