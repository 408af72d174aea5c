// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** A piece of a body of unknown length, as it is sent (RFC 9112, 7.1). */
final class Chunk {
    private static final byte[] LAST = "0\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);

    private Chunk() {}

    /** Of a piece that is not empty. */
    static ByteBuffer[] of(byte[] piece) {
        return of(ByteBuffer.allocate(0), piece);
    }

    /** Of a piece that is not empty, behind something else. */
    static ByteBuffer[] of(ByteBuffer before, byte[] piece) {
        byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(US_ASCII);
        return new ByteBuffer[] {before, ByteBuffer.wrap(size), ByteBuffer.wrap(piece), ByteBuffer.wrap(LINE_END)};
    }

    /** What ends the body, without trailers. */
    static ByteBuffer last() {
        return ByteBuffer.wrap(LAST);
    }
}
