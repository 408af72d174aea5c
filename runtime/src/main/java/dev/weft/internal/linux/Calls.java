// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.spi.Sneaky;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The calls of the system that a loop makes. Each instance has memory of its own for the number of an error, and so belongs to one thread.
 * Initializing this class takes a tenth of a second, and fails where no call can be made.
 */
final class Calls {
    /** What Linux says on all architectures that are known here. */
    static final int EINTR = 4;

    static final int EAGAIN = 11;
    private static final int ENOSYS = 38;
    private static final int EPERM = 1;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    static final int NO_SIGNAL = 0x4000;
    private static final int READ_AND_WRITE = 3;
    private static final int SHARED = 0x1;
    private static final int PRIVATE_OF_NO_FILE = 0x22;

    private static final Class<?> LONG = long.class;

    /** The call of the number that comes first. One for all, since it is the first link that takes its time, and each other kind some more. */
    private static final MethodHandle CALL;

    /** The same with memory in place of the second number behind it: that of users, who may give it back meanwhile. */
    private static final MethodHandle CALL_WITH_MEMORY;

    private static final MethodHandle MEMORY;

    private static final MethodHandle ADDRESS;
    private static final MethodHandle MAPPED;
    private static final long READ;
    private static final long WRITE;
    private static final long CLOSE;
    private static final long SENDTO;
    private static final long RECVFROM;
    private static final long EVENTFD;
    private static final long EPOLL_CREATE;
    private static final long EPOLL_CONTROL;
    private static final long EPOLL_WAIT;
    private static final long RECVMMSG;
    private static final long SENDMMSG;
    private static final long GETSOCKNAME;
    private static final long MMAP;
    private static final long MUNMAP;
    private static final long SETSOCKOPT;

    static {
        try {
            Numbers numbers = Numbers.here();
            READ = numbers.read();
            WRITE = numbers.write();
            CLOSE = numbers.close();
            SENDTO = numbers.sendto();
            RECVFROM = numbers.recvfrom();
            EVENTFD = numbers.eventfd();
            EPOLL_CREATE = numbers.epollCreate();
            EPOLL_CONTROL = numbers.epollControl();
            EPOLL_WAIT = numbers.epollWait();
            RECVMMSG = numbers.recvmmsg();
            SENDMMSG = numbers.sendmmsg();
            GETSOCKNAME = numbers.getsockname();
            MMAP = numbers.mmap();
            MUNMAP = numbers.munmap();
            SETSOCKOPT = numbers.setsockopt();
            Foreign foreign = new Foreign();
            MEMORY = foreign.memory();
            ADDRESS = foreign.address();
            MAPPED = foreign.mapped();
            CALL = foreign.link("syscall", LONG, LONG, LONG, LONG, LONG, LONG, LONG);
            CALL_WITH_MEMORY = foreign.link("syscall", LONG, LONG, Object.class, LONG, LONG, LONG, LONG);
        } catch (Throwable failed) {
            throw new ExceptionInInitializerError(failed);
        }
    }

    /** For {@link #wake}, whose errors nobody looks at; and what it writes. */
    private static final Object UNSEEN = memory(direct(Integer.BYTES));

    private static final ByteBuffer ONE = direct(Long.BYTES).putLong(0, 1);
    private static final long ONE_ADDRESS = address(ONE);

    /** For {@link #resetAtClose}: yes, and for how many seconds. */
    private static final ByteBuffer NO_TIME = direct(2 * Integer.BYTES).putInt(0, 1);

    private static final long NO_TIME_ADDRESS = address(NO_TIME);
    private static final int SOCKET = 1;
    private static final int LINGER = 13;

    private final ByteBuffer number = direct(Integer.BYTES);
    private final Object errno = memory(number);

    /** Memory that the system reads and writes, in its order of bytes. */
    static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** What lies between position and limit. */
    private static Object memory(ByteBuffer direct) {
        try {
            return (Object) MEMORY.invokeExact(direct);
        } catch (Throwable impossible) {
            throw Sneaky.rethrow(impossible);
        }
    }

    /** The address of the byte at the position, as long as the buffer is there. */
    static long address(ByteBuffer direct) {
        try {
            return (long) ADDRESS.invokeExact(memory(direct));
        } catch (Throwable impossible) {
            throw Sneaky.rethrow(impossible);
        }
    }

    private static long call(Object errno, long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(errno, number, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw Sneaky.rethrow(impossible);
        }
    }

    /** The number of the error of the call before. */
    int errno() {
        return number.getInt(0);
    }

    /** Whether the call before found nothing, or no room, or was interrupted. */
    boolean mayBeRepeated() {
        return errno() == EAGAIN || errno() == EINTR;
    }

    // ------------------------------------------------------------------ bytes

    /** Returns how many bytes were there; 0 at the end, -1 with an error. */
    long recv(int descriptor, ByteBuffer target) {
        return call(RECVFROM, descriptor, memory(target), target.remaining(), 0);
    }

    /** Returns how many bytes were taken; -1 with an error. */
    long send(int descriptor, ByteBuffer source) {
        return call(SENDTO, descriptor, memory(source), source.remaining(), NO_SIGNAL);
    }

