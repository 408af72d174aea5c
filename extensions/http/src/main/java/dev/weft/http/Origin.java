// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URI;
import java.util.Locale;

/**
 * Whom connections are opened to and kept for.
 *
 * @param isEncrypted whether over TLS
 * @param host a name or an address, without the brackets of IPv6, in lower case
 * @param port 1 to 65535
 */
record Origin(boolean isEncrypted, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Of an address that was {@linkplain ClientRequest checked}. */
    static Origin of(URI uri) {
        boolean isEncrypted = uri.getScheme().equalsIgnoreCase("https");
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean isBracketed = host.startsWith("[");
        int usual = isEncrypted ? HTTPS : HTTP;
        return new Origin(
                isEncrypted,
                isBracketed ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? usual : uri.getPort());
    }

    /** What the header field Host says: without the port if that is the usual one. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == (isEncrypted ? HTTPS : HTTP) ? name : name + ':' + port;
    }

    /** For messages. */
    @Override
    public String toString() {
        return (isEncrypted ? "https://" : "http://") + authority();
    }
}
