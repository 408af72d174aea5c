// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Which end of a connection this is, and how its engine is made. */
interface Role {
    /** Whether this is the server's end, which has to hear its client before it has an engine. */
    boolean isServer();

    /** Makes an engine, which has not begun; null if there is none for that name. */
    @Nullable
    SSLEngine engine(@Nullable String serverName) throws SSLException;

    /** The name that the client asks for, as far as this end knows it before the handshake. */
    @Nullable
    String serverName();

    /** Called when the connection is closed. */
    default void over(SSLEngine engine) {}
}
