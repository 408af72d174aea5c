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
                        } catch (RuntimeException e) {
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
