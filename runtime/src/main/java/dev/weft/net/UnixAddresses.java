// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of Unix sockets in the form that all connections have: an unresolved one whose host is the absolute path and whose port is 0. No
 * name of a host has a separator of paths in it. One without a path, as clients have, is the empty host, with a number as its port that tells
 * it from others.
 */
final class UnixAddresses {
    /** After so many clients their numbers begin again. */
    private static final int MOST_NUMBERS = 65_535;

    /** How many addresses without a path there were. */
    private static final AtomicInteger UNNAMED = new AtomicInteger();

    private UnixAddresses() {}

    static InetSocketAddress of(UnixDomainSocketAddress address) {
        return of(address.getPath());
    }

    static InetSocketAddress of(Path path) {
        String text = path.toString();
        return text.isEmpty()
                ? unnamed()
                : InetSocketAddress.createUnresolved(path.toAbsolutePath().toString(), 0);
    }

    private static InetSocketAddress unnamed() {
        return InetSocketAddress.createUnresolved("", 1 + Math.floorMod(UNNAMED.getAndIncrement(), MOST_NUMBERS));
    }

    /** The system takes an empty path, for a socket that nobody finds. */
    static void requirePath(Path path) {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("the path of a Unix socket is empty; give that of its file");
        }
    }

    static boolean isOne(InetSocketAddress address) {
        String host = address.getHostString();
        return address.isUnresolved() && (host.isEmpty() || host.indexOf('/') >= 0 || host.indexOf('\\') >= 0);
    }

    /** An address of either kind, for messages. */
    static String textOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Addresses.text(inet) : address.toString();
    }

    /** What the system says of a path, and of one that is too long how long it is. */
    static String reason(IOException failed, Object path) {
        String said = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        return said.contains("too long")
                ? said + ": " + path.toString().getBytes(StandardCharsets.UTF_8).length
                        + " bytes, where Linux takes 107 and macOS 103. Use a shorter one, such as one relative to the current folder."
                : said;
    }

    /** Whether a server is there, whose backlog has no room: what Linux calls EAGAIN, and a connect that blocks waits for. */
    static boolean isFull(SocketAddress address, IOException failed) {
        return address instanceof UnixDomainSocketAddress
                && "Resource temporarily unavailable".equals(failed.getMessage());
    }

    static String text(InetSocketAddress address) {
        return address.getHostString().isEmpty() ? "unnamed-" + address.getPort() : address.getHostString();
    }
}
