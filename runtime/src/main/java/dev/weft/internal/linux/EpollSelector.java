// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A selector over epoll. */
final class EpollSelector extends SystemSelector {
    static final int ADD = 1;
    static final int DELETE = 2;
    static final int MODIFY = 3;

    /** The most events of one call. */
    private static final int MOST = 512;

    /** How long it waits, at most, where the system had no memory for what is to be watched: it is told again then. */
    private static final long SHORTAGE_NANOS = 100_000_000;

    private static final int TIME = 2 * Long.BYTES;

    private final EventLayout layout = EventLayout.HERE;

    /** What is told to the system and by it: a time, an event, and all that come at once. */
    private final ByteBuffer memory = Calls.direct(TIME + (1 + MOST) * layout.size());

    private final long time = Calls.address(memory);
    private final long event = time + TIME;
    private final long events = event + layout.size();

    private final int epoll;

    /** Whether the system waits for nanoseconds; some know milliseconds alone. */
    private boolean isPrecise = true;

    /** Throws if the system has no descriptor for it. */
    EpollSelector() throws IOException {
        try {
            epoll = calls.openEpoll();
        } catch (IOException failed) {
            calls.close(waking);
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

    @Override
    EpollKey keyOf(AbstractSelectableChannel channel, int descriptor, int interest) {
        return new EpollKey(this, channel, descriptor, interest);
    }

    @Override
    void leave(List<SelectionKey> gone) {
        for (SelectionKey key : gone) {
            boolean unused = ((EpollKey) key).isTold(); // to watch for nothing takes no memory
        }
    }

    @Override
    int look(long nanos, Consumer<SelectionKey> action) {
        requireOpen();
        letGoOfCancelled();
        if (!changed.isEmpty()) {
            changed.removeIf(key -> ((EpollKey) key).isTold());
        }
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
            SystemKey key = watched[descriptor];
            if (key != null && key.isValid() && key.becomes(SystemKey.operations(memory.getInt(at)))) {
                action.accept(key);
                told++;
            }
        }
        return told;
    }

    @Override
    void release() {
        calls.close(epoll);
    }
}
