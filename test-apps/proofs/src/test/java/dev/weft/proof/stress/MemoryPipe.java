// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.Transport;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One end of a stream in memory that holds a few bytes, and tells of its readiness by actions that it posts. */
final class MemoryPipe implements Transport {
    private static final int CAPACITY = 5;

    private final EventLoop loop;
    private final ByteBuffer arrived = ByteBuffer.allocate(CAPACITY);
    private @Nullable MemoryPipe other;
    private @Nullable IntConsumer handler;
    private int interest;
    private boolean ended;
    private boolean open = true;
    private boolean announced;

    private MemoryPipe(EventLoop loop) {
        this.loop = loop;
    }

    /** Makes both ends. */
    static MemoryPipe[] pair(EventLoop loop) {
        MemoryPipe[] ends = {new MemoryPipe(loop), new MemoryPipe(loop)};
        ends[0].other = ends[1];
        ends[1].other = ends[0];
        return ends;
    }

    private MemoryPipe other() {
        return Objects.requireNonNull(other);
    }

    @Override
    public int read(ByteBuffer target) {
        if (arrived.position() == 0) {
            return ended ? -1 : 0;
        }
        arrived.flip();
        int count = Math.min(arrived.remaining(), target.remaining());
        target.put(arrived.slice().limit(count));
        arrived.position(count);
        arrived.compact();
        other().announce();
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = Math.min(source.remaining(), other().arrived.remaining());
        other().arrived.put(source.slice().limit(count));
        source.position(source.position() + count);
        other().announce();
        return count;
    }

    @Override
    public Registration watch(int first, IntConsumer onReady) throws ClosedChannelException {
        interest = first;
        handler = onReady;
        announce();
        return new Registration() {
            @Override
            public int interest() {
                return interest;
            }

            @Override
            public void interest(int next) {
                interest = next;
                announce();
            }

            @Override
            public void cancel() {
                interest = 0;
            }
        };
    }

    private int ready() {
        int readable = arrived.position() > 0 || ended ? SelectionKey.OP_READ : 0;
        int writable = other().arrived.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        return (readable | writable) & interest;
    }

    private void announce() {
        if (!announced && ready() != 0 && !loop.isClosed()) {
            announced = true;
            loop.post(this::tell);
        }
    }

    private void tell() {
        announced = false;
        if (handler != null) {
            handler.accept(ready());
        }
        announce();
    }

    @Override
    public void shutdownOutput() {
        other().ended = true;
        other().announce();
    }

    @Override
    public void close() {
        open = false;
        interest = 0;
        shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public String identity() {
        return "pipe";
    }

    @Override
    public @Nullable Object peer() {
        return null;
    }
}
