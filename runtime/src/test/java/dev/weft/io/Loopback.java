// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * A loop that a test runs by the piece on its own thread, a connection of that loop, and a plain socket at its other end.
 */
final class Loopback implements AutoCloseable {
    static final InetAddress HOST = InetAddress.getLoopbackAddress();

    final CountingLoop loop = new CountingLoop(EventLoop.create());
    final Connection connection;
    final Socket peer;

    Loopback() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, HOST)) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            peer = listener.accept();
            peer.setTcpNoDelay(true);
            peer.setSoTimeout(60_000); // a read from a broken connection hears no interrupt
            connection = new Connection(loop, channel);
        }
    }

    <T> T run(Awaitable<T> awaitable) {
        return loop.run(awaitable);
    }

    /** Starts something and lets it run until it waits. */
    <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        runUntil(() -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    void runUntil(BooleanSupplier condition) {
        runUntil(loop, condition);
    }

    /** Runs turns, each of which asks the selector, until something is so. */
    static void runUntil(EventLoop loop, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            loop.run(Weft.sleep(java.time.Duration.ofNanos(1)));
        }
    }

    <T> T call(Callable<T> code) {
        return run(calling(code));
    }

    /** Something to await that runs plain code, and so puts it on the thread of a loop. */
    static <T> Awaitable<T> calling(Callable<T> code) {
        return new Awaitable<>() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public T result() throws Exception {
                return code.call();
            }

            @Override
            public void subscribe(Waiter waiter) {
                waiter.wake();
            }

            @Override
            public boolean withdraw(Waiter waiter) {
                return true;
            }
        };
    }

    /** Closes on the thread of the loop. */
    void close(AutoCloseable closeable) {
        call(() -> {
            closeable.close();
            return "";
        });
    }

    void send(byte[] bytes) throws IOException {
        peer.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        close(connection);
        loop.close();
        peer.close();
    }
}
