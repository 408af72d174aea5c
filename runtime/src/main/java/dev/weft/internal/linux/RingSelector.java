// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector over io_uring: what is wanted is queued, and one call of the system a look submits all of it and waits. A channel is polled, as
 * epoll would do; a stream whose reader says so has its bytes received, and sent, by the same call.
 */
final class RingSelector extends SystemSelector implements Ring.Completions {
    /** What an entry was, in the lowest bits of its number. */
    private static final int NOBODYS = 0;

    private static final int WAKES = 1;
    static final byte POLLS_IN = 2;
    static final byte POLLS_OUT = 3;
    static final byte RECEIVES = 4;
    private static final byte SENDS = 5;
    private static final int KIND_BITS = 3;

    /** Flags of what has completed: there is a buffer, whose number is above; there will be more. */
    private static final int HAS_BUFFER = 1;

    private static final int HAS_MORE = 2;
    private static final int BUFFER_SHIFT = 16;

    /** What a poll, and what a receive is to do again and again. */
    private static final int AGAIN = 1;

    private static final int RECEIVE_AGAIN = 2;

    private static final int DO_NOT_WAIT = 0x40;
    private static final int CANCELLED = 125;
    private static final int NO_BUFFERS = 105;

    /** How many have to be ready at once for their answers to be sent together: fewer are answered sooner by calls of their own. */
    private static final int FEWEST = 2;

    /** How long it waits, at most, where the system was short of something. */
    private static final long SHORTAGE_NANOS = 1_000_000;

    private Ring ring;
    private ReceiveBuffers buffers;
    private final SendSlots slots;

    /** Those that this look has found to be ready. */
    private final List<RingKey> found = new ArrayList<>();

    private int foundBefore;
    private int generations;
    private boolean isWakeArmed;

    private final int fewest;

    /** Throws if the system has no ring to give. */
    RingSelector() throws IOException {
        this(FEWEST);
    }

    /** With another number of those that have to be ready for their answers to be sent together. */
    RingSelector(int fewest) throws IOException {
        this.fewest = fewest;
        try {
            slots = new SendSlots(calls);
        } catch (IOException failed) {
            calls.close(waking);
            throw failed;
        }
        try {
            Ring opened = new Ring(calls);
            buffers = buffersOf(opened);
            ring = opened;
        } catch (IOException failed) {
            slots.close();
            calls.close(waking);
            throw failed;
        }
    }

