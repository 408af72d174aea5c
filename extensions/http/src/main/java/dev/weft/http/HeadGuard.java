// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.buffer.ByteBuf;

/**
 * Looks at the bytes of a head before the decoder does, and refuses what others may read otherwise: folded lines, a CR or LF alone, spaces
 * where none belong, control characters (RFC 9112, 2.2, 3 and 5). Sees each byte once, however they come.
 */
final class HeadGuard {
    private enum Place {
        /** Before the first byte; an empty line is skipped here of requests, as some clients send one behind a body. */
        BEFORE,
        /** In the first line. */
        FIRST,
        /** At the begin of a line of the header. */
        LINE,
        NAME,
        VALUE,
        /** The head is over. */
        OVER
    }

    private Place place = Place.BEFORE;

    /** Whether the last byte was a CR, which nothing but LF may follow. */
    private boolean isCr;

    private final FirstLine line;
    private final int mostEmptyLines;
    private int emptyLines;

    private HeadGuard(FirstLine line, int mostEmptyLines) {
        this.line = line;
        this.mostEmptyLines = mostEmptyLines;
    }

    static HeadGuard ofRequests() {
        return new HeadGuard(new RequestLine(), 1);
    }

    static HeadGuard ofResponses() {
        return new HeadGuard(new StatusLine(), 0);
    }

    /** Begins anew, for the next head. */
    void reset() {
        place = Place.BEFORE;
        isCr = false;
        line.reset();
        emptyLines = 0;
    }

    /** Looks at what has come of the head, and returns the index behind its end, or behind all of it. */
    int look(ByteBuf in, int from) throws BadMessageException {
        int end = in.writerIndex();
        int i = from;
        while (i < end && place != Place.OVER) {
            step(in.getByte(i++) & 0xFF);
        }
        return i;
    }

    private void step(int b) throws BadMessageException {
        if (isCr) {
            if (b != '\n') {
                throw bad("a CR without an LF");
            }
            isCr = false;
            lineEnds();
        } else if (b == '\r') {
            isCr = true;
        } else if (b == '\n') {
            throw bad("an LF without a CR");
        } else if ((b < ' ' && b != '\t') || b == 0x7F) {
            throw bad(String.format("the control character %02X", b));
        } else {
            character(b);
        }
    }

    private void lineEnds() throws BadMessageException {
        switch (place) {
            case BEFORE -> {
                if (++emptyLines > mostEmptyLines) {
                    throw bad("empty lines before it");
                }
            }
            case FIRST -> {
                line.end();
                place = Place.LINE;
            }
            case LINE -> place = Place.OVER;
            case NAME -> throw bad("a line without a colon");
            default -> place = Place.LINE;
        }
    }

    private void character(int b) throws BadMessageException {
        switch (place) {
            case BEFORE -> {
                place = Place.FIRST;
                line.step(b);
            }
            case FIRST -> line.step(b);
            case LINE -> {
                place = Place.NAME;
                name(b);
            }
            case NAME -> name(b);
            default -> {}
        }
    }

    private void name(int b) throws BadMessageException {
        if (b == ':') {
            place = Place.VALUE;
        } else if (!FieldSyntax.isOfToken(b)) {
            throw bad(b == ' ' || b == '\t' ? "a folded line, or a space before a colon" : "a name that is no token");
        }
    }

    private static BadMessageException bad(String what) {
        return new BadMessageException(400, "a head with " + what);
    }
}
