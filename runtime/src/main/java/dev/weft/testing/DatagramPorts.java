// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.net.Datagram;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which endpoints for datagrams a host has at which ports, apart from those of connections. Loop thread only. */
final class DatagramPorts {
    private final String host;
    private final Map<Integer, List<MemoryDatagrams>> bound = new HashMap<>();
    private int nextFree = Host.FIRST_FREE_PORT;

    DatagramPorts(String host) {
        this.host = host;
    }

    /** Gives an endpoint a port: this one, or any that is free for 0. */
    int take(MemoryDatagrams endpoint, int wanted) throws BindException {
        int port = wanted == 0 ? free() : wanted;
        List<MemoryDatagrams> there = at(port);
        if (!there.isEmpty() && !(endpoint.shares() && there.stream().allMatch(MemoryDatagrams::shares))) {
            throw new BindException("cannot bind to " + host + ':' + port + ": Address already in use");
        }
        bound.computeIfAbsent(port, number -> new ArrayList<>()).add(endpoint);
        return port;
    }

    private int free() throws BindException {
        for (int looked = Host.FIRST_FREE_PORT; looked <= Host.LAST_PORT; looked++) {
            nextFree = nextFree == Host.LAST_PORT ? Host.FIRST_FREE_PORT : nextFree + 1;
            if (at(nextFree).isEmpty()) {
                return nextFree;
            }
        }
        throw new BindException("cannot bind to any port: all free ones of host " + host + " are taken");
    }

    void release(MemoryDatagrams endpoint, int port) {
        List<MemoryDatagrams> there = at(port);
        there.remove(endpoint);
        if (there.isEmpty()) {
            bound.remove(port);
        }
    }

    private List<MemoryDatagrams> at(int port) {
        return bound.getOrDefault(port, List.of());
    }

    boolean hasMember(InetAddress group, int port) {
        return at(port).stream().anyMatch(each -> each.groups().has(group));
    }

    /** Gives a datagram to who receives at a port; false if nobody does. Of those that share it a sender always has the same. */
    boolean deliver(Datagram datagram, int port) {
        MemoryDatagrams receiver = receiver(port, datagram.peer());
        if (receiver == null) {
            return false;
        }
        receiver.arrive(datagram);
        return true;
    }

    private @Nullable MemoryDatagrams receiver(int port, InetSocketAddress sender) {
        List<MemoryDatagrams> open = new ArrayList<>();
        for (MemoryDatagrams each : at(port)) {
            if (sender.equals(each.peer())) {
                return each;
            }
            if (each.peer() == null) {
                open.add(each);
            }
        }
        return open.isEmpty() ? null : open.get(Math.floorMod(sender.hashCode(), open.size()));
    }

    /** Gives a datagram to each member of a group that takes from its sender. */
    void deliverToGroup(Datagram datagram, InetAddress group, int port) {
        for (MemoryDatagrams each : List.copyOf(at(port))) {
            if (each.groups().takes(group, datagram.peer().getAddress()) && each.takesFrom(datagram.peer())) {
                each.arrive(datagram);
            }
        }
    }

    void deliverToAll(Datagram datagram, int port) {
        for (MemoryDatagrams each : List.copyOf(at(port))) {
            if (each.takesFrom(datagram.peer())) {
                each.arrive(datagram);
            }
        }
    }
}
