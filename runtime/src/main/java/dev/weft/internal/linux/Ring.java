// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * The two queues of io_uring that a loop shares with the system: what is to be done, and what was. Only the thread that has opened it may
 * submit, and the system works for it only while that thread is inside {@link #enter}: between two calls nothing is taken from a socket.
 */
final class Ring {
    static final int POLL = 6;
    static final int CANCEL = 14;
    static final int SEND = 26;
    static final int RECEIVE = 27;
    static final int NOTHING = 0;

    /** Flags of an entry: the system picks a buffer; it says nothing if all went well. */
    static final int PICKS_BUFFER = 1 << 5;

    static final int SILENT = 1 << 6;

    /** What is no failure of the ring: others have completed, or nothing has in time. */
    private static final int BUSY = 16;

    private static final int EXISTS = 17;
    private static final int TIME_OVER = 62;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    static final int ENTRIES = 1024;
    private static final int COMPLETIONS = 4 * ENTRIES;
    private static final int ENTRY = 64;
    private static final int COMPLETION = 16;

    /** The size of the completions is given and may be less; one bad entry keeps no other from being submitted; deferred, for one thread. */
    private static final int SETUP = 1 << 3 | 1 << 4 | 1 << 7 | 1 << 9 | 1 << 12 | 1 << 13;

    private static final int SUBMISSIONS_AT = 40;
    private static final int COMPLETIONS_AT = 80;
    private static final long ENTRIES_OFFSET = 0x10000000L;
    private static final int GET_EVENTS = 1;
    private static final int WITH_TIME = 1 << 3;
    private static final int OVERFLOWN = 1 << 1;
    private static final int HAS_WORK = 1 << 2;
    private static final int ARGUMENT = 24;

    /** Who is told of what was done. */
    interface Completions {
        /** As the system says it: the number that the entry had, what came of it, and flags. */
        void completed(long data, int result, int flags);
    }

    private final Calls calls;
    final int descriptor;
    private final ByteBuffer queues;
    private final ByteBuffer entries;
    private final int submittedAt;
    private final int tailAt;
    private final int flagsAt;
    private final int entryMask;
    private final int completedAt;
    private final int completedTailAt;
    private final int completionMask;
    private final int completionsAt;

    /** A time, and what points to it. */
    private final ByteBuffer argument = Calls.direct(ARGUMENT + 2 * Long.BYTES);

    private final long argumentAddress = Calls.address(argument);

    /** Behind the last entry that was filled in. */
    private int tail;

    /** Throws if the system has none to give, or knows no such ring. */
    Ring(Calls calls) throws IOException {
        this.calls = calls;
        ByteBuffer parameters = Calls.direct(120);
        parameters.putInt(4, COMPLETIONS).putInt(8, SETUP);
        descriptor = calls.openRing(ENTRIES, Calls.address(parameters));
        int submissions = parameters.getInt(0);
        int completions = parameters.getInt(4);
        completionsAt = parameters.getInt(COMPLETIONS_AT + 20);
        int arrayAt = parameters.getInt(SUBMISSIONS_AT + 24);
        try {
            queues = calls.map(
                    descriptor,
                    0,
                    Math.max(arrayAt + submissions * Integer.BYTES, completionsAt + completions * COMPLETION));
        } catch (IOException failed) {
            calls.close(descriptor);
            throw failed;
        }
        try {
            entries = calls.map(descriptor, ENTRIES_OFFSET, (long) submissions * ENTRY);
        } catch (IOException failed) {
            calls.unmap(queues);
            calls.close(descriptor);
            throw failed;
        }
        submittedAt = parameters.getInt(SUBMISSIONS_AT);
        tailAt = parameters.getInt(SUBMISSIONS_AT + 4);
        flagsAt = parameters.getInt(SUBMISSIONS_AT + 16);
        entryMask = submissions - 1;
        completedAt = parameters.getInt(COMPLETIONS_AT);
        completedTailAt = parameters.getInt(COMPLETIONS_AT + 4);
        completionMask = completions - 1;
        for (int i = 0; i < submissions; i++) {
            queues.putInt(arrayAt + i * Integer.BYTES, i);
        }
        argument.putLong(16, argumentAddress + ARGUMENT);
    }

    // ------------------------------------------------------------------ what is to be done

    private int submitted() {
        return (int) INT.getAcquire(queues, submittedAt);
    }

    /** How many entries the system has not taken. */
    int waiting() {
        return tail - submitted();
    }

    /** Whether there is no room for another entry. */
    boolean isFull() {
        return waiting() > entryMask;
    }

    /** Fills in the next entry, for which there is room; returns its number, for {@link #takeBack}. */
    int add(int operation, int flags, int kind, int on, long address, int size, int bits, long data) {
        int at = (tail & entryMask) * ENTRY;
        entries.putLong(at, operation | flags << 8 | (long) kind << 16 | (long) on << 32)
                .putLong(at + 8, 0)
                .putLong(at + 16, address)
                .putLong(at + 24, (size & 0xffffffffL) | (long) bits << 32)
                .putLong(at + 32, data)
                .putLong(at + 40, 0)
                .putLong(at + 48, 0)
                .putLong(at + 56, 0);
        return tail++;
    }

    /** Makes an entry one that does nothing; false if the system has taken it. */
    boolean takeBack(int number, long data) {
        if (number - submitted() < 0) {
            return false;
        }
        int at = (number & entryMask) * ENTRY;
        for (int i = 0; i < ENTRY; i += Long.BYTES) {
            entries.putLong(at + i, 0);
        }
        entries.putLong(at + 32, data);
        return true;
    }

    // ------------------------------------------------------------------ the call

    /** Whether a call that does not wait would do anything. */
    boolean hasWork() {
        int flags = (int) INT.getAcquire(queues, flagsAt);
        return (flags & (HAS_WORK | OVERFLOWN)) != 0 || waiting() > 0;
    }

    /** Whether completions are there for which there was no room. */
    boolean isOverflown() {
        return ((int) INT.getAcquire(queues, flagsAt) & OVERFLOWN) != 0;
    }

    /** Submits all, and waits until so many have completed, or the time is over; returns 0 or the number of an error. */
    int enter(int wanted, long nanos) {
        INT.setRelease(queues, tailAt, tail);
        boolean isTimed = wanted > 0 && nanos != Long.MAX_VALUE;
        if (isTimed) {
            argument.putLong(ARGUMENT, TimeUnit.NANOSECONDS.toSeconds(nanos));
            argument.putLong(ARGUMENT + Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
        }
        int flags = isTimed ? GET_EVENTS | WITH_TIME : GET_EVENTS;
        int taken = calls.enter(
                descriptor, waiting(), wanted, flags, isTimed ? argumentAddress : 0, isTimed ? ARGUMENT : 0);
        int error = taken < 0 ? calls.errno() : 0;
        return error == TIME_OVER || error == Calls.EINTR || error == BUSY ? 0 : error;
    }

    /** Whether an error says that another thread has opened this. */
    static boolean isOfAnother(int error) {
        return error == EXISTS;
    }

    // ------------------------------------------------------------------ what was done

    /** Tells of all that has completed. */
    void reap(Completions told) {
        int head = queues.getInt(completedAt);
        int end = (int) INT.getAcquire(queues, completedTailAt);
        while (head != end) {
            int at = completionsAt + (head & completionMask) * COMPLETION;
            long data = queues.getLong(at);
            int result = queues.getInt(at + 8);
            int flags = queues.getInt(at + 12);
            head++;
            INT.setRelease(queues, completedAt, head); // first: whoever is told may fail
            told.completed(data, result, flags);
        }
    }

    /** Has the system cancel all that is under way, and take the ring back. */
    void close() {
        calls.close(descriptor);
        calls.unmap(entries);
        calls.unmap(queues);
    }
}
