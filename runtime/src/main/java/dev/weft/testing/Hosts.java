// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hosts of a network, by their names and by their addresses. Loop thread only. */
final class Hosts {
    private final MemoryNetwork network;
    private final Map<String, Host> byName = new LinkedHashMap<>();

    Hosts(MemoryNetwork network) {
        this.network = network;
    }

    Host named(String name) {
        Host known = byName.get(name);
        if (known == null) {
            known = new Host(network, name, address(name, byName.size() + 1));
            byName.put(name, known);
        }
        return known;
    }

    private static InetAddress address(String name, int number) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || name.matches("[0-9.]+")) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no name of a host: letters, digits, dots, hyphens and underscores, and not an address");
        }
        try {
            return InetAddress.getByAddress(
                    name, new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /** Finds a host as one on the network does. */
    Host find(String name, Host from) throws UnknownHostException {
        if (from.isCalled(name)) {
            return from;
        }
        for (Host host : byName.values()) {
            if (host.name().equals(name) || host.address().getHostAddress().equals(name)) {
                return host;
            }
        }
        throw new UnknownHostException(unknown(name));
    }

    /** The host of an address, as one on the network sees it; null if there is none. */
    @Nullable
    Host at(InetAddress address, Host from) {
        try {
            return find(address.getHostAddress(), from);
        } catch (UnknownHostException nobody) {
            return null;
        }
    }

    /** All of them, in the order of adding. */
    List<Host> all() {
        return List.copyOf(byName.values());
    }

    void require(String name) {
        if (!byName.containsKey(name)) {
            throw new IllegalArgumentException(unknown(name));
        }
    }

    private String unknown(String name) {
        return "there is no host \"" + name + "\" on the " + network + ". Add it by host(...).";
    }

    /** The name and the port, by which messages tell ends of connections. */
    static String text(InetSocketAddress address) {
        return address.getHostString() + ':' + address.getPort();
    }

    @Override
    public String toString() {
        return byName.isEmpty() ? "no hosts" : String.join(", ", byName.keySet());
    }
}