    private long call(long number, long descriptor, Object memory, long size, long flags) {
        try {
            return (long) CALL_WITH_MEMORY.invokeExact(errno, number, descriptor, memory, size, flags, 0L, 0L);
        } catch (Throwable failed) { // the memory is no more
            throw Sneaky.rethrow(failed);
        }
    }

    /** Returns how many datagrams were there, of which the headers at the address say more; -1 with an error. */
    int receiveMany(int descriptor, long headers, int most) {
        return (int) call(errno, RECVMMSG, descriptor, headers, most, 0, 0, 0);
    }

    /** Returns how many datagrams were taken; -1 with an error if the first was not. */
    int sendMany(int descriptor, long headers, int count) {
        return (int) call(errno, SENDMMSG, descriptor, headers, count, NO_SIGNAL, 0, 0);
    }

    /** Has the address of a socket written, for which there is as much room as the number says; returns 0, or -1 with an error. */
    int nameOf(int descriptor, long address, long size) {
        return (int) call(errno, GETSOCKNAME, descriptor, address, size, 0, 0, 0);
    }

    /** Has the socket lose what it has, and its peer know, when it is closed: it lingers for no time. */
    void resetAtClose(int descriptor) {
        call(errno, SETSOCKOPT, descriptor, SOCKET, LINGER, NO_TIME_ADDRESS, 2 * Integer.BYTES, 0);
    }

    /** Closes a descriptor that is this program's own. */
    void close(int descriptor) {
        call(errno, CLOSE, descriptor, 0, 0, 0, 0, 0);
    }

    // ------------------------------------------------------------------ waking

    /** Opens what wakes who waits for it. */
    int openEvent() throws IOException {
        return opened("eventfd", call(errno, EVENTFD, 0, CLOEXEC | NONBLOCK, 0, 0, 0, 0));
    }

    /** Wakes. Any thread: there is no error that would matter. */
    static void wake(int event) {
        call(UNSEEN, WRITE, event, ONE_ADDRESS, Long.BYTES, 0, 0, 0);
    }

    /** Takes back what has woken. */
    void takeWake(int event, long address) {
        call(errno, READ, event, address, Long.BYTES, 0, 0, 0);
    }

    // ------------------------------------------------------------------ epoll

    int openEpoll() throws IOException {
        return opened("epoll_create1", call(errno, EPOLL_CREATE, CLOEXEC, 0, 0, 0, 0, 0));
    }

    private int opened(String call, long descriptor) throws IOException {
        if (descriptor < 0) {
            throw new IOException(call + ": " + Errors.text(errno()));
        }
        return (int) descriptor;
    }

    /** Returns 0, or the number of an error. */
    int control(int epoll, int operation, int descriptor, long event) {
        return call(errno, EPOLL_CONTROL, epoll, operation, descriptor, event, 0, 0) == 0 ? 0 : errno();
    }

    /** Waits for milliseconds, for ever with -1; returns how many events there are, -1 with an error. */
    int await(int epoll, long events, int most, int millis) {
        return (int) call(errno, EPOLL_WAIT, epoll, events, most, millis, 0, 0);
    }

    /** Waits for the time at an address, which is seconds and nanoseconds. */
    int awaitTime(int epoll, long events, int most, long time) {
        return (int) call(errno, Numbers.EPOLL_WAIT_PRECISELY, epoll, events, most, time, 0, 0);
    }

    /** Whether the system, or who guards it, does not know the call before. */
    boolean isUnknown() {
        return errno() == ENOSYS || errno() == EPERM;
    }

    // ------------------------------------------------------------------ io_uring

    int openRing(int entries, long parameters) throws IOException {
        return opened("io_uring_setup", call(errno, Numbers.RING_SETUP, entries, parameters, 0, 0, 0, 0));
    }

    /** Submits, and waits for completions; returns how many were taken, -1 with an error. */
    int enter(int ring, int submitted, int wanted, int flags, long argument, long size) {
        return (int) call(errno, Numbers.RING_ENTER, ring, submitted, wanted, flags, argument, size);
    }

    void registerWithRing(int ring, int operation, long argument, int count) throws IOException {
        opened("io_uring_register", call(errno, Numbers.RING_REGISTER, ring, operation, argument, count, 0, 0));
    }

    /** Maps what belongs to a descriptor, or memory of its own for -1; {@link #unmap} gives it back. */
    ByteBuffer map(int descriptor, long offset, long size) throws IOException {
        int kind = descriptor < 0 ? PRIVATE_OF_NO_FILE : SHARED;
        long address = call(errno, MMAP, 0, size, READ_AND_WRITE, kind, descriptor, offset);
        if (address == -1) {
            throw new IOException("mmap: " + Errors.text(errno()));
        }
        try {
            return ((ByteBuffer) MAPPED.invokeExact(address, size)).order(ByteOrder.nativeOrder());
        } catch (Throwable impossible) {
            throw Sneaky.rethrow(impossible);
        }
    }

    /** Gives back memory, which nobody touches from here on. */
    void unmap(ByteBuffer mapped) {
        call(errno, MUNMAP, address(mapped.clear()), mapped.capacity(), 0, 0, 0, 0);
    }
}
