// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.EndpointClosedException;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import dev.weft.net.SocketTransport;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in memory, which behaves as a socket does: what was written before a close is read by the other end, and then
 * the end; who closes with bytes unread, or is sent more when closed, resets the connection behind that. Loop thread only, but for its
 * names and {@link #isOpen}.
 */
final class MemoryEnd implements SocketTransport {
    private final MemoryNetwork network;
    private final InetSocketAddress local;
    private final InetSocketAddress peer;
    private final Wire out;
    private final Told told;
    private final MemoryOptions options = MemoryOptions.ofStreams();
    private @Nullable MemoryEnd other;

    private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
    private int available;

    /** How many bytes have been written to this end and not been read, those under way included. */
    private int unread;

    private volatile boolean open = true;
    private boolean shutDown;
    private boolean ended;
    private boolean reset;

    /** Tells whoever opens this end and waits for the answer, which a reset would lose. */
    private Runnable onReset = () -> {};

    /** Gives back the address, if it was taken for this connection. */
    private Consumer<InetSocketAddress> whenOver = address -> {};

    MemoryEnd(MemoryNetwork network, InetSocketAddress local, InetSocketAddress peer, Wire out) {
        this.network = network;
        this.local = local;
        this.peer = peer;
        this.out = out;
        told = new Told(this::ready, network::post);
    }

    /** Makes the other end, which sends over a wire of its own. */
    MemoryEnd opposite(Wire back) {
        MemoryEnd opposite = new MemoryEnd(network, peer, local, back);
        opposite.other = this;
        other = opposite;
        network.remember(this);
        return opposite;
    }

    /** Has something run when the connection breaks off, if it does. */
    void onReset(Runnable action) {
        onReset = action;
    }

    /** Has the address given back when the connection is none any more. */
    void whenOver(Consumer<InetSocketAddress> action) {
        whenOver = action;
    }

    /** The connection is none any more. Once is enough: the next may have the address already. */
    void isOver() {
        Consumer<InetSocketAddress> action = whenOver;
        whenOver = address -> {};
        action.accept(local);
    }

    Connection connection() {
        return new Connection(this, local, peer);
    }

    private MemoryEnd other() {
        return Objects.requireNonNull(other);
    }

    // ------------------------------------------------------------------ bytes

    @Override
    public int read(ByteBuffer target) throws SocketException, ClosedChannelException {
        try {
            return take(target);
        } finally {
            told.announce(); // there may be more
        }
    }

    private int take(ByteBuffer target) throws SocketException, ClosedChannelException {
        requireOpen(open);
        if (arrived.isEmpty()) {
            if (reset && !ended) { // an end that has come stays one
                throw wasReset();
            }
            return ended ? -1 : 0;
        }
        int count = other().out.link().drawPart(Math.min(available, target.remaining()), network.random());
        move(target, count);
        available -= count;
        unread -= count;
        other().told.announce();
        return count;
    }

    private void move(ByteBuffer target, int count) {
        for (int left = count; left > 0; ) {
            ByteBuffer next = Objects.requireNonNull(arrived.peek());
            int taken = Math.min(left, next.remaining());
            target.put(next.slice().limit(taken));
            next.position(next.position() + taken);
            left -= taken;
            if (!next.hasRemaining()) {
                arrived.remove();
            }
        }
    }

    @Override
    public int write(ByteBuffer source) throws SocketException, ClosedChannelException {
        try {
            return send(source);
        } finally {
            told.announce(); // there may be room for more
        }
    }

    private int send(ByteBuffer source) throws SocketException, ClosedChannelException {
        requireOpen(open && !shutDown);
        int room = Math.min(source.remaining(), room());
        if (!reset && room > 0 && out.link().drawReset(network.random())) {
            resetBoth();
        }
        if (reset) {
            throw wasReset();
        }
        byte[] bytes = new byte[out.link().drawPart(room, network.random())];
        source.get(bytes);
        if (bytes.length > 0) {
            other().unread += bytes.length;
            out.send(() -> other().arrive(bytes));
        }
        return bytes.length;
    }

    private int room() {
        return Math.max(0, out.link().capacity() - other().unread);
    }

    private void requireOpen(boolean half) throws ClosedChannelException {
        if (!half) {
            throw new EndpointClosedException(open ? "the output of " + this + " is shut down" : this + " is closed");
        }
    }

    private SocketException wasReset() {
        return new ConnectionResetException("Connection reset (" + this + ')');
    }

    // ------------------------------------------------------------------ what comes from the other end

    private void arrive(byte[] bytes) {
        if (open) {
            arrived.add(ByteBuffer.wrap(bytes));
            available += bytes.length;
            told.announce();
        } else if (!reset) {
            out.send(other()::breaksOff); // as a system answers for a socket that is gone
        }
    }

    private void ends() {
        ended = true;
        told.announce();
    }

    private void breaksOff() {
        reset = true;
        out.drop();
        told.announce();
        onReset.run();
        network.forget(this, other());
    }

    /** Breaks the connection off at both ends, and loses what is under way. What has arrived is there to be read. */
    void resetBoth() {
        breaksOff();
        other().breaksOff();
    }

    // ------------------------------------------------------------------ its life

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        requireOpen(open);
        return told.watch(interest, onReady);
    }

    /** What this is ready for, as bits of {@link SelectionKey}. */
    private int ready() {
        boolean something = !arrived.isEmpty() || ended || reset;
        return (something ? SelectionKey.OP_READ : 0) | (room() > 0 || reset ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public void shutdownOutput() throws ClosedChannelException {
        requireOpen(open);
        if (!shutDown) {
            shutDown = true;
            out.send(other()::ends);
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        told.cancel();
        if (!reset) {
            endOutput();
        }
        arrived.clear();
        if (!other().open) {
            network.forget(this, other());
        }
    }

    /** As sockets of the JDK: the end goes before the reset by which the peer learns that something was not read. */
    private void endOutput() {
        boolean lingers = options.number(StandardSocketOptions.SO_LINGER) != 0;
        if (lingers && !shutDown) {
            out.send(other()::ends);
        }
        if (!lingers || !arrived.isEmpty()) {
            out.send(other()::breaksOff);
        }
    }

    /** What is under way is lost with what was not read, as if the peer had sent something more. */
    @Override
    public void reset() {
        if (open) {
            out.drop();
            options.set(StandardSocketOptions.SO_LINGER, 0);
            close();
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        options.set(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) {
        return options.get(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.all();
    }

    @Override
    public <T> Optional<T> about(Class<T> type) {
        return type == SocketTransport.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public EventLoop loop() {
        return network.loop();
    }

    boolean joins(String one, String another) {
        return (out.from.equals(one) && out.to.equals(another)) || (out.from.equals(another) && out.to.equals(one));
    }

    @Override
    public String identity() {
        return Hosts.text(local) + "->" + Hosts.text(peer)
                + (out.isCut() || other().out.isCut() ? " (cut)" : "");
    }

    @Override
    public String peer() {
        return Hosts.text(peer);
    }

    @Override
    public String toString() {
        return "connection " + Hosts.text(local) + "->" + Hosts.text(peer);
    }
}
