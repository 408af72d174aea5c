// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.SocketCalls;
import dev.weft.spi.WritesLater;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The socket under a connection, of TCP or of the Unix domain. Loop thread only, but for its names and {@link #isOpen}. */
final class TcpTransport implements SocketTransport, WritesLater {
    private final EventLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress peer;

    /** What has watched the channel while it connected; null if nothing has. */
    private final @Nullable ConnectingWatch watch;

    /**
     * How many threads send from files, which is more than one behind a cancellation. This and the next under the lock of this, which takes no
     * memory for each connection: nobody else has it.
     */
    private int transfers;

    private volatile boolean isClosing;

    /** Null until it is watched, and where a backend has nothing of the kind. */
    private @Nullable SocketCalls calls;

    /** Whether it was told that the peer has reset the connection. The system says that once: its next answer to a read is the end. */
    private volatile boolean isReset;

    /** Takes over a channel that is connected; the caller closes that if this fails. */
    TcpTransport(EventLoop loop, SocketChannel channel, @Nullable ConnectingWatch watch) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.watch = watch;
        channel.configureBlocking(false);
        local = connected(channel.getLocalAddress());
        peer = connected(channel.getRemoteAddress());
    }

    /** What each socket has unless it is told otherwise. */
    static void setFirstOptions(SocketChannel channel, boolean isUnix) throws IOException {
        if (!isUnix) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    private static InetSocketAddress connected(@Nullable SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress socketAddress) {
            return socketAddress;
        }
        if (address instanceof UnixDomainSocketAddress file) {
            return UnixAddresses.of(file);
        }
        throw new SocketException("the socket is not connected");
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        Registration made = watch == null ? loop.watch(channel, interest, onReady) : watch.handOver(interest, onReady);
        calls = SocketCalls.of(made);
        if (calls != null
                && !UnixAddresses.isOne(
                        local)) { // whose peer is told what was left in the socket, and not what was taken out
            calls.takesAll();
        }
        return made;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count;
        try {
            count = calls == null ? SocketCalls.GONE : calls.read(target);
            if (count == SocketCalls.GONE) {
                count = channel.read(target);
            }
        } catch (IOException failed) {
            throw named(failed);
        }
        if (count < 0 && isReset) {
            throw new ConnectionResetException("Connection reset (" + this + ')');
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            int count = calls == null ? SocketCalls.GONE : calls.write(source);
            return count == SocketCalls.GONE ? channel.write(source) : count;
        } catch (IOException failed) {
            throw named(failed);
        }
    }

    @Override
    public void nextWriteWaits() {
        if (calls != null) {
            calls.nextWriteWaits();
        }
    }

    /** What the system says of a read or a write. On any thread. */
    private IOException named(IOException failed) {
        if (SystemFailures.isReset(failed)) {
            isReset = true;
        }
        return SystemFailures.ofStream(this, failed);
    }

    /** The channel is not closed meanwhile: the system would write to whatever has its number by then. */
    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        synchronized (this) {
            if (isClosing) {
                throw new AsynchronousCloseException();
            }
            transfers++;
        }
        try {
            return file.transferTo(position, count, channel);
        } catch (IOException failed) {
            throw named(failed);
        } finally {
            transferred();
        }
    }

    private void transferred() {
        synchronized (this) {
            transfers--;
            if (isClosing && transfers == 0) {
                endOutput();
                Channels.close(channel);
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return !isClosing && channel.isOpen();
    }

    /** Closes the channel, or has that done when nothing is sent from a file any more. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            isClosing = true;
            if (transfers == 0) {
                endOutput();
                channel.close();
            }
        }
    }

    /**
     * Has the peer read the end also where something is left unread here, which is a reset to the system: the JDK does so for a channel that a
     * selector has seen, and what the peer reads is not to depend on whether anybody has waited here.
     */
    private void endOutput() {
        try {
            if (channel.isOpen() && !channel.isRegistered() && !UnixAddresses.isOne(local) && lingers()) {
                channel.shutdownOutput();
            }
        } catch (IOException gone) { // and so is the peer
            return;
        }
    }

    private boolean lingers() throws IOException {
        return channel.getOption(StandardSocketOptions.SO_LINGER) != 0;
    }

    // ------------------------------------------------------------------ what a socket is besides

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        Options.set(channel, this, option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        try {
            return channel.getOption(option);
        } catch (UnsupportedOperationException lacking) {
            throw Options.lacking(this, option, channel.supportedOptions(), lacking);
        }
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    /** The system sends a reset in place of an end where it is to linger for no time. */
    @Override
    public void reset() throws IOException {
        try {
            if (channel.isOpen() && !UnixAddresses.isOne(local)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } finally {
            close();
        }
    }

    @Override
    public <T> Optional<T> about(Class<T> type) {
        return type == SocketTransport.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public String identity() {
        return Addresses.text(local) + "->" + Addresses.text(peer);
    }

    @Override
    public String toString() {
        return "connection " + identity();
    }
}
