// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of its connections.
 *
 * @param common how they are set
 * @param clientAuth what clients are asked for
 * @param contexts which context has a name
 */
record ServerRole(
        Common common,
        ClientAuth clientAuth,
        Function<? super @Nullable String, ? extends @Nullable SSLContext> contexts)
        implements Role {
    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public @Nullable String serverName() {
        return null;
    }

    @Override
    public @Nullable SSLEngine engine(@Nullable String serverName) {
        SSLContext context = contexts.apply(serverName);
        if (context == null) {
            return null;
        }
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        common.applyTo(parameters);
        switch (clientAuth) {
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
            case NONE -> parameters.setNeedClientAuth(false);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
