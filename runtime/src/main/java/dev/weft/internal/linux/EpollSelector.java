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
 * A selector over epoll that keeps no sets of keys: what is ready is told, and found by its descriptor in an array. Level-triggered, as all
 * selectors are. One thread selects, registers and changes interests; any thread wakes it, and may close a channel that is watched.
 */
public final class EpollSelector extends AbstractSelector {
    static final int ADD = 1;
    static final int DELETE = 2;
    static final int MODIFY = 3;
    static final int IN = 0x1;
    static final int OUT = 0x4;

    /** An error, or the end of both directions. */
    static final int FAILED = 0x8 | 0x10;

    /** The most events of one call. */
    private static final int MOST = 512;

    /** How long it waits, at most, where the system had no memory for what is to be watched: it is told again then. */
    private static final long SHORTAGE_NANOS = 100_000_000;

    private static final int TIME = 2 * Long.BYTES;

    private final Calls calls = new Calls();
    private final EventLayout layout = EventLayout.HERE;

    /** What is told to the system and by it: a time, an event, and all that come at once. */
    private final ByteBuffer memory = Calls.direct(TIME + (1 + MOST) * layout.size());

    private final long time = Calls.address(memory);
    private final long event = time + TIME;
    private final long events = event + layout.size();

    private final int epoll;
    private final int waking;

    /** By their descriptors. */
    private @Nullable EpollKey[] watched = new EpollKey[64];

    private int count;

    /** Those whose interest is to be told before the next look. */
    private final List<EpollKey> changed = new ArrayList<>();

    private final Set<SelectionKey> keys = new Keys();

    /** Whether {@link #waking} is closed, or about to be. Under the lock of the keys. */
    private boolean isOver;

    /** Null until somebody has many to receive or to send. */
    private @Nullable DatagramBatch datagrams;

    /** Whether the system waits for nanoseconds; some know milliseconds alone. */
    private boolean isPrecise = true;

    /**
     * Opens one.
     *
     * @throws IOException if the system has no descriptor for it
     */
    public EpollSelector() throws IOException {
        super(SelectorProvider.provider());
        epoll = calls.openEpoll();
        try {
            waking = calls.openEvent();
        } catch (IOException failed) {
            calls.close(epoll);
            throw failed;
        }
        int error = control(ADD, waking, IN);
        if (error != 0) { // no memory for it
            implCloseSelector();
            throw new IOException("epoll_ctl: " + Errors.text(error));
        }
    }

    int control(int operation, int descriptor, int wanted) {
        memory.putInt(TIME, wanted);
        memory.putLong(TIME + layout.data(), descriptor);
        return calls.control(epoll, operation, descriptor, event);
    }

