// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The half of a {@link BlockingTransport} that is written: at most one call is under way. Loop thread only, but for the call.
 *
 * <p>Bytes count as taken when the call that writes them has ended. The write that began it offers them again then; so does, for all that
 * can be seen from outside, a later one that begins with the same bytes after the first was cancelled, of which nobody knows how much was
 * sent. A later one with others finds that those were sent.
 */
final class BlockingOutput {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final BlockingTransport transport;
    private final OutputStream stream;
    private final Executor executor;
    private final Waiter called = this::called;

    /** What a call writes, or has written and no write was told of. */
    private ByteBuffer sent = NONE;

    /** The call that is under way. */
    private @Nullable Awaitable<Integer> call;

    private @Nullable IOException failure;
    private boolean isClosing;

    BlockingOutput(BlockingTransport transport, OutputStream stream, Executor executor) {
        this.transport = transport;
        this.stream = stream;
        this.executor = executor;
    }

    int write(ByteBuffer source) throws IOException {
        IOException failed = failure;
        if (failed != null) {
            failure = null;
            sent = NONE;
            throw failed;
        }
        if (call != null) {
            return 0;
        }
        int count = sent.remaining();
        boolean isTold =
                count > 0 && count <= source.remaining() && sent.equals(source.slice(source.position(), count));
        sent = NONE;
        if (isTold) {
            source.position(source.position() + count);
            if (source.hasRemaining()) {
                transport.changed(); // nobody asks for the rest who takes this for all that there was room for
            }
            return count;
        }
        if (source.hasRemaining()) {
            begin(source);
        }
        return 0;
    }

    boolean isReady() {
        return call == null;
    }

    private void begin(ByteBuffer source) {
        byte[] bytes = new byte[Math.min(DirectBuffers.CHUNK, source.remaining())];
        source.get(source.position(), bytes);
        sent = ByteBuffer.wrap(bytes);
        try {
            call = Weft.blocking(executor, () -> {
                stream.write(bytes);
                stream.flush();
                return bytes.length;
            });
            call.subscribe(called);
        } catch (Throwable refused) { // by the executor
            call = null;
            failure = new IOException("writing " + transport + " could not begin", refused);
            transport.changed();
        }
    }

    /** On the thread that has made the call, but where time is virtual. */
    private void called() {
        if (!transport.post(this::ended)) { // and the loop has closed this
            closeStream();
        }
    }

    private void ended() {
        Awaitable<Integer> made = call;
        if (made == null || !made.isReady()) {
            return;
        }
        call = null;
        try {
            var unused = made.result();
        } catch (IOException failed) {
            failure = failed;
        } catch (Throwable failed) { // of a stream of others
            failure = new IOException("writing " + transport + " failed", failed);
        }
        if (isClosing) {
            transport.closeOn(executor, this::closeStream);
        }
        transport.changed();
    }

    /** Closes the stream behind the call that is under way, if one is: streams that buffer let nobody close them while they write. */
    void close() {
        if (!isClosing) {
            isClosing = true;
            if (call == null) {
                transport.closeOn(executor, this::closeStream);
            }
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException failed) {
            Reports.warning("closing " + transport + " failed", failed);
        }
    }
}
