// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class CancelSafeLosesTest {
    private static final String CHANNELS = """
            dev.weft.sync.Channel<Integer> in, out;
            static void use(Object o) {}
            @CancelSafe @Async Task<Integer> next() { return Task.of(await(in.receive())); }
            """;

    @Test
    void isSilentAboutAMethodThatAwaitsOneThingAfterAnother() {
        check(CHANNELS + """
                @CancelSafe @Async Task<Integer> late() {
                    await(sleep(Duration.ZERO));
                    await(out.closed());
                    return next();
                }
                @CancelSafe @Async Task<Integer> firstEven() {
                    while (true) {
                        int number = await(in.receive());
                        if (number % 2 == 0) {
                            return Task.of(number);
                        }
                    }
                }
                @CancelSafe @Async Task<Void> kept(List<Integer> numbers) {
                    int number = await(in.receive());
                    numbers.add(number);
                    await(sleep(Duration.ZERO));
                    numbers.add(await(next()));
                    number = await(next());
                    numbers.add(number);
                    return Task.done();
                }
                @Async Task<Void> unmarked() {
                    await(out.send(await(in.receive())));
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsValuesThatAreOnTheirWayWhileTheMethodWaits() {
        check(CHANNELS + """
                @CancelSafe @Async Task<Void> forwards() {
                    int number = await(in.receive());
                    await(out.send(number)); // CancelSafeLoses
                    await(out.send(await(in.receive()))); // CancelSafeLoses
                    return Task.done();
                }
                @CancelSafe @Async Task<Integer> sum() {
                    int first = await(next());
                    int second = await(next()); // CancelSafeLoses
                    return Task.of(first + second);
                }
                @CancelSafe @Async Task<Integer> shortSum() {
                    return Task.of(await(next())
                            + await(next())); // CancelSafeLoses
                }
                @CancelSafe @Async Task<Integer> returnsATask() {
                    use(0);
                    int number = await(in.receive());
                    return forwardTo(number); // CancelSafeLoses
                }
                @CancelSafe @Async Task<Integer> forwardTo(int number) {
                    await(sleep(Duration.ZERO));
                    return Task.of(number);
                }
                """);
    }

    @Test
    void isSilentWhereATryStatementMaySaveTheValue() {
        check(CHANNELS + """
                final dev.weft.sync.Mutex mutex = new dev.weft.sync.Mutex();
                @CancelSafe @Async Task<Void> forwards(Deque<Integer> saved) {
                    int number = await(in.receive());
                    try {
                        await(out.send(number));
                    } catch (CancellationException e) {
                        saved.push(number);
                        throw e;
                    }
                    int other = await(in.receive());
                    boolean sent = false;
                    try {
                        await(out.send(other));
                        sent = true;
                    } finally {
                        use(sent);
                    }
                    return Task.done();
                }
                @CancelSafe @Async Task<Integer> locked() {
                    try (var guard = await(mutex.lock())) {
                        return Task.of(await(in.receive()));
                    }
                }
                """);
    }

    @Test
    void reportsAwaitsOfWhatIsNotDeclaredCancelSafe() {
        check(CHANNELS + """
                @CancelSafe @Async Task<Void> writes(Connection connection) throws IOException {
                    await(connection.write(new byte[1])); // CancelSafeLoses
                    await(gather(sleep(Duration.ZERO), connection.write(new byte[1]))); // CancelSafeLoses
                    await(work()); // CancelSafeLoses
                    await(CompletableFuture.runAsync(() -> {}));
                    await(connection.readExactly(1));
                    return Task.done();
                }
                @CancelSafe Awaitable<Void> made(Connection connection) throws IOException {
                    return connection.write(new byte[1]); // CancelSafeLoses
                }
                @CancelSafe @Async Task<Integer> returned() {
                    use(await(sleep(Duration.ZERO)));
                    return work(); // CancelSafeLoses
                }
                """);
    }

    @Test
    void holdsAMethodToWhatItOverrides() {
        check("""
                interface Numbers { @CancelSafe Task<Integer> next(); }
                static class Both implements Numbers {
                    Numbers one, other;
                    @Override @Async public Task<Integer> next() {
                        int first = await(one.next());
                        return Task.of(first + await(other.next())); // CancelSafeLoses
                    }
                }
                """);
    }
}
