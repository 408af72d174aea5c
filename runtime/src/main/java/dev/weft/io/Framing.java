// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * How the messages of a stream are told apart: by a length before each, or by a delimiter behind it. One of these serves any number of
 * streams. Any thread, except where the text says otherwise; immutable. No argument may be null.
 *
 * <pre>{@code
 * static final Framing FRAMES = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 1024 * 1024);
 *
 * await(connection.write(FRAMES.frame(request)));
 * byte[] answer = await(FRAMES.read(connection));
 * }</pre>
 */
public abstract class Framing {
    /** For those of this package. */
    Framing() {}

    /**
     * Makes frames that begin with their length: the number of bytes that follow it, without a sign.
     *
     * @param bytes how many bytes the length takes: 1, 2, 4 or 8
     * @param order which of these bytes comes first
     * @param max the longest frame to be read or written, in bytes, without the length
     * @return the framing
     * @throws IllegalArgumentException if there is no such length, or {@code max} is negative or does not fit into it
     */
    public static Framing lengthPrefix(int bytes, ByteOrder order, int max) {
        return LengthPrefixed.of(bytes, order, max);
    }

    /**
     * Makes frames that end with a delimiter, which is no part of them and cannot be in them.
     *
     * @param delimiter the bytes behind each frame, at least one; copied
     * @param max the longest frame to be read or written, in bytes, without the delimiter
     * @return the framing
     * @throws IllegalArgumentException if the delimiter is empty, or {@code max} is negative
     */
    public static Framing delimiter(byte[] delimiter, int max) {
        return Delimited.of(delimiter, max);
    }

    /**
     * Suspends until a frame was read, all of it. Cancel-safe: what had come when it was cancelled is given by the reads that follow, from
     * the beginning of the frame on, and so is what came behind it.
     *
     * @param stream of whose loop this is the thread when it is awaited; no other read of it may be waiting
     * @return an awaitable of the frame; of null at the end of the stream, if that is between two frames
     * @throws LimitOverrunException when awaited, if a frame is longer than the longest; what has come is given by the reads that follow
     * @throws java.io.EOFException when awaited and the stream ends inside a frame; what had come is given by the reads that follow
     * @throws IOException when awaited, as {@link ByteStream#read(ByteBuffer)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> read(ByteStream stream) throws IOException {
        return reading(Objects.requireNonNull(stream, "stream").duplex);
    }

    /**
     * Returns the frames of a stream, each as {@link #read} gives it, up to its end. It holds nothing: what it has not given stays in the
     * stream, whatever ends it.
     *
     * @param stream which may be read otherwise while this is not asked for a frame
     * @return the frames
     */
    public final AsyncGenerator<byte[]> frames(ByteStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new Repeated<>("frames", stream, () -> read(stream));
    }

    /**
     * Puts bytes into a frame, for {@link ByteStream#write(ByteBuffer...)} or {@link StreamWriter#write(ByteBuffer...)}, which take it as
     * a whole.
     *
     * @param payload the bytes; not copied
     * @return what is to be written, in this order
     * @throws IllegalArgumentException if they are too many, or the delimiter is in them
     */
    public final ByteBuffer[] frame(byte[] payload) {
        return framed(Objects.requireNonNull(payload, "payload"));
    }

    abstract Awaitable<byte[]> reading(StreamDuplex stream);

    abstract ByteBuffer[] framed(byte[] payload);

    static int requireNotNegative(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("frames of at most " + max + " bytes");
        }
        return max;
    }

    static void requireWithin(int max, byte[] payload) {
        if (payload.length > max) {
            throw new IllegalArgumentException("a frame of " + payload.length + " bytes, and the longest has " + max
                    + "; who reads it would refuse it");
        }
    }
}
