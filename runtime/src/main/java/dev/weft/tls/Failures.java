// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What the JDK says of a failure, with the connection that it happened to. */
final class Failures {
    private static final Pattern ALERT = Pattern.compile("^\\(\\w+\\) ");

    private Failures() {}

    /** As another exception of the same kind, of which the first is the cause. */
    static SSLException named(SSLException said, String connection) {
        String text = reason(said) + " (" + connection + ')';
        SSLException named =
                said instanceof SSLHandshakeException ? new SSLHandshakeException(text) : new SSLException(text);
        named.initCause(said);
        return named;
    }

    /** The failure of a handshake. */
    static SSLHandshakeException ofHandshake(String connection, Throwable why) {
        SSLHandshakeException failed =
                new SSLHandshakeException("the tls handshake of " + connection + " failed: " + reason(why));
        failed.initCause(why);
        return failed;
    }

    /** Later JDKs put the name of the alert in front, in parentheses. */
    private static String reason(Throwable why) {
        String message = why.getMessage();
        return message == null
                ? why.getClass().getSimpleName()
                : ALERT.matcher(message).replaceFirst("");
    }
}
