// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The half of a {@link BlockingTransport} that is read: at most one call is under way. Loop thread only, but for the call. */
final class BlockingInput {
    private final BlockingTransport transport;
    private final InputStream stream;
    private final Executor executor;
    private final Waiter called = this::called;

    /** What was read and not taken, from {@link #start} to {@link #end}. */
    private byte[] chunk = {};

    private int start;
    private int end;

    /** The call that is under way. */
    private @Nullable Awaitable<Integer> call;

    private @Nullable IOException failure;

    /** Whether a call has found the end. */
    private boolean ended;

    /** Whether the call began when a read had found nothing. The end that one found which began before may be none by now: files grow. */
    private boolean isAsked;

    BlockingInput(BlockingTransport transport, InputStream stream, Executor executor) {
        this.transport = transport;
        this.stream = stream;
        this.executor = executor;
    }

    int read(ByteBuffer target) throws IOException {
        if (start < end) {
            int count = Math.min(end - start, target.remaining());
            target.put(chunk, start, count);
            start += count;
            transport.changed(); // there is more, or more is to be read
            return count;
        }
        IOException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed;
        }
        boolean isEnd = ended && isAsked;
        ended = false; // a later read asks again
        if (!isEnd && call == null) {
            isAsked = true;
            begin();
        }
        return isEnd ? -1 : 0;
    }

    /** Whether a read would give something; begins the call that will, if not. */
    boolean isReady() {
        if (start < end || failure != null || ended) {
            return true;
        }
        if (call == null) {
            isAsked = false;
            begin();
        }
        return false;
    }

    private void begin() {
        if (chunk.length == 0) {
            chunk = new byte[DirectBuffers.CHUNK];
        }
        byte[] target = chunk;
        try {
            call = Weft.blocking(executor, () -> stream.read(target, 0, target.length));
            call.subscribe(called);
        } catch (Throwable refused) { // by the executor
            call = null;
            failure = new IOException("reading " + transport + " could not begin", refused);
            transport.changed();
        }
    }

    /** On the thread that has made the call, but where time is virtual. */
    private void called() {
        var unused = transport.post(this::arrived);
    }

    private void arrived() {
        Awaitable<Integer> made = call;
        if (made == null || !made.isReady()) {
            return;
        }
        call = null;
        start = 0;
        end = 0;
        try {
            int count = made.result();
            ended = count < 0;
            end = Math.max(0, count);
        } catch (IOException failed) {
            failure = failed;
        } catch (Throwable failed) { // of a stream of others
            failure = new IOException("reading " + transport + " failed", failed);
        }
        transport.changed();
    }

    void close() {
        transport.closeOn(executor, this::closeStream);
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException failed) {
            Reports.warning("closing " + transport + " failed", failed);
        }
    }
}
