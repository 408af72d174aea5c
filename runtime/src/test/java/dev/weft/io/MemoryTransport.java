// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.Sneaky;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One end of a stream in memory, which has no channel that a loop could watch. */
final class MemoryTransport implements Transport {
    /** How many bytes are on their way at most. */
    static final int CAPACITY = 8;

    private final EventLoop loop;
    private final String name;
    private final ByteBuffer arrived = ByteBuffer.allocate(CAPACITY);
    private @Nullable MemoryTransport other;
    private boolean ended;
    private boolean open = true;
    private int interest;
    private IntConsumer onReady = bits -> {};
    private boolean announced;

    /** Whether it tells of its readiness only where {@link #tell} is called. */
    boolean tellsInPlaceAlone;

    /** What a change of the interest brings about in place; nothing for most. */
    @Nullable
    Runnable onInterest;

    /** What a method throws when it is called, by its name. */
    final Map<String, Throwable> failures = new HashMap<>();

    /** What happens meanwhile when bytes were read; nothing for most. */
    @Nullable
    Runnable onRead;

    /** How often it was read, which is what would be a system call. */
    int reads;

    private MemoryTransport(EventLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    static MemoryTransport[] pair(EventLoop loop) {
        MemoryTransport left = new MemoryTransport(loop, "left");
        MemoryTransport right = new MemoryTransport(loop, "right");
        left.other = right;
        right.other = left;
        return new MemoryTransport[] {left, right};
    }

    private MemoryTransport other() {
        return Objects.requireNonNull(other);
    }

    @Override
    public int read(ByteBuffer target) {
        reads++;
        throwFailureOf("read");
        if (arrived.position() == 0) {
            return ended ? -1 : 0;
        }
        arrived.flip();
        int count = Math.min(arrived.remaining(), target.remaining());
        target.put(arrived.slice().limit(count));
        arrived.position(count);
        arrived.compact();
        other().announce();
        if (onRead != null) {
            onRead.run();
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        throwFailureOf("write");
        int count = Math.min(source.remaining(), other().arrived.remaining());
        other().arrived.put(source.slice().limit(count));
        source.position(source.position() + count);
        other().announce();
        return count;
    }

    @Override
    public Registration watch(int first, IntConsumer handler) throws ClosedChannelException {
        throwFailureOf("watch");
        interest = first;
        onReady = handler;
        announce();
        return new Registration() {
            @Override
            public int interest() {
                return interest;
            }

            @Override
            public void interest(int next) {
                throwFailureOf("interest");
                interest = next;
                if (onInterest != null) {
                    onInterest.run();
                }
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
        if (!announced && !tellsInPlaceAlone && ready() != 0) {
            announced = true;
            loop.post(() -> {
                announced = false;
                onReady.accept(ready());
                announce();
            });
        }
    }

    @Override
    public void shutdownOutput() {
        throwFailureOf("shutdownOutput");
        other().ended = true;
        other().announce();
    }

    @Override
    public void close() {
        open = false;
        interest = 0;
        other().ended = true;
        other().announce();
        throwFailureOf("close");
    }

    private void throwFailureOf(String method) {
        Throwable failure = failures.get(method);
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
    }

    /** Calls the handler in place, with all that this is ready for. */
    void tell() {
        onReady.accept(ready());
    }

    @Override
    public boolean isOpen() {
        throwFailureOf("isOpen");
        return open;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public @Nullable Object peer() {
        return null;
    }

    @Override
    public String toString() {
        throwFailureOf("toString");
        return "memory " + name;
    }
}
