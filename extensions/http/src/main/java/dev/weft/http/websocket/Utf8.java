// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/** Looks whether bytes that come in pieces are UTF-8 (RFC 3629), and says so at the first that cannot be. */
final class Utf8 {
    /** How many bytes of a character are still to come, and what the next one may be. */
    private int left;

    private int low = 0x80;
    private int high = 0xBF;

    /** Whether nothing is missing. */
    boolean isWhole() {
        return left == 0;
    }

    /** Returns false at a byte that cannot stand where it does. */
    boolean accepts(byte[] bytes) {
        for (byte each : bytes) {
            int b = each & 0xFF;
            if (left == 0 ? !begins(b) : !goesOn(b)) {
                return false;
            }
        }
        return true;
    }

    private boolean goesOn(int b) {
        boolean fits = b >= low && b <= high;
        low = 0x80;
        high = 0xBF;
        left--;
        return fits;
    }

    /** Nothing is written longer than it need be, and nothing is a surrogate or beyond the last character. */
    private boolean begins(int b) {
        if (b < 0x80) {
            return true;
        }
        left = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return b >= 0xC2 && b <= 0xF4;
    }
}
