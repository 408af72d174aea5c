// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Fence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies a stream to its end: an async method written by hand.
 *
 * <pre>
 * state   awaits                     next
 *   1     bytes of the one           2; the end at that of the stream
 *   2     that the other takes some  2 while some are left; 1
 * </pre>
 */
final class OneWay extends Frame<Long> {
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final ByteStream from;
    private final ByteStream to;

    /** Called whenever something was read or written. */
    private final Runnable onProgress;

    /** Whether the end is passed on. */
    private final boolean endsOutput;

    private ByteBuffer bytes = DirectBuffers.NONE;
    private @Nullable Awaitable<?> awaited;
    private long copied;

    OneWay(ByteStream from, ByteStream to, Runnable onProgress, boolean endsOutput) {
        this.from = from;
        this.to = to;
        this.onProgress = onProgress;
        this.endsOutput = endsOutput;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        boolean isResumed = state > 0;
        boolean isWrite = state == WRITE;
        while (true) {
            Object result = isResumed ? co.resumed() : co.await(isWrite ? write() : read());
            if (result == Coroutine.SUSPENDED) {
                co.suspend(this, isWrite ? WRITE : READ);
                return result;
            }
            isResumed = false;
            onProgress.run();
            if (!isWrite) {
                bytes = ByteBuffer.wrap((byte[]) Objects.requireNonNull(result));
                copied += bytes.remaining();
                if (!bytes.hasRemaining()) {
                    return atEnd();
                }
            }
            isWrite = bytes.hasRemaining();
        }
    }

    private Awaitable<?> read() {
        bytes = DirectBuffers.NONE; // what waits long holds nothing
        Awaitable<?> read = new ReadSome(from.duplex, DirectBuffers.CHUNK);
        awaited = read;
        return read;
    }

    private Awaitable<?> write() {
        Awaitable<?> write = new WriteSome(to.duplex, bytes);
        awaited = write;
        return write;
    }

    private Long atEnd() throws IOException {
        if (endsOutput) {
            to.shutdownOutput();
        }
        return copied;
    }

    @Override
    public String toString() {
        return "copy(...) from " + Fence.textOf(from) + " to " + Fence.textOf(to);
    }

    @Override
    protected @Nullable Awaitable<?> awaited() {
        return awaited;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
