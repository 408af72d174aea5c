// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;

/** A read of a line of text, which ends with LF or CRLF, or with the stream. */
final class ReadLine extends HeldRead<String> {
    private static final byte[] LF = {'\n'};

    private final Search search = new Search(LF);
    private final Charset charset;
    private final int max;

    /** The line with its end; none at the end of the stream. */
    private byte[] bytes = {};

    ReadLine(StreamDuplex stream, Charset charset, int max) {
        super(stream);
        this.charset = charset;
        this.max = Math.min(max, HeldBytes.LARGEST - 1);
    }

    /** Refuses charsets in which the end of a line is another byte than this looks for. */
    static Charset requireReadable(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        if (!charset.canEncode() || !Arrays.equals("\n".getBytes(charset), LF)) {
            throw new IllegalArgumentException("lines of text in " + charset
                    + ", where a line does not end with the byte 10; read all of it, or by length, and decode that");
        }
        return charset;
    }

    static int requirePositive(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("lines of at most " + max + " bytes; the end of a line takes one");
        }
        return max;
    }

    @Override
    boolean take(HeldBytes held) throws IOException {
        int end = search.endWithin(held, max);
        if (end >= 0) {
            bytes = held.take(end);
        } else if (held.size() > max) {
            throw new LimitOverrunException("no end of a line in the first " + max + " bytes on the stream of "
                    + Fence.textOf(stream().endpoint()) + "; they are given by the next reads");
        }
        return end >= 0;
    }

    /** One more than a line may have, to see that the stream does not end with it. */
    @Override
    int most() {
        return max + 1;
    }

    @Override
    void takeAtEnd(HeldBytes held) {
        bytes = held.take(held.size());
    }

    @Override
    protected String method() {
        return "readLine";
    }

    @Override
    @SuppressWarnings("NullAway") // null at the end of the stream
    protected String value() {
        return bytes.length == 0 ? null : new String(bytes, 0, lengthWithoutEnd(), charset);
    }

    private int lengthWithoutEnd() {
        int length = bytes.length;
        if (bytes[length - 1] != '\n') {
            return length;
        }
        return length > 1 && bytes[length - 2] == '\r' ? length - 2 : length - 1;
    }

    /** The bytes go back as they came, for not each text becomes the bytes again that it was. */
    @Override
    public void discard(String unclaimed) {
        stream().putBack(bytes);
    }
}