    /** Closes the ring if there is no memory for its buffers. */
    private ReceiveBuffers buffersOf(Ring opened) throws IOException {
        try {
            return new ReceiveBuffers(calls, opened);
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    @Override
    RingKey keyOf(AbstractSelectableChannel channel, int descriptor, int interest) {
        return new RingKey(this, channel, descriptor, interest, ++generations);
    }

    ReceiveBuffers buffers() {
        return buffers;
    }

    // ------------------------------------------------------------------ what keys ask

    /** Makes room for an entry; false if the system takes none now. */
    private boolean hasRoom() {
        if (ring.isFull()) {
            int unused = ring.enter(0, 0);
        }
        return !ring.isFull();
    }

    private static long number(RingKey key, int kind) {
        return (long) key.generation << Integer.SIZE | (long) key.descriptor << KIND_BITS | kind;
    }

    boolean poll(RingKey key, byte kind) {
        if (!hasRoom()) {
            return false;
        }
        ring.add(Ring.POLL, 0, 0, key.descriptor, 0, 0, kind == POLLS_IN ? IN : OUT, number(key, kind));
        return true;
    }

    boolean receive(RingKey key) {
        if (!hasRoom()) {
            return false;
        }
        ring.add(Ring.RECEIVE, Ring.PICKS_BUFFER, RECEIVE_AGAIN, key.descriptor, 0, 0, 0, number(key, RECEIVES));
        return true;
    }

    /** Has something end that is under way; it says so itself. */
    boolean cancel(RingKey key, byte kind) {
        if (!hasRoom()) {
            return false;
        }
        ring.add(Ring.CANCEL, Ring.SILENT, 0, -1, number(key, kind), 0, 0, NOBODYS);
        return true;
    }

    /** Whether so many bytes are worth being sent with others. */
    boolean sendsTogether(int bytes) {
        return foundBefore >= fewest && bytes > 0 && bytes <= SendSlots.SIZE && slots.hasFree() && hasRoom();
    }

    int slotWith(ByteBuffer source) {
        return slots.take(source);
    }

    void freeSlot(int slot) {
        slots.giveBack(slot);
    }

    /** What there is no room for comes back: nothing is under way when the call has returned. */
    int send(RingKey key, int slot, int size) {
        int flags = DO_NOT_WAIT | Calls.NO_SIGNAL;
        return ring.add(Ring.SEND, 0, 0, key.descriptor, slots.address(slot), size, flags, number(key, SENDS));
    }

    boolean takeBack(int entry) {
        return ring.takeBack(entry, NOBODYS);
    }

    void resetAtClose(int descriptor) {
        calls.resetAtClose(descriptor);
    }

    /** A key is ready for something. */
    void found(RingKey key, int operations) {
        if (key.found == 0) {
            found.add(key);
        }
        key.found |= (byte) operations;
    }

    // ------------------------------------------------------------------ looking

    @Override
    int look(long nanos, Consumer<SelectionKey> action) {
        requireOpen();
        letGoOfCancelled();
        arm();
        boolean waits = nanos != 0 && found.isEmpty();
        if (waits || ring.hasWork()) {
            enter(waits ? 1 : 0, changed.isEmpty() ? nanos : Math.min(nanos, SHORTAGE_NANOS));
        }
        reap();
        return tell(action);
    }

    private void arm() {
        if (!isWakeArmed && hasRoom()) {
            ring.add(Ring.POLL, 0, 0, waking, 0, AGAIN, IN, WAKES);
            isWakeArmed = true;
        }
        int kept = 0;
        for (int i = 0; i < changed.size(); i++) {
            RingKey key = (RingKey) changed.get(i);
            key.isChanged = !key.isArmed();
            if (key.isChanged) {
                changed.set(kept++, key);
            }
        }
        changed.subList(kept, changed.size()).clear();
    }

    private void enter(int wanted, long nanos) {
        int error;
        if (wanted > 0) {
            begin();
            try {
                error = ring.enter(wanted, nanos);
            } finally {
                end();
            }
        } else {
            error = ring.enter(0, 0);
        }
        if (error != 0) {
            failed(error, wanted > 0);
        }
    }

    private void failed(int error, boolean mayRest) {
        if (Ring.isOfAnother(error)) {
            move();
        } else if (error != Calls.EAGAIN && !Errors.isShortage(error)) {
            throw new IllegalStateException("io_uring_enter: " + Errors.text(error));
        } else if (mayRest) {
            LockSupport.parkNanos(SHORTAGE_NANOS);
        }
    }

    private void reap() {
        ring.reap(this);
        while (ring.isOverflown()) {
            enter(0, 0);
            ring.reap(this);
        }
    }

    private int tell(Consumer<SelectionKey> action) {
        int told = 0;
        for (int i = 0; i < found.size(); i++) {
            RingKey key = found.get(i);
            int operations = key.found;
            key.found = 0;
            if (key.isValid() && key.becomes(operations)) {
                action.accept(key);
                told++;
            }
        }
        found.clear();
        foundBefore = told;
        return told;
    }

    // ------------------------------------------------------------------ what has completed

    @Override
    public void completed(long data, int result, int flags) {
        int kind = (int) data & ((1 << KIND_BITS) - 1);
        if (kind == NOBODYS) {
            return;
        }
        if (kind == WAKES) {
            isWakeArmed = (flags & HAS_MORE) != 0;
            return;
        }
        RingKey key = keyOf(data);
        if (key == null) { // a connection that is gone
            giveBack(flags);
            return;
        }
        switch (kind) {
            case POLLS_IN -> polledIn(key, result);
            case POLLS_OUT -> polledOut(key, result);
            case SENDS -> key.sent(result);
            default -> received(key, result, flags);
        }
    }

    private @Nullable RingKey keyOf(long data) {
        int descriptor = (int) data >>> KIND_BITS;
        RingKey key = descriptor < watched.length ? (RingKey) watched[descriptor] : null;
        return key != null && key.generation == (int) (data >>> Integer.SIZE) ? key : null;
    }

    private void giveBack(int flags) {
        if ((flags & HAS_BUFFER) != 0) {
            buffers.giveBack(flags >>> BUFFER_SHIFT);
        }
    }

    private void polledIn(RingKey key, int result) {
        key.readIdle();
        if (result != -CANCELLED) {
            found(key, SystemKey.operations(result < 0 ? FAILED : result) & SystemKey.READS);
        }
    }

    private void polledOut(RingKey key, int result) {
        key.writeIdle();
        if (result != -CANCELLED) {
            found(key, SystemKey.operations(result < 0 ? FAILED : result) & SystemKey.WRITES);
        }
    }

    private void received(RingKey key, int result, int flags) {
        if ((flags & HAS_MORE) == 0) {
            key.readIdle();
        }
        if (result > 0) {
            key.received(flags >>> BUFFER_SHIFT, result);
            return;
        }
        giveBack(flags);
        if (result == 0) {
            key.ended(0);
        } else if (result != -CANCELLED && result != -NO_BUFFERS && result != -Calls.EAGAIN && result != -Calls.EINTR) {
            key.ended(-result);
        }
    }

    // ------------------------------------------------------------------ its end

    /** Waits until nothing is under way for them: the ring holds on to what they are, and their addresses would be taken still. */
    @Override
    void leave(List<SelectionKey> gone) {
        while (!areIdle(gone)) {
            enter(1, SHORTAGE_NANOS);
            reap();
        }
        changed.removeIf(key -> !key.isValid());
    }

    private static boolean areIdle(List<SelectionKey> gone) {
        boolean areIdle = true;
        for (SelectionKey key : gone) {
            areIdle &= ((RingKey) key).isIdleAfterAll();
        }
        return areIdle;
    }

    /** Goes on with a ring of the thread that looks: the one that has opened this did so before. */
    private void move() {
        ring.reap(this);
        try {
            Ring opened = new Ring(calls);
            ReceiveBuffers with = buffersOf(opened);
            for (SystemKey key : watched) {
                if (key != null) {
                    ((RingKey) key).moves();
                }
            }
            closeRing();
            ring = opened;
            buffers = with;
            isWakeArmed = false;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot open a ring for another thread", failed);
        }
    }

    private void closeRing() {
        ring.close();
        buffers.close();
    }

    @Override
    void release() {
        closeRing();
        slots.close();
    }
}
