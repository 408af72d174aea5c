// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.net.Admission;
import dev.weft.net.Connection;
import dev.weft.net.Listener;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port of a host at which somebody listens. Loop thread only. */
final class MemoryListener implements Listener {
    private final MemoryNetwork network;
    private final Host host;
    private final InetSocketAddress address;
    private final Queue<Connection> waiting = new ArrayDeque<>();
    private final Runnable whenFree;
    private @Nullable Admission admission;
    private Consumer<? super Connection> accepted = connection -> {};

    MemoryListener(MemoryNetwork network, Host host, InetSocketAddress address) {
        this.network = network;
        this.host = host;
        this.address = address;
        whenFree = () -> network.post(this::serve);
    }

    int port() {
        return address.getPort();
    }

    /** Hands on who has connected, now or when there is a place. */
    void accept(Connection connection) {
        waiting.add(connection);
        serve();
    }

    private void serve() {
        while (admission != null && !waiting.isEmpty() && admission.take(whenFree)) {
            accepted.accept(waiting.remove());
        }
    }

    @Override
    public void start(Admission places, Consumer<? super Connection> handOn) {
        admission = places;
        accepted = handOn;
    }

    @Override
    public void close() {
        host.release(this);
        admission = null;
        while (!waiting.isEmpty()) { // as a system does with those whom nobody has accepted
            waiting.remove().reset();
        }
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