    // ------------------------------------------------------------------ who is watched

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int interest, Object handler) {
        requireOpen();
        if (!Access.isKnown(channel)) {
            throw new IllegalSelectorException();
        }
        EpollKey key = new EpollKey(this, channel, Access.descriptorOf(channel), interest);
        key.attach(handler);
        if (key.descriptor >= watched.length) {
            watched = Arrays.copyOf(watched, Math.max(key.descriptor + 1, 2 * watched.length));
        }
        watched[key.descriptor] = key;
        count++;
        changed(key);
        return key;
    }

    void changed(EpollKey key) {
        if (!key.isChanged) {
            key.isChanged = true;
            changed.add(key);
        }
    }

    /** Lets go of those that were cancelled, and tells the system of the others. */
    private void tellChanges() {
        Set<SelectionKey> cancelled = cancelledKeys();
        if (!cancelled.isEmpty()) { // one that another thread adds in this moment is seen the next time
            letGo(cancelled);
        }
        if (!changed.isEmpty()) {
            changed.removeIf(EpollKey::isTold);
        }
    }

    private void letGo(Set<SelectionKey> cancelled) {
        List<SelectionKey> gone;
        synchronized (cancelled) {
            gone = List.copyOf(cancelled);
            cancelled.clear();
        }
        gone.forEach(key -> letGo((EpollKey) key));
    }

    private void letGo(EpollKey key) {
        boolean unused = key.isTold(); // to watch for nothing takes no memory
        watched[key.descriptor] = null;
        count--;
        deregister(key);
        if (!key.channel().isOpen()) {
            Access.release(key.channel());
        }
    }

    // ------------------------------------------------------------------ waiting

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        return look(0, Objects.requireNonNull(action, "action"));
    }

    @Override
    public int select(Consumer<SelectionKey> action, long millis) {
        return look(millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis), action);
    }

    /**
     * Waits until a channel is ready, this is woken, its thread is interrupted, or the time is over.
     *
     * @param nanos how long; {@link Long#MAX_VALUE} for ever
     * @param action what to do with each key that is ready
     */
    public void selectWithin(long nanos, Consumer<SelectionKey> action) {
        look(nanos, action);
    }

    private int look(long nanos, Consumer<SelectionKey> action) {
        requireOpen();
        tellChanges();
        int found = nanos == 0
                ? calls.await(epoll, events, MOST, 0)
                : await(changed.isEmpty() ? nanos : Math.min(nanos, SHORTAGE_NANOS));
        if (found < 0 && calls.errno() != Calls.EINTR) {
            throw new IllegalStateException("epoll_wait: " + Errors.text(calls.errno()));
        }
        return tell(found, action);
    }

    private int await(long nanos) {
        begin();
        try {
            if (nanos == Long.MAX_VALUE) {
                return calls.await(epoll, events, MOST, -1);
            }
            int found = -1;
            if (isPrecise) {
                memory.putLong(0, TimeUnit.NANOSECONDS.toSeconds(nanos));
                memory.putLong(Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
                found = calls.awaitTime(epoll, events, MOST, time);
                isPrecise = found >= 0 || !calls.isUnknown();
            }
            if (!isPrecise) {
                long millis = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
                found = calls.await(epoll, events, MOST, (int) Math.min(millis, Integer.MAX_VALUE));
            }
            return found;
        } finally {
            end();
        }
    }

    private int tell(int found, Consumer<SelectionKey> action) {
        int told = 0;
        for (int i = 0; i < found; i++) {
            int at = TIME + (1 + i) * layout.size();
            int descriptor = memory.getInt(at + layout.data());
            if (descriptor == waking) {
                calls.takeWake(waking, event);
                continue;
            }
            EpollKey key = watched[descriptor];
            if (key != null && key.isValid() && key.becomes(memory.getInt(at))) {
                action.accept(key);
                told++;
            }
        }
        return told;
    }

    /** Under a lock, so that nobody wakes whoever has been given the descriptor by then. */
    @Override
    public EpollSelector wakeup() {
        synchronized (keys) {
            if (!isOver) {
                Calls.wake(waking);
            }
        }
        return this;
    }

    // ------------------------------------------------------------------ bytes

    int read(int descriptor, ByteBuffer target) throws IOException {
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

    int write(int descriptor, ByteBuffer source) throws IOException {
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

    DatagramBatch datagrams() {
        if (datagrams == null) {
            datagrams = new DatagramBatch(calls);
        }
        return datagrams;
    }

    /** Of a socket that has an address. */
    int familyOf(int descriptor) throws IOException {
        memory.putInt(0, SocketAddresses.SIZE);
        if (calls.nameOf(descriptor, event, time) != 0) {
            throw new IOException("getsockname: " + Errors.text(calls.errno()));
        }
        return memory.getShort(TIME);
    }

    // ------------------------------------------------------------------ its end

    private void requireOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    protected void implCloseSelector() {
        synchronized (keys) {
            isOver = true;
        }
        for (EpollKey key : watched) {
            if (key != null) {
                key.cancel();
            }
        }
        letGo(cancelledKeys());
        calls.close(waking);
        calls.close(epoll);
    }

    // ------------------------------------------------------------------ what a selector has besides

    @Override
    public Set<SelectionKey> keys() {
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
    public Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException("what is ready is told, and not collected");
    }

    @Override
    public int selectNow() {
        return selectedKeys().size();
    }

    @Override
    public int select(long millis) {
        return selectedKeys().size();
    }

    @Override
    public int select() {
        return selectedKeys().size();
    }
}
