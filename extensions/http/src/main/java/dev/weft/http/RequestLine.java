// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/** Looks at the bytes of {@code METHOD TARGET VERSION}, with one space between each (RFC 9112, 3). */
final class RequestLine implements FirstLine {
    /** With 0 for any digit. */
    private static final String VERSION = "HTTP/0.0";

    private int part;
    private int length;

    @Override
    public void reset() {
        part = 0;
        length = 0;
    }

    @Override
    public void step(int b) throws BadMessageException {
        if (b == ' ' && part < 2 && length > 0) {
            part++;
            length = 0;
        } else if (isOfPart(b)) {
            length++;
        } else {
            throw bad();
        }
    }

    private boolean isOfPart(int b) {
        return switch (part) {
            case 0 ->
                FieldSyntax.isOfToken(b) && !(b >= 'a' && b <= 'z'); // no method that is registered has a small letter
            case 1 -> b > ' ' && b < 0x7F;
            default -> length < VERSION.length() && (b >= '0' && b <= '9' ? '0' : b) == VERSION.charAt(length);
        };
    }

    @Override
    public void end() throws BadMessageException {
        if (part != 2 || length != VERSION.length()) {
            throw bad();
        }
    }

    private static BadMessageException bad() {
        return new BadMessageException(400, "a head with a first line that is not METHOD TARGET HTTP/1.1");
    }
}
