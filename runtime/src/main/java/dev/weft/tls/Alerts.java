// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Alerts in plain, where the engine expects them encrypted. OpenSSL sends them so if it refuses a certificate in TLS 1.3, and the JDK says
 * no more of it than that a cipher fails. They are not authentic, and are used for nothing but the message of a handshake that failed.
 */
final class Alerts {
    private static final int LENGTH = 7;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(10, "unexpected_message"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(80, "internal_error"),
            Map.entry(90, "user_canceled"));

    private Alerts() {}

    /** The number of the alert that the bytes begin with; -1 if it is none. */
    static int in(ByteBuffer in) {
        int at = in.position();
        boolean isAlert = in.remaining() >= LENGTH && in.get(at) == ClientHello.ALERT && in.getShort(at + 3) == 2;
        return isAlert ? in.get(at + LENGTH - 1) & 0xFF : -1;
    }

    /** What the engine has said of it, or more. */
    static SSLException meaning(int alert, SSLException said) {
        if (alert < 0 || String.valueOf(said.getMessage()).contains("alert")) {
            return said;
        }
        SSLException meant = new SSLException("Received fatal alert: " + NAMES.getOrDefault(alert, "number " + alert));
        meant.initCause(said);
        return meant;
    }
}
