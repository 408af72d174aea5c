// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.javac.Javac;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostWhenCancelledTest {
    @Test
    void reportsWritesAfterWhichTheConnectionIsUsedAgain() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> goesOn(Connection connection, boolean b) throws IOException {
                    try {
                        await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try {
                        if (b) {
                            await(waitFor(
                                    connection.write(ByteBuffer.allocate(1)), // LostWhenCancelled
                                    LIMIT));
                        }
                    } catch (IOException | TimeoutException e) {
                    }
                    while (b) {
                        try {
                            var write = waitFor(connection.write(new byte[1]), LIMIT); // LostWhenCancelled
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
                            await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
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
                        await(waitFor(to.write(await(from.read(9))), LIMIT)); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try (Connection from = await(Tcp.openConnection("localhost", 1))) {
                        try {
                            await(waitFor(from.write(new byte[1]), LIMIT)); // LostWhenCancelled
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

    /** A select says nothing of what it has cancelled, so the code always goes on. */
    @Test
    void reportsClausesOfASelect() {
        check("""
                @Async Task<Void> whateverComesFirst(Connection connection, dev.weft.sync.Channel<Integer> numbers) throws IOException {
                    await(dev.weft.sync.Select.select(
                            dev.weft.sync.Select.on(connection.write(new byte[1]), w -> 1), // LostWhenCancelled
                            dev.weft.sync.Select.on(numbers.receive(), n -> n)));
                    var clause = dev.weft.sync.Select.on(connection.write(new byte[1]), w -> 1); // LostWhenCancelled
                    await(dev.weft.sync.Select.select(List.of(clause)));
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutASelectThatCancelsNothingOrIsFollowedByAClose() {
        check("""
                @Async Task<Void> whateverComesFirst(Connection connection, dev.weft.sync.Channel<Integer> numbers) throws IOException {
                    await(dev.weft.sync.Select.select(dev.weft.sync.Select.on(connection.write(new byte[1]), w -> 1)));
                    ScheduledTask<Void> write = spawn(connection.write(new byte[1]));
                    await(dev.weft.sync.Select.selectUnbiased(
                            dev.weft.sync.Select.on(write, w -> 1),
                            dev.weft.sync.Select.on(spawn(connection.write(new byte[1])), w -> 1),
                            dev.weft.sync.Select.on(numbers.send(1), w -> 1),
                            dev.weft.sync.Select.on(connection.readExactly(9), bytes -> bytes.length)));
                    return Task.done();
                }
                @Async Task<Void> closes(Connection connection) throws IOException {
                    boolean late = await(dev.weft.sync.Select.select(
                            dev.weft.sync.Select.on(connection.write(new byte[1]), w -> false),
                            dev.weft.sync.Select.on(sleep(Duration.ZERO), w -> true)));
                    if (late) {
                        connection.close();
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void findsWhatIsMadeOfOthersSpawnedOrInAVariable() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> goesOn(Connection connection) throws IOException {
                    try {
                        await(waitFor(
                                gather(
                                        work(),
                                        connection.write(new byte[1])), // LostWhenCancelled
                                LIMIT));
                        await(waitFor(gather(List.of(connection.write(new byte[1]))), LIMIT)); // LostWhenCancelled
                        await(waitFor(spawn(connection.write(new byte[1])), LIMIT)); // LostWhenCancelled
                        var write = connection.write(new byte[1]);
                        await(waitFor(write, LIMIT)); // LostWhenCancelled
                        await(waitFor(waitFor(connection.write(new byte[1]), LIMIT), LIMIT)); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsWhatLosesARace() {
        check("""
                @Async Task<Void> races(Connection one, Connection other) throws IOException {
                    await(race(one.write(new byte[1]), other.write(new byte[1]))); // LostWhenCancelled, LostWhenCancelled
                    await(any(one.write(new byte[1]), sleep(Duration.ZERO))); // LostWhenCancelled
                    await(race(shield(one.write(new byte[1])), sleep(Duration.ZERO)));
                    return Task.done();
                }
                """);
    }

    @Test
    void looksIntoBlocksThatHaveALimitOfTime() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> limits(Connection connection, TimeoutScope scope) throws IOException {
                    await(moveOnAfter(LIMIT, limit -> {
                        await(connection.write(new byte[1])); // LostWhenCancelled
                        return Task.of(await(connection.read(1)));
                    }));
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    try {
                        await(timeout(LIMIT, limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    return Task.done();
                }
                @Async Task<Void> opensInside() throws IOException {
                    await(moveOnAfter(LIMIT, limit -> {
                        try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                            await(connection.write(new byte[1]));
                        }
                        return Task.done();
                    }));
                    return Task.done();
                }
                @Async Task<Void> letsOut(Connection connection) throws IOException, TimeoutException {
                    await(timeout(LIMIT, limit -> Task.of(await(connection.write(new byte[1])))));
                    return Task.done();
                }
                """);
    }

    @Test
    void looksIntoWhatBlocksReturnOrRefer() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @NotCancelSafe("the second half") @Async Task<Void> send(TimeoutScope limit) { return Task.of(await(yieldNow())); }
                @CancelSafe @Async Task<Void> look(TimeoutScope limit) { return Task.of(await(yieldNow())); }
                @Async Task<Void> goesOn(boolean b) {
                    await(moveOnAfter(LIMIT, limit -> send(limit))); // LostWhenCancelled
                    await(moveOnAfter(LIMIT, limit -> b ? look(limit) : send(limit))); // LostWhenCancelled
                    await(moveOnAfter(LIMIT, limit -> {
                        if (b) {
                            return send(limit); // LostWhenCancelled
                        }
                        return look(limit);
                    }));
                    await(moveOnAfter(LIMIT, this::send)); // LostWhenCancelled
                    await(moveOnAfter(LIMIT, this::look));
                    return Task.done();
                }
                """);
    }

    /** An attempt whose time is over is followed by the next. */
    @Test
    void reportsAttemptsThatGoOnWhereTheLastOneWasCancelled() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                static final dev.weft.sync.Retry.Limited RETRY = dev.weft.sync.Retry.times(3).eachWithin(LIMIT).within(LIMIT);
                @NotCancelSafe("the second half") @Async Task<Void> send() { return Task.of(await(yieldNow())); }
                @Async Task<Void> goesOn(Connection connection) throws IOException, TimeoutException {
                    await(RETRY.run(() -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    await(dev.weft.sync.Retry.forever().within(LIMIT).eachWithin(LIMIT).run(() -> send())); // LostWhenCancelled
                    var retry = dev.weft.sync.Retry.times(2).eachWithin(LIMIT);
                    await(retry.run(this::send)); // LostWhenCancelled
                    try {
                        await(RETRY.run(() -> {
                            await(connection.write(new byte[1])); // LostWhenCancelled
                            return Task.done();
                        }));
                    } finally {
                        connection.close();
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutAttemptsThatCloseWhatTheyHaveOpened() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                static final dev.weft.sync.Retry.Limited RETRY = dev.weft.sync.Retry.times(3).eachWithin(LIMIT);
                @Async Task<Void> opens(Connection given) throws IOException, TimeoutException {
                    await(RETRY.run(() -> {
                        try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                            await(connection.write(new byte[1]));
                        }
                        return Task.done();
                    }));
                    await(RETRY.run(() -> {
                        Connection connection = await(Tcp.openConnection("localhost", 1));
                        try {
                            await(connection.write(new byte[1]));
                        } catch (CancellationException e) {
                            connection.close();
                            throw e;
                        }
                        return Task.done();
                    }));
                    await(RETRY.run(() -> Task.of(await(given.readExactly(1)))));
                    await(dev.weft.sync.Retry.times(3).run(() -> Task.of(await(given.write(new byte[1])))));
                    return Task.done();
                }
                """);
    }

    /** Where the time of all attempts together is limited, none follows the one that was cancelled. */
    @Test
    void knowsWhoGoesOnWhenTheTimeOfAllAttemptsIsOver() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                static final dev.weft.sync.Retry.Limited RETRY = dev.weft.sync.Retry.times(3).within(LIMIT);
                @Async Task<Void> leaves(Connection connection) throws IOException, TimeoutException {
                    await(RETRY.run(() -> Task.of(await(connection.write(new byte[1])))));
                    return Task.done();
                }
                @Async Task<Void> goesOn(Connection connection, dev.weft.sync.Retry.Limited given) throws IOException {
                    try {
                        await(RETRY.run(() -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try {
                        await(given.run(() -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void readsWhatUsersDeclareOfTheirOperations() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                interface Journal {
                    @NotCancelSafe("the entry that is half written") Task<Void> append(String entry);
                    @CancelSafe Task<String> last();
                    void rollBack();
                }
                static class File implements Journal {
                    @Override @Async public Task<Void> append(String entry) { return Task.of(await(sleep(LIMIT))); }
                    @Override @Async public Task<String> last() { return Task.of("" + await(sleep(LIMIT))); }
                    @Override public void rollBack() {}
                }
                @NotCancelSafe("a copy of the half") @Async static Task<Void> copy(Journal from, Journal to) {
                    return to.append(await(from.last()));
                }
                @Async Task<Void> goesOn(Journal journal, File file) {
                    try {
                        await(waitFor(journal.append("a"), LIMIT)); // LostWhenCancelled
                        await(waitFor(file.append("a"), LIMIT)); // LostWhenCancelled
                        await(waitFor(copy(journal, file), LIMIT)); // LostWhenCancelled
                        await(waitFor(journal.last(), LIMIT));
                    } catch (TimeoutException e) {
                        System.out.println("slow");
                    }
                    try {
                        await(waitFor(journal.append("a"), LIMIT));
                    } catch (TimeoutException e) {
                        journal.rollBack();
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void saysWhatIsCancelledAndLost() {
        var result = Javac.compile("A", """
                import static dev.weft.Weft.*; import dev.weft.*; import java.time.Duration; import java.util.concurrent.*;
                class A {
                    @NotCancelSafe("the second half") @Async static Task<Void> send() { return Task.of(await(yieldNow())); }
                    @Async static Task<Void> impatient() {
                        try {
                            return Task.of(await(waitFor(send(), Duration.ZERO)));
                        } catch (TimeoutException e) {
                            return Task.done();
                        }
                    }
                    @Async static Task<Void> goesOn() {
                        try {
                            await(waitFor(send(), Duration.ZERO));
                        } catch (TimeoutException e) {
                            System.out.println(e);
                        }
                        return Task.done();
                    }
                }
                """, List.of());
        assertEquals(
                List.of(
                        "13: [LostWhenCancelled] the code goes on after this was cancelled half-way, and something is lost then"
                                + " (A.send: waitFor cancels it when the time is over; lost is the second half); close what it works on where the"
                                + " code goes on, such as in the catch block; or do not cancel it: shield it, spawn it and give a select the task, or limit"
                                + " the time of the whole exchange, with what it works on opened and closed inside"),
                result.messages().stream()
                        .map(message -> message.getLineNumber() + ": " + message.getMessage(null))
                        .toList());
    }

    @Test
    void isSilentWhereNothingComesBeforeTheCloseOfTheResource() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> resource() throws IOException {
                    try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                        await(connection.write(new byte[1]));
                        await(moveOnAfter(LIMIT, limit -> Task.of(await(connection.write(new byte[1])))));
                        System.out.println("over");
                    }
                    try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                        await(race(connection.write(new byte[1]), sleep(LIMIT)));
                        return Task.done();
                    }
                }
                """);
    }

    @Test
    void reportsAResourceThatIsUsedBeforeItIsClosed() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> resource(boolean b) throws IOException {
                    try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                        await(moveOnAfter(LIMIT, limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                        await(connection.write(new byte[2]));
                    }
                    try (Connection connection = await(Tcp.openConnection("localhost", 1))) {
                        while (b) {
                            await(moveOnAfter(LIMIT, limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                        }
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentWhereTheMethodAsksHowItCameOutAndLeaves() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> asksTheScope(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1])))));
                    if (scope.expired()) {
                        throw new IOException("slow peer");
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> asksIfAllIsWell(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1])))));
                    if (!scope.expired()) {
                        await(connection.write(new byte[1]));
                    }
                    return Task.done();
                }
                @Async Task<Void> throwsAtTheEnd(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1])))));
                    boolean late = scope.expired();
                    if (late) {
                        return Task.done();
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> asksForTheResult(Connection connection) throws IOException {
                    Integer written = await(moveOnAfter(LIMIT, limit -> {
                        await(connection.write(new byte[1]));
                        return Task.of(1);
                    }));
                    if (written == null) {
                        return Task.done();
                    }
                    if (await(dev.weft.sync.Select.select(
                            dev.weft.sync.Select.on(connection.write(new byte[1]), w -> false),
                            dev.weft.sync.Select.on(sleep(LIMIT), w -> true)))) {
                        throw new IOException("slow peer");
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> leavesTheLoop(Connection connection) throws IOException {
                    while (true) {
                        TimeoutScope scope = TimeoutScope.after(LIMIT);
                        await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1])))));
                        if (scope.expired()) {
                            break;
                        }
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAMethodThatAsksAndGoesOnAllTheSame() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> asksOnly(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    if (scope.expired()) {
                        System.out.println("slow");
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> asksTooLate(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    await(connection.write(new byte[1]));
                    if (scope.expired()) {
                        throw new IOException("slow peer");
                    }
                    return Task.done();
                }
                @Async Task<Void> leavesWhereAllIsWell(Connection connection) throws IOException {
                    TimeoutScope scope = TimeoutScope.after(LIMIT);
                    await(scope.moveOn(limit -> Task.of(await(connection.write(new byte[1]))))); // LostWhenCancelled
                    if (!scope.expired()) {
                        return Task.done();
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                """);
    }

    @Test
    void reportsABreakAndAThrowAfterWhichTheMethodGoesOn() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> leavesTheLoop(Connection connection) throws IOException {
                    while (true) {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
                        } catch (TimeoutException e) {
                            break;
                        }
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> leavesTheInnerLoop(Connection connection, boolean b) throws IOException {
                    while (b) {
                        while (true) {
                            try {
                                await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
                            } catch (TimeoutException e) {
                                break;
                            }
                        }
                    }
                    return Task.done();
                }
                @Async Task<Void> tellsItself(Connection connection) throws IOException {
                    try {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
                        } catch (TimeoutException e) {
                            throw new IOException(e);
                        }
                    } catch (IOException e) {
                        System.out.println("slow");
                    }
                    return Task.of(await(connection.write(new byte[1])));
                }
                @Async Task<Void> triesAgain(Connection connection, int times) throws IOException, TimeoutException {
                    for (int i = 0; ; i++) {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT)); // LostWhenCancelled
                        } catch (TimeoutException e) {
                            if (i < times) {
                                continue;
                            }
                            throw e;
                        }
                    }
                }
                """);
    }

    @Test
    void isSilentWhereABreakOrAThrowLeadsToTheEndOrAClose() {
        check("""
                static final Duration LIMIT = Duration.ofSeconds(1);
                @Async Task<Void> leavesTheLoop(Connection connection) throws IOException {
                    while (true) {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT));
                        } catch (TimeoutException e) {
                            break;
                        }
                    }
                    System.out.println("slow");
                    return Task.done();
                }
                @Async Task<Void> closesBehindTheLoop(Connection connection) throws IOException {
                    while (true) {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT));
                        } catch (TimeoutException e) {
                            break;
                        }
                    }
                    connection.close();
                    return Task.done();
                }
                @Async Task<Void> connectsAgain(boolean b) throws IOException {
                    while (b) {
                        Connection connection = await(Tcp.openConnection("localhost", 1));
                        while (true) {
                            try {
                                await(waitFor(connection.write(new byte[1]), LIMIT));
                            } catch (TimeoutException e) {
                                break;
                            }
                        }
                    }
                    return Task.done();
                }
                @Async Task<Void> tellsItself(Connection connection) throws IOException {
                    try {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT));
                        } catch (TimeoutException e) {
                            throw new IOException(e);
                        }
                    } catch (IOException e) {
                        connection.close();
                    }
                    try {
                        try {
                            await(waitFor(connection.write(new byte[1]), LIMIT));
                        } catch (TimeoutException e) {
                            throw new IllegalStateException(e);
                        }
                    } catch (IOException e) {
                        System.out.println("failed");
                    }
                    return Task.done();
                }
                """);
    }
}
