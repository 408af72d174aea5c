// SPDX-License-Identifier: Apache-2.0
/**
 * Awaitable TCP and UDP. {@link dev.weft.net.Tcp} is one front door; it gives {@link dev.weft.net.Connection connections} and {@link
 * dev.weft.net.Server servers}, as any {@link dev.weft.net.Network} does. {@link dev.weft.net.Udp} is the other; it gives {@link
 * dev.weft.net.DatagramEndpoint endpoints} for datagrams, as any {@link dev.weft.net.DatagramNetwork} does. For applications. Uses {@code dev.weft}, {@code
 * dev.weft.spi} and {@code dev.weft.io}; of the runtime {@code dev.weft.testing} alone uses it.
 */
@NullMarked
package dev.weft.net;

import org.jspecify.annotations.NullMarked;
