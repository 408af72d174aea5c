// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The client's end of one connection. */
final class ClientRole implements Role {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** What stands for the port where the context is not to know the server again: it remembers by host and port. */
    private static final AtomicInteger NEVER_AGAIN = new AtomicInteger(-2);

    private final Common common;
    private final String host;
    private final int port;
    private final boolean checksHostname;
    private final boolean resumes;

    ClientRole(Common common, String host, int port, boolean checksHostname, boolean resumes) {
        this.common = common;
        this.port = port;
        this.host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        this.checksHostname = checksHostname;
        this.resumes = resumes;
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public @Nullable String serverName() {
        return isAddress() ? null : host;
    }

    private boolean isAddress() {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    @Override
    public SSLEngine engine(@Nullable String serverName) {
        SSLEngine engine = common.context().createSSLEngine(host, resumes ? port : NEVER_AGAIN.getAndDecrement());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        common.applyTo(parameters);
        if (checksHostname) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        SNIHostName name = serverName == null ? null : sni(serverName);
        if (name != null) {
            parameters.setServerNames(List.of(name));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** A name that is none for SNI, as one with an underscore, is checked all the same, and not sent. */
    private static @Nullable SNIHostName sni(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** The session is forgotten, with those that the server has offered since. */
    @Override
    public void over(SSLEngine engine) {
        if (!resumes) {
            engine.getSession().invalidate();
        }
    }
}
