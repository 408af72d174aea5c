// SPDX-License-Identifier: Apache-2.0
/**
 * TLS over any stream, in both roles, by the JDK's {@link javax.net.ssl.SSLEngine}. {@link dev.weft.tls.Tls} is the front door; what comes
 * out are connections as any other. For applications. Uses {@code dev.weft}, {@code dev.weft.spi}, {@code dev.weft.io} and {@code
 * dev.weft.net}.
 */
@NullMarked
package dev.weft.tls;

import org.jspecify.annotations.NullMarked;
