// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector over io_uring: what is wanted is queued, and one call of the system a look submits all of it and waits. A channel is polled, as
 * epoll would do; a stream whose reader says so has its bytes received, and sent, by the same call.
 */
final class RingSelector extends SystemSelector implements Ring.Completions {
    /** Flags of what has completed: there is a buffer, whose number is above; there will be more. */
    private static final int HAS_BUFFER = 1;

    private static final int HAS_MORE = 2;
    private static final int BUFFER_SHIFT = 16;

    private static final int CANCELLED = 125;
    private static final int NO_BUFFERS = 105;

    /** How many have to be ready at once for their answers to be sent together: fewer are answered sooner by calls of their own. */
    private static final int FEWEST = 2;

    /** How long it waits, at most, where the system was short of something. */
    private static final long SHORTAGE_NANOS = 1_000_000;

    /** How often it looks, at most, whether what was cancelled has ended, where the system has no memory to cancel it. */
    private static final int MOST_LOOKS = 1000;

    private Ring ring;
    private ReceiveBuffers buffers;
    private final RingEntries entries;

    /** Those that this look has found to be ready. */
    private final ArrayList<RingKey> found = new ArrayList<>();

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
            ring = new Ring(calls);
            buffers = buffersOf(ring);
            try {
                entries = new RingEntries(calls, ring);
            } catch (IOException failed) {
                closeRing();
                throw failed;
            }
        } catch (IOException failed) {
            calls.close(waking);
            throw failed;
        }
    }

    /** Gives a ring buffers, or closes it. */
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

    @Override
    void makeRoom(int keys) {
        super.makeRoom(keys);
        found.ensureCapacity(keys);
    }

    ReceiveBuffers buffers() {
        return buffers;
    }

    RingEntries entries() {
        return entries;
    }

    /** Whether what is written is to be sent with what others write. */
    boolean sendsTogether() {
        return foundBefore >= fewest;
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
            enter(waits ? 1 : 0, changed.isEmpty() && isWakeArmed ? nanos : Math.min(nanos, SHORTAGE_NANOS));
        }
        reap();
        return tell(action);
    }

    private void arm() {
        isWakeArmed = isWakeArmed || entries.wakeBy(waking);
        int kept = 0;
        for (int i = 0; i < changed.size(); i++) {
            RingKey key = (RingKey) changed.get(i);
            key.isChanged = !key.isArmed();
            if (key.isChanged) {
                changed.set(kept++, key);
            }
        }
        for (int i = changed.size() - 1; i >= kept; i--) {
            changed.remove(i);
        }
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
            moveOrEnd();
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
        int kind = RingEntries.kindOf(data);
        if (kind == RingEntries.NOBODYS) {
            return;
        }
        if (kind == RingEntries.WAKES) {
            isWakeArmed = (flags & HAS_MORE) != 0;
            return;
        }
        RingKey key = keyOf(data);
        if (key == null) { // a connection that is gone
            giveBack(flags);
            return;
        }
        switch (kind) {
            case RingEntries.POLLS_IN -> polledIn(key, result);
            case RingEntries.POLLS_OUT -> polledOut(key, result);
            case RingEntries.SENDS -> key.sent(result);
            default -> received(key, result, flags);
        }
    }

    private @Nullable RingKey keyOf(long data) {
        int descriptor = RingEntries.descriptorOf(data);
        RingKey key = descriptor < watched.length ? (RingKey) watched[descriptor] : null;
        return key != null && key.generation == RingEntries.generationOf(data) ? key : null;
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
        lookUntil(() -> areIdle(gone));
        changed.removeIf(key -> !key.isValid());
    }

    /** Looks until nothing is under way any more that was cancelled. */
    private void lookUntil(BooleanSupplier isOver) {
        for (int looks = 0; !isOver.getAsBoolean() && looks < MOST_LOOKS; looks++) {
            enter(1, SHORTAGE_NANOS);
            reap();
        }
    }

    private static boolean areIdle(List<SelectionKey> gone) {
        boolean areIdle = true;
        for (SelectionKey key : gone) {
            areIdle &= ((RingKey) key).isIdleAfterAll();
        }
        return areIdle;
    }

    /** Has all end that is under way, which no other thread can: the ring holds on to files meanwhile, and the system ends it late. */
    @Override
    public void leaveThread() {
        if (isOpen()) {
            lookUntil(this::isIdle);
        }
    }

    private boolean isIdle() {
        boolean isIdle = true;
        for (SystemKey key : watched) {
            isIdle &= key == null || ((RingKey) key).isIdle();
        }
        return isIdle;
    }

    /** Another thread has looked before: goes on with a ring of this one, or leaves all to the end of the ring that there is. */
    private void moveOrEnd() {
        ring.reap(this);
        if (isOpen()) {
            move();
        } else {
            nothingIsUnderWay();
        }
    }

    private void nothingIsUnderWay() {
        for (SystemKey key : watched) {
            if (key != null) {
                ((RingKey) key).moves();
            }
        }
    }

    private void move() {
        try {
            Ring opened = new Ring(calls);
            ReceiveBuffers with = buffersOf(opened);
            nothingIsUnderWay();
            closeRing();
            ring = opened;
            entries.moveTo(opened);
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
        entries.close();
    }
}
