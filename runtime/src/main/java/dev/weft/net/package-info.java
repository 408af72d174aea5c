// SPDX-License-Identifier: Apache-2.0
/**
 * Awaitable TCP. {@link dev.weft.net.Tcp} is the front door; it gives {@link dev.weft.net.Connection connections} and
 * {@link dev.weft.net.Server servers}, as any {@link dev.weft.net.Network} does. For applications. Uses {@code dev.weft}, {@code
 * dev.weft.spi} and {@code dev.weft.io}; of the runtime {@code dev.weft.testing} alone uses it.
 */
@NullMarked
package dev.weft.net;

import org.jspecify.annotations.NullMarked;
