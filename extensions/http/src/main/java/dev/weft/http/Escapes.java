// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Percent escapes of paths and queries (RFC 3986, 2.1), in UTF-8. */
final class Escapes {
    private Escapes() {}

    /** What is no escape stays as it is. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] all = text.getBytes(UTF_8);
        for (int i = 0; i < all.length; i++) {
            int escaped = all[i] == '%' && i + 2 < all.length ? hex(all[i + 1]) * 16 + hex(all[i + 2]) : -1;
            boolean isEscape = escaped >= 0 && hex(all[i + 1]) >= 0 && hex(all[i + 2]) >= 0;
            bytes.write(isEscape ? escaped : all[i]);
            i += isEscape ? 2 : 0;
        }
        return bytes.toString(UTF_8);
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
