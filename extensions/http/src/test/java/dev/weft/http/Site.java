// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A server in memory, and clients that write and read bytes. Its date is always the same. */
final class Site implements AutoCloseable {
    static final String DATE = "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

    final MemoryNetwork network = new MemoryNetwork();
    final HttpServer server;

    Site(HttpHandler handler) throws IOException {
        this(handler, HttpOptions.defaults());
    }

    Site(HttpHandler handler, HttpOptions options) throws IOException {
        network.host("client");
        server = HttpServer.start(
                network.host("server"), handler, "server", 80, options.clock(InstantSource.fixed(Instant.EPOCH)));
        SiteTest.started(server);
    }

    @Async
    Task<Connection> connect() throws IOException {
        return Task.of(await(network.host("client").openConnection("server", 80)));
    }

    /** Sends a text over a connection of its own, and returns all that comes until the server ends that. */
    @Async
    Task<String> ask(String sent) throws IOException {
        try (Connection connection = await(connect())) {
            await(connection.write(bytes(sent)));
            return Task.of(await(rest(connection)));
        }
    }

    /** How much time has passed in the test. */
    static long seconds() {
        return Duration.ofNanos(Objects.requireNonNull(EventLoop.current()).nanoTime())
                .toSeconds();
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** All that comes until the end. */
    @Async
    static Task<String> rest(Connection connection) throws IOException {
        return Task.of(new String(await(connection.readAll(100_000_000)), ISO_8859_1).replace(DATE, ""));
    }

    /** What comes up to the end of the next head. */
    @Async
    static Task<String> head(Connection connection) throws IOException {
        String text = new String(await(connection.readUntil(bytes("\r\n\r\n"), 10_000)), ISO_8859_1);
        return Task.of(text.replace(DATE, ""));
    }

    /** What a task fails with. */
    @Async
    static Task<Throwable> failureOf(Task<?> task) {
        try {
            await(task);
        } catch (Exception failed) {
            return Task.of(failed);
        }
        throw new AssertionError("nothing failed");
    }

    @Override
    public void close() {
        server.close();
    }
}
