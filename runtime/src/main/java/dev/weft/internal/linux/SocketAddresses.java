// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code struct sockaddr} of both families, in the order of bytes of the machine but for what the network reads. */
final class SocketAddresses {
    /** Room for either family. */
    static final int SIZE = 28;

    static final int INET = 2;
    static final int INET6 = 10;
    private static final int INET_SIZE = 16;
    private static final int PORT = 2;
    private static final int INET_HOST = 4;
    private static final int INET6_HOST = 8;
    private static final int INET6_SCOPE = 24;
    private static final int MAPPED = 12;

    private SocketAddresses() {}

    /** Reads one; null if it is of no family that is known. */
    static @Nullable InetSocketAddress read(ByteBuffer memory, int at) throws UnknownHostException {
        int port = (memory.get(at + PORT) & 0xff) << 8 | (memory.get(at + PORT + 1) & 0xff);
        return switch (memory.getShort(at)) {
            case INET -> new InetSocketAddress(InetAddress.getByAddress(bytes(memory, at + INET_HOST, 4)), port);
            case INET6 -> new InetSocketAddress(host(memory, at), port);
            default -> null;
        };
    }

    /** One of the older family that is written as one of the newer is what it was. */
    private static InetAddress host(ByteBuffer memory, int at) throws UnknownHostException {
        byte[] host = bytes(memory, at + INET6_HOST, 16);
        int scope = memory.getInt(at + INET6_SCOPE);
        return scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
    }

    private static byte[] bytes(ByteBuffer memory, int at, int count) {
        byte[] bytes = new byte[count];
        memory.get(at, bytes);
        return bytes;
    }

    /**
     * Writes one for a socket of a family.
     *
     * @return its size; 0 if the socket does not reach it
     */
    static int write(ByteBuffer memory, int at, int family, InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        memory.putShort(at, (short) family);
        memory.put(at + PORT, (byte) (address.getPort() >> 8)).put(at + PORT + 1, (byte) address.getPort());
        if (family == INET) {
            if (!(address.getAddress() instanceof Inet4Address)) {
                return 0;
            }
            memory.put(at + INET_HOST, host).putLong(at + INET_HOST + 4, 0);
            return INET_SIZE;
        }
        memory.putInt(at + 4, 0).putLong(at + INET6_HOST, 0).putLong(at + INET6_HOST + 8, 0);
        if (address.getAddress() instanceof Inet6Address newer) {
            memory.put(at + INET6_HOST, host).putInt(at + INET6_SCOPE, newer.getScopeId());
        } else {
            memory.putShort(at + INET6_HOST + MAPPED - 2, (short) -1).put(at + INET6_HOST + MAPPED, host);
            memory.putInt(at + INET6_SCOPE, 0);
        }
        return SIZE;
    }
}
