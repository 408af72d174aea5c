// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.net.Connection;
import dev.weft.net.Listener;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A port of a host at which somebody listens. Loop thread only. */
final class MemoryListener implements Listener {
    private final MemoryNetwork network;
    private final Host host;
    private final InetSocketAddress address;
    private Consumer<? super Connection> accepted = connection -> {};

    MemoryListener(MemoryNetwork network, Host host, InetSocketAddress address) {
        this.network = network;
        this.host = host;
        this.address = address;
    }

    int port() {
        return address.getPort();
    }

    /** Hands on who has connected. */
    void accept(Connection connection) {
        accepted.accept(connection);
    }

    @Override
    public void start(Consumer<? super Connection> handOn) {
        accepted = handOn;
    }

    @Override
    public void close() {
        host.release(this);
    }

    @Override
    public boolean isReleased() {
        return true;
    }

    @Override
    public EventLoop loop() {
        return network.loop();
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public String nameOf(InetSocketAddress peer) {
        return Hosts.text(peer);
    }

    @Override
    public String toString() {
        return "server " + Hosts.text(address);
    }
}
