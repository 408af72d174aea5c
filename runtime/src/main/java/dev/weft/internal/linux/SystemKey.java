// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.spi.SocketCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.List;

/**
 * A channel that a {@link SystemSelector} watches. Its descriptor stays the channel's until the selector has let go of it, also where another
 * thread closes the channel, so whoever has a key that is valid reads and writes nobody else's. Thread of the selector only, but for
 * {@link #cancel}.
 */
abstract class SystemKey extends AbstractSelectionKey implements SocketCalls {
    static final int READS = OP_READ | OP_ACCEPT;
    static final int WRITES = OP_WRITE | OP_CONNECT;

    private final SystemSelector selector;
    private final SelectableChannel channel;
    final int descriptor;

    private byte interest;
    private byte ready;

    /** Of a socket, once somebody has sent: {@link SocketAddresses#INET} or {@link SocketAddresses#INET6}. */
    private byte family;

    /** Whether it is among those whose interest has changed. */
    boolean isChanged;

    SystemKey(SystemSelector selector, SelectableChannel channel, int descriptor, int interest) {
        this.selector = selector;
        this.channel = channel;
        this.descriptor = descriptor;
        this.interest = (byte) interest;
    }

    @Override
    public final SelectableChannel channel() {
        return channel;
    }

    @Override
    public final Selector selector() {
        return selector;
    }

    @Override
    public final int interestOps() {
        requireValid();
        return interest;
    }

    @Override
    public SelectionKey interestOps(int wanted) {
        requireValid();
        if ((wanted & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("not among the valid operations of " + channel + ": " + wanted);
        }
        if (interest != wanted) {
            interest = (byte) wanted;
            selector.changed(this);
        }
        return this;
    }

    /** What it is watched for, which is nothing once it was cancelled. */
    final int wanted() {
        return isValid() ? interest : 0;
    }

    @Override
    public final int readyOps() {
        requireValid();
        return ready;
    }

    private void requireValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    static int events(int wanted) {
        return ((wanted & READS) != 0 ? SystemSelector.IN : 0) | ((wanted & WRITES) != 0 ? SystemSelector.OUT : 0);
    }

    /** What the system's events say that it is ready for. */
    static int operations(int events) {
        int found = 0;
        if ((events & (SystemSelector.IN | SystemSelector.FAILED)) != 0) {
            found |= READS;
        }
        if ((events & (SystemSelector.OUT | SystemSelector.FAILED)) != 0) {
            found |= WRITES;
        }
        return found;
    }

    /** Notes what it is ready for; false if nobody wants to know. */
    final boolean becomes(int operations) {
        ready = (byte) (operations & interest);
        return ready != 0;
    }

    // ------------------------------------------------------------------ bytes

    @Override
    public void takesAll() {}

    @Override
    public void nextWriteWaits() {}

    @Override
    public int read(ByteBuffer target) throws IOException {
        return isValid() ? selector.read(descriptor, target) : GONE;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return isValid() ? selector.write(descriptor, source) : GONE;
    }

    @Override
    public final int receive(int max, Taker taker) throws IOException {
        return isValid() ? selector.datagrams().receive(descriptor, max, taker) : GONE;
    }

    @Override
    public final int send(List<byte[]> payloads, List<InetSocketAddress> peers) throws IOException {
        if (!isValid()) {
            return GONE;
        }
        if (family == 0) {
            family = (byte) selector.familyOf(descriptor);
        }
        return selector.datagrams().send(descriptor, family, payloads, peers);
    }
}
