// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that sends back what it gets, on a loop and a thread of its own. */
final class EchoServer implements AutoCloseable {
    private static final int SOME = 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final EventLoop loop = EventLoop.create();
    private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "echo server");

    private volatile @Nullable Server server;

    EchoServer() {
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return address.join();
    }

    private void run() {
        try (loop) {
            loop.run(serve());
        } catch (CancellationException | IOException ended) {
            address.completeExceptionally(ended); // if it has none yet
        }
    }

    @Async
    private Task<Void> serve() throws IOException {
        try (Server started = Tcp.startServer(EchoServer::echo, "127.0.0.1", 0)) {
            server = started;
            address.complete(started.localAddress());
            await(started.closed());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> echo(Connection connection) {
        try {
            byte[] bytes = await(connection.read(SOME));
            while (bytes.length > 0) {
                await(connection.write(bytes));
                bytes = await(connection.read(SOME));
            }
        } catch (IOException gone) { // as clients are that are cancelled
            return Task.done();
        }
        return Task.done();
    }

    /** Waits until what was connected before is gone: those who come first are accepted first. */
    void settle() throws Exception {
        Weft.run(Loss.closed(address()));
        long begin = System.nanoTime();
        while (connections() > 0) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IllegalStateException("a connection to the server is never closed");
            }
        }
        loop.spawn(Weft.sleep(Duration.ofMillis(1))).block(); // asks for readiness, and so lets go of descriptors
    }

    private int connections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        loop.post(() -> count.complete(Objects.requireNonNull(server).connections()));
        return count.join();
    }

    @Override
    public void close() {
        loop.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
