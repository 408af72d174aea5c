// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class WriteCutByTimeoutTest {
    @Test
    void reportsWritesAfterWhichTheConnectionIsUsedAgain() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> goesOn(Connection connection, boolean b) throws IOException {
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT)); // WriteCutByTimeout
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try {
                        if (b) {
                            await(waitFor(
                                    connection.write(ByteBuffer.allocate(1)), // WriteCutByTimeout
                                    LIMIT));
                        }
                    } catch (IOException | TimeoutException e) {
                    }
                    while (b) {
                        try {
                            var write = waitFor(connection.write(new byte[1]), LIMIT); // WriteCutByTimeout
                            await(write);
                        } catch (RuntimeException e) { // CancellationSwallowed
                            connection.close();
                        } catch (Exception e) {
                            continue;
                        }
                    }
                    return Task.done();
                }
                Supplier<Task<Void>> lambda(Connection connection) {
                    return () -> {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT)); // WriteCutByTimeout
                        } catch (Exception e) {
                        }
                        return Task.done();
                    };
                }
                """);
    }

    @Test
    void isSilentWhereTheConnectionIsLeftOrClosed() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> leaves(Connection connection) throws IOException, TimeoutException {
                    await(waitFor(connection.write(new byte[1]), LIMIT));
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (IOException e) {
                        System.out.println("failed");
                    }
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                        throw e;
                    }
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        return Task.done();
                    }
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        connection.close();
                    }
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    } finally {
                        connection.close();
                    }
                    return Task.done();
                }
                """);
    }

    /** The resources of a try statement are closed before its catch blocks run (JLS 14.20.3.2). */
    @Test
    void isSilentWhereTheTryStatementHasClosedTheConnection() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                record Client(Connection connection) implements AutoCloseable {
                    dev.weft.io.ByteStream stream() { return connection; }
                    @Override public void close() throws IOException { connection.close(); }
                }
                @Async Task<Void> opens(Connection given) throws IOException {
                    try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try (given) {
                        if (given.isOpen()) {
                            await(waitFor(given.write(new byte[1]), LIMIT));
                        }
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    while (true) {
                        try (Client client = new Client(await(Tcp.openConnection("localhost", 1)))) {
                            dev.weft.io.ByteStream stream = client.stream();
                            await(waitFor(stream.write(new byte[1]), LIMIT));
                            await(waitFor(client.connection().write(new byte[1]), LIMIT));
                        } catch (IOException | TimeoutException e) {
                            System.out.println("once more");
                        }
                    }
                }
                """);
    }

    @Test
    void reportsAConnectionThatTheTryStatementDoesNotClose() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> copies(Connection to) throws IOException {
                    try (Connection from = await(Tcp.openConnection("localhost", 1))) {
                        await(waitFor(to.write(await(from.read(9))), LIMIT)); // WriteCutByTimeout
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try (Connection from = await(Tcp.openConnection("localhost", 1))) {
                        try {
                            await(waitFor(from.write(new byte[1]), LIMIT)); // WriteCutByTimeout
                        } catch (TimeoutException e) {
                            System.out.println("slow");
                        }
                        await(from.write(new byte[1]));
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentWhereTheCatchBlockMayCloseTheConnection() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                static void giveUp(dev.weft.io.ByteStream stream) { stream.close(); }
                static class Client implements AutoCloseable {
                    final Connection connection;
                    Client(Connection connection) { this.connection = connection; }
                    @Override public void close() { connection.close(); }
                    @Async Task<Void> send() throws IOException {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT));
                        } catch (TimeoutException e) {
                            close();
                        }
                        return Task.done();
                    }
                }
                @Async Task<Void> send(Connection connection, boolean b) throws IOException, TimeoutException {
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        giveUp(connection);
                    }
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT));
                    } catch (TimeoutException e) {
                        if (b) {
                            throw e;
                        } else {
                            return Task.done();
                        }
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutOperationsThatCanBeCancelled() {
        check("""
                @Async Task<Void> reads(Connection connection) throws IOException {
                    try {
                        await(waitFor(connection.readExactly(16), Duration.ZERO));
                        await(waitFor(connection.read(16), Duration.ZERO));
                        await(waitFor(Tcp.openConnection("localhost", 1), Duration.ZERO));
                        await(waitFor(work(), Duration.ZERO));
                        await(connection.write(new byte[1]));
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    return Task.done();
                }
                """);
    }
}
