// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/** Looks at the bytes of {@code VERSION STATUS REASON}; the reason, and the space before that, may lack (RFC 9112, 4). */
final class StatusLine implements FirstLine {
    /** With 0 for any digit. */
    private static final String BEGIN = "HTTP/1.0 000 ";

    private int length;

    @Override
    public void reset() {
        length = 0;
    }

    @Override
    public void step(int b) throws BadMessageException {
        if (length < BEGIN.length()) {
            if ((b >= '0' && b <= '9' && length != 5 ? '0' : b) != BEGIN.charAt(length)) {
                throw bad();
            }
            length++;
        }
    }

    @Override
    public void end() throws BadMessageException {
        if (length < BEGIN.length() - 1) {
            throw bad();
        }
    }

    private static BadMessageException bad() {
        return new BadMessageException(502, "a head with a first line that is not HTTP/1.1 STATUS REASON");
    }
}
