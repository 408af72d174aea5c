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
 * A channel that an {@link EpollSelector} watches. Its descriptor stays the channel's until the selector has let go of it, also where another
 * thread closes the channel, so whoever has a key that is valid reads and writes nobody else's. Thread of the selector only, but for
 * {@link #cancel}.
 */
final class EpollKey extends AbstractSelectionKey implements SocketCalls {
    private static final int READS = OP_READ | OP_ACCEPT;
    private static final int WRITES = OP_WRITE | OP_CONNECT;

    private final EpollSelector selector;
    private final SelectableChannel channel;
    final int descriptor;

    private byte interest;
    private byte ready;

    /** Of a socket, once somebody has sent: {@link SocketAddresses#INET} or {@link SocketAddresses#INET6}. */
    private byte family;

    /** What the system was told. */
    private byte told;

    /** Whether it is among those whose interest has changed. */
    boolean isChanged;

    EpollKey(EpollSelector selector, SelectableChannel channel, int descriptor, int interest) {
        this.selector = selector;
        this.channel = channel;
        this.descriptor = descriptor;
        this.interest = (byte) interest;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Selector selector() {
        return selector;
    }

    @Override
    public int interestOps() {
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

    @Override
    public int readyOps() {
        requireValid();
        return ready;
    }

    private void requireValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    /** Tells the system what is wanted; false if it has no memory for that now. */
    boolean isTold() {
        int wanted = isValid() ? interest : 0;
        if (wanted != told) {
            int operation = told == 0 ? EpollSelector.ADD : wanted == 0 ? EpollSelector.DELETE : EpollSelector.MODIFY;
            int error = selector.control(operation, descriptor, events(wanted));
            if (Errors.isShortage(error)) {
                return false;
            }
            told = (byte) wanted; // another error is one of the descriptor, which whoever uses it meets
        }
        isChanged = false;
        return true;
    }

    private static int events(int wanted) {
        return ((wanted & READS) != 0 ? EpollSelector.IN : 0) | ((wanted & WRITES) != 0 ? EpollSelector.OUT : 0);
    }

    /** Notes what the system has said; false if nobody wants to know. */
    boolean becomes(int events) {
        int found = 0;
        if ((events & (EpollSelector.IN | EpollSelector.FAILED)) != 0) {
            found |= READS;
        }
        if ((events & (EpollSelector.OUT | EpollSelector.FAILED)) != 0) {
            found |= WRITES;
        }
        ready = (byte) (found & interest);
        return ready != 0;
    }

    // ------------------------------------------------------------------ bytes

    @Override
    public int read(ByteBuffer target) throws IOException {
        return isValid() ? selector.read(descriptor, target) : GONE;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return isValid() ? selector.write(descriptor, source) : GONE;
    }

    @Override
    public int receive(int max, Taker taker) throws IOException {
        return isValid() ? selector.datagrams().receive(descriptor, max, taker) : GONE;
    }

    @Override
    public int send(List<byte[]> payloads, List<InetSocketAddress> peers) throws IOException {
        if (!isValid()) {
            return GONE;
        }
        if (family == 0) {
            family = (byte) selector.familyOf(descriptor);
        }
        return selector.datagrams().send(descriptor, family, payloads, peers);
    }
}
