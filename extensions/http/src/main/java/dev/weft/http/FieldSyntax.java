// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.Objects;

/** What may be sent as a name or a value (RFC 9110, 5.1 and 5.5). What is read was checked by its parser. */
final class FieldSyntax {
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    /** By character: it is asked of each one of a head. */
    private static final boolean[] IS_OF_TOKEN = new boolean[128];

    static {
        for (int c = 0; c < IS_OF_TOKEN.length; c++) {
            IS_OF_TOKEN[c] = isLetterOrDigit(c) || TOKEN.indexOf(c) >= 0;
        }
    }

    private FieldSyntax() {}

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOfToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isOfToken(int c) {
        return c < IS_OF_TOKEN.length && IS_OF_TOKEN[c];
    }

    /** Those of ASCII. */
    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static String requireName(String name) {
        if (!isToken(Objects.requireNonNull(name, "name"))) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name of a header field: letters, digits and " + TOKEN);
        }
        return name;
    }

    /** A name, and perhaps a version behind a slash (RFC 9110, 7.8). */
    static String requireProtocol(String protocol) {
        int slash = Objects.requireNonNull(protocol, "protocol").indexOf('/');
        if (!isToken(slash < 0 ? protocol : protocol.substring(0, slash))
                || (slash >= 0 && !isToken(protocol.substring(slash + 1)))) {
            throw new IllegalArgumentException("\"" + protocol + "\" is no protocol: a token, such as websocket");
        }
        return protocol;
    }

    static String requireValue(String name, String value) {
        int bad = indexOfBad(Objects.requireNonNull(value, "value"));
        if (bad >= 0) {
            throw new IllegalArgumentException("the value of header field \"" + name + "\" has the character "
                    + String.format("U+%04X", (int) value.charAt(bad)) + " at " + bad
                    + ", which cannot be sent; encode what comes from others");
        }
        return value;
    }

    /** Of a character that would end the line, or that has no byte of its own in ISO-8859-1; -1 if there is none. */
    private static int indexOfBad(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                return i;
            }
        }
        return -1;
    }
}
