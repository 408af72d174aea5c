// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A selector over calls of the system that keeps no sets of keys: what is ready is told, and found by its descriptor in an array.
 * Level-triggered, as all selectors are. One thread selects, registers and changes interests; any thread wakes it, and may close a channel that
 * is watched.
 */
public abstract class SystemSelector extends AbstractSelector {
    static final int IN = 0x1;
    static final int OUT = 0x4;

    /** An error, or the end of both directions. */
    static final int FAILED = 0x8 | 0x10;

    final Calls calls = new Calls();

    /** What wakes this. */
    final int waking;

    /** By their descriptors. */
    @Nullable
    SystemKey[] watched = new SystemKey[64];

    private int count;

    /** Those whose interest is to be told before the next look. */
    final ArrayList<SystemKey> changed = new ArrayList<>();

    private final Set<SelectionKey> keys = new Keys();

    /** Whether {@link #waking} is closed, or about to be. Under the lock of the keys. */
    private boolean isOver;

    /** Null until somebody has many to receive or to send. */
    private @Nullable DatagramBatch datagrams;

    /** Opens what is the same for all. */
    SystemSelector() throws IOException {
        super(SelectorProvider.provider());
        waking = calls.openEvent();
    }

    // ------------------------------------------------------------------ who is watched

    /** Makes the key of a channel. */
    abstract SystemKey keyOf(AbstractSelectableChannel channel, int descriptor, int interest);

    @Override
    protected final SelectionKey register(AbstractSelectableChannel channel, int interest, Object handler) {
        requireOpen();
        if (!Access.isKnown(channel)) {
            throw new IllegalSelectorException();
        }
        SystemKey key = keyOf(channel, Access.descriptorOf(channel), interest);
        key.attach(handler);
        if (key.descriptor >= watched.length) {
            watched = Arrays.copyOf(watched, Math.max(key.descriptor + 1, 2 * watched.length));
        }
        makeRoom(count + 1);
        watched[key.descriptor] = key;
        count++;
        changed(key);
        return key;
    }

    /** Has room in each list for so many keys: what the system tells is told once, and there may be no memory by then. */
    void makeRoom(int keys) {
        changed.ensureCapacity(keys);
    }

    final void changed(SystemKey key) {
        if (!key.isChanged) {
            key.isChanged = true;
            changed.add(key);
        }
    }

    /** Lets go of those that were cancelled; one that another thread adds in this moment is seen the next time. */
    final void letGoOfCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        if (cancelled.isEmpty()) {
            return;
        }
        List<SelectionKey> gone;
        synchronized (cancelled) {
            gone = List.copyOf(cancelled);
            cancelled.clear();
        }
        try {
            leave(gone);
        } finally {
            gone.forEach(key -> letGo((SystemKey) key));
        }
    }

    /** Has the system forget channels, whose keys are cancelled. */
    abstract void leave(List<SelectionKey> gone);

    private void letGo(SystemKey key) {
        watched[key.descriptor] = null;
        count--;
        deregister(key);
        if (!key.channel().isOpen()) {
            Access.release(key.channel());
        }
    }

    // ------------------------------------------------------------------ waiting

    @Override
    public final int selectNow(Consumer<SelectionKey> action) {
        return look(0, Objects.requireNonNull(action, "action"));
    }

    @Override
    public final int select(Consumer<SelectionKey> action, long millis) {
        return look(millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis), action);
    }

    /**
     * Waits until a channel is ready, this is woken, its thread is interrupted, or the time is over.
     *
     * @param nanos how long; {@link Long#MAX_VALUE} for ever
     * @param action what to do with each key that is ready
     */
    public final void selectWithin(long nanos, Consumer<SelectionKey> action) {
        look(nanos, action);
    }

    /** Looks for what is ready; returns for how many keys something was done. */
    abstract int look(long nanos, Consumer<SelectionKey> action);

    /** Under a lock, so that nobody wakes whoever has been given the descriptor by then. */
    @Override
    public final SystemSelector wakeup() {
        synchronized (keys) {
            if (!isOver) {
                Calls.wake(waking);
            }
        }
        return this;
    }

    /** The thread looks no more; the next look, or the end, may be another one's. */
    public void leaveThread() {}

    // ------------------------------------------------------------------ bytes

    final int read(int descriptor, ByteBuffer target) throws IOException {
        int size = target.remaining();
        long count = calls.recv(descriptor, target);
        if (count > 0) {
            target.position(target.position() + (int) count);
            return (int) count;
        }
        if (count == 0) {
            return size == 0 ? 0 : -1;
        }
        if (calls.mayBeRepeated()) {
            return 0;
        }
        throw Errors.ofRead(calls.errno());
    }

    final int write(int descriptor, ByteBuffer source) throws IOException {
        long count = calls.send(descriptor, source);
        if (count >= 0) {
            source.position(source.position() + (int) count);
            return (int) count;
        }
        if (calls.mayBeRepeated()) {
            return 0;
        }
        throw Errors.ofWrite(calls.errno());
    }

    final DatagramBatch datagrams() {
        if (datagrams == null) {
            datagrams = new DatagramBatch(calls);
        }
        return datagrams;
    }

    /** Of a socket that has an address. */
    final int familyOf(int descriptor) throws IOException {
        return datagrams().familyOf(descriptor);
    }

    // ------------------------------------------------------------------ its end

    final void requireOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    protected final void implCloseSelector() {
        synchronized (keys) {
            isOver = true;
        }
        for (SystemKey key : watched) {
            if (key != null) {
                key.cancel();
            }
        }
        try {
            letGoOfCancelled();
        } finally {
            calls.close(waking);
            release();
        }
    }

    /** Gives back what the system has given, once nothing is watched. */
    abstract void release();

    // ------------------------------------------------------------------ what a selector has besides

    @Override
    public final Set<SelectionKey> keys() {
        requireOpen();
        return keys;
    }

    /** Those that are there when they are looked at. */
    private final class Keys extends AbstractSet<SelectionKey> {
        @Override
        public Iterator<SelectionKey> iterator() {
            return Stream.of(watched)
                    .filter(Objects::nonNull)
                    .map(SelectionKey.class::cast)
                    .iterator();
        }

        @Override
        public int size() {
            return count;
        }
    }

    @Override
    public final Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException("what is ready is told, and not collected");
    }

    @Override
    public final int selectNow() {
        return selectedKeys().size();
    }

    @Override
    public final int select(long millis) {
        return selectedKeys().size();
    }

    @Override
    public final int select() {
        return selectedKeys().size();
    }
}
