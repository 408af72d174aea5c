// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.spi.SocketCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory through which datagrams go, many at a time: for each a {@code struct mmsghdr}, an address, what says where its bytes are, and room
 * for the largest there is. Two megabytes, one for all sockets of a loop. Its thread only.
 */
final class DatagramBatch {
    /** The most at a time. */
    private static final int MOST = SocketCalls.AT_ONE_GO;

    private static final int ROOM = 64 * 1024;
    private static final int HEADER = 64;
    private static final int VECTOR = 16;
    private static final int NAME_SIZE = 8;
    private static final int VECTORS = 16;
    private static final int VECTORS_COUNT = 24;
    private static final int LENGTH = 56;
    private static final int NAMES_AT = MOST * HEADER;
    private static final int VECTORS_AT = NAMES_AT + MOST * 32;
    private static final int BYTES_AT = VECTORS_AT + MOST * VECTOR;

    private final Calls calls;
    private final ByteBuffer memory = Calls.direct(BYTES_AT + MOST * ROOM);
    private final long address = Calls.address(memory);

    /** Who has sent the last one: it is likely to have sent the next. */
    private @Nullable InetSocketAddress lastSender;

    private final byte[] lastName = new byte[SocketAddresses.SIZE];

    DatagramBatch(Calls calls) {
        this.calls = calls;
        for (int i = 0; i < MOST; i++) {
            memory.putLong(i * HEADER, address + name(i));
            memory.putLong(i * HEADER + VECTORS, address + vector(i));
            memory.putLong(i * HEADER + VECTORS_COUNT, 1);
            memory.putLong(vector(i), address + bytes(i));
        }
    }

    private static int name(int of) {
        return NAMES_AT + of * 32;
    }

    private static int vector(int of) {
        return VECTORS_AT + of * VECTOR;
    }

    private static int bytes(int of) {
        return BYTES_AT + of * ROOM;
    }

    /** The family of a socket that has an address. */
    int familyOf(int descriptor) throws IOException {
        memory.putInt(NAME_SIZE, SocketAddresses.SIZE);
        if (calls.nameOf(descriptor, address + name(0), address + NAME_SIZE) != 0) {
            throw new IOException("getsockname: " + Errors.text(calls.errno()));
        }
        return memory.getShort(name(0));
    }

    // ------------------------------------------------------------------ in

    int receive(int descriptor, int max, SocketCalls.Taker taker) throws IOException {
        int most = Math.min(max, MOST);
        for (int i = 0; i < most; i++) {
            memory.putInt(i * HEADER + NAME_SIZE, SocketAddresses.SIZE);
            memory.putLong(vector(i) + Long.BYTES, ROOM);
        }
        int received = calls.receiveMany(descriptor, address, most);
        if (received < 0) {
            return failed();
        }
        for (int i = 0; i < received; i++) {
            byte[] payload = new byte[memory.getInt(i * HEADER + LENGTH)];
            memory.get(bytes(i), payload);
            taker.take(payload, senderOf(i));
        }
        return received;
    }

    private InetSocketAddress senderOf(int of) throws IOException {
        InetSocketAddress last = lastSender;
        boolean isLast = last != null;
        for (int i = 0; i < lastName.length && isLast; i++) {
            isLast = lastName[i] == memory.get(name(of) + i);
        }
        if (last != null && isLast) {
            return last;
        }
        InetSocketAddress sender = SocketAddresses.read(memory, name(of));
        if (sender == null) {
            throw new IOException("a datagram from an address of family " + memory.getShort(name(of)));
        }
        memory.get(name(of), lastName);
        lastSender = sender;
        return sender;
    }

    /** Nothing was there, or no room: then the others are tried later. */
    private int failed() throws IOException {
        if (calls.mayBeRepeated()) {
            return 0;
        }
        if (calls.errno() == Errors.REFUSED) {
            throw new PortUnreachableException();
        }
        return SocketCalls.GONE;
    }

    // ------------------------------------------------------------------ out

    int send(int descriptor, int family, List<byte[]> payloads, List<InetSocketAddress> peers) throws IOException {
        int most = Math.min(payloads.size(), MOST);
        int count = 0;
        while (count < most && put(count, payloads.get(count), family, peers.isEmpty() ? null : peers.get(count))) {
            count++;
        }
        int sent = count == 0 ? SocketCalls.GONE : calls.sendMany(descriptor, address, count);
        return sent == -1 ? failed() : sent;
    }

    /** False for what the channel is to be asked, which says what is wrong with it, or knows better what became of it. */
    private boolean put(int at, byte[] payload, int family, @Nullable InetSocketAddress peer) {
        int size = peer == null ? 0 : SocketAddresses.write(memory, name(at), family, peer);
        if ((peer != null && size == 0) || payload.length == 0 || payload.length > ROOM) {
            return false;
        }
        memory.putInt(at * HEADER + NAME_SIZE, size);
        memory.putLong(vector(at) + Long.BYTES, payload.length);
        memory.put(bytes(at), payload);
        return true;
    }
}
