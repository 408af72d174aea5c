// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes between channels and the buffers of users. A heap buffer goes through one direct buffer per thread, a chunk
 * at a time; NIO by itself would copy all that remains of it at every call, and keep a buffer of that size.
 */
final class DirectBuffers {
    /** The buffer of an operation that is used up: its coroutine may know it for long, and is to keep none of the user's memory alive. */
    static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** The direct buffer of a thread, in bytes, and so the most that is read at once into the heap. */
    static final int CHUNK = 64 * 1024;

    /** The most that is written, in bytes, before others get their turn. */
    static final int WRITE_BURST = 1024 * 1024;

    /** The most that is read of a stream, in bytes, without being told of readiness again: others get their turn before that. */
    static final int READ_BURST = 1024 * 1024;

    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));

    private DirectBuffers() {}

    /**
     * Reads what is there, at most {@code max} bytes and one chunk, into the direct buffer of the thread.
     *
     * @return the buffer, ready to be emptied before the next call; null at the end of the stream
     */
    static @Nullable ByteBuffer read(StreamDuplex stream, int max) throws IOException {
        ByteBuffer scratch = SCRATCH.get();
        scratch.clear().limit(Math.min(max, CHUNK));
        int count = stream.read(scratch);
        scratch.flip();
        return count < 0 ? null : scratch;
    }

    /** As {@code stream.read(target)}, for any kind of buffer. */
    static int read(StreamDuplex stream, ByteBuffer target) throws IOException {
        if (target.isDirect()) {
            return stream.read(target);
        }
        ByteBuffer scratch = read(stream, target.remaining());
        if (scratch == null) {
            return -1;
        }
        int count = scratch.remaining();
        target.put(scratch);
        return count;
    }

    /** Writes until the channel takes no more, or a burst is written; the position of the source tells how far it came. */
    static void write(WritableByteChannel channel, ByteBuffer source) throws IOException {
        int chunk = source.isDirect() ? WRITE_BURST : CHUNK;
        int burst = WRITE_BURST;
        while (source.hasRemaining() && burst > 0) {
            int offered = Math.min(source.remaining(), chunk);
            int taken =
                    source.isDirect() ? writeDirect(channel, source, offered) : writeCopied(channel, source, offered);
            if (taken < offered) {
                return;
            }
            burst -= taken;
        }
    }

    private static int writeDirect(WritableByteChannel channel, ByteBuffer source, int offered) throws IOException {
        int limit = source.limit();
        source.limit(source.position() + offered);
        try {
            return channel.write(source);
        } finally {
            source.limit(limit);
        }
    }

    private static int writeCopied(WritableByteChannel channel, ByteBuffer source, int offered) throws IOException {
        ByteBuffer scratch = SCRATCH.get();
        scratch.clear();
        scratch.put(0, source, source.position(), offered).limit(offered);
        int taken = channel.write(scratch);
        source.position(source.position() + taken);
        return taken;
    }

    /**
     * Writes several buffers in their order, as {@link #write(WritableByteChannel, ByteBuffer)} does one. What goes through the direct buffer
     * goes together: a header and a body are one call of the channel.
     *
     * @param from before which all are written
     * @return the first that has bytes left; their number if all are written
     */
    static int write(WritableByteChannel channel, ByteBuffer[] sources, int from) throws IOException {
        int at = firstWithBytes(sources, from);
        for (int burst = WRITE_BURST; at < sources.length && burst > 0; ) {
            int offered;
            int taken;
            if (isWrittenAlone(sources[at])) {
                offered = Math.min(sources[at].remaining(), burst);
                taken = writeDirect(channel, sources[at], offered);
            } else {
                ByteBuffer scratch = gather(sources, at);
                offered = scratch.remaining();
                taken = channel.write(scratch);
                advance(sources, at, taken);
            }
            at = firstWithBytes(sources, at);
            if (taken < offered) {
                return at;
            }
            burst -= taken;
        }
        return at;
    }

    private static int firstWithBytes(ByteBuffer[] sources, int from) {
        int at = from;
        while (at < sources.length && !sources[at].hasRemaining()) {
            at++;
        }
        return at;
    }

    /** To copy what is direct and large would cost more than another call. */
    private static boolean isWrittenAlone(ByteBuffer source) {
        return source.isDirect() && source.remaining() >= CHUNK;
    }

    /** Copies what fits, and leaves the positions where they are: nobody knows yet how much the channel takes. */
    private static ByteBuffer gather(ByteBuffer[] sources, int from) {
        ByteBuffer scratch = SCRATCH.get();
        scratch.clear();
        for (int i = from; i < sources.length && scratch.hasRemaining() && !isWrittenAlone(sources[i]); i++) {
            int count = Math.min(scratch.remaining(), sources[i].remaining());
            scratch.put(scratch.position(), sources[i], sources[i].position(), count);
            scratch.position(scratch.position() + count);
        }
        return scratch.flip();
    }

    private static void advance(ByteBuffer[] sources, int from, int taken) {
        int left = taken;
        for (int i = from; left > 0; i++) {
            int count = Math.min(left, sources[i].remaining());
            sources[i].position(sources[i].position() + count);
            left -= count;
        }
    }
}
