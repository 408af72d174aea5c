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

    @Test
    void isSilentWhereTheValueWasPutIntoAFieldOrAnotherObjectBefore() {
        check(CHANNELS + """
                Integer kept;
                int[] slots = new int[1];
                final Deque<Integer> unsent = new ArrayDeque<>();
                final Map<String, Integer> byName = new HashMap<>();
                interface Journal { void note(Integer number); }
                record Entry(Integer number) {}
                Journal journal;
                void remember(Integer number) { kept = number; }
                @CancelSafe @Async Task<Void> inAList() {
                    Integer number = await(in.receive());
                    unsent.add(number);
                    await(out.send(number));
                    unsent.remove(number);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> inAField() {
                    Integer number = await(in.receive());
                    this.kept = number;
                    await(out.send(number));
                    int second = await(in.receive());
                    slots[0] = second;
                    await(out.send(second));
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> inOtherObjects(Deque<Entry> entries, List<Runnable> undo) {
                    Integer number = await(in.receive());
                    byName.put("a", number);
                    await(out.send(number));
                    number = await(in.receive());
                    journal.note(number);
                    await(out.send(number));
                    number = await(in.receive());
                    remember(number);
                    await(out.send(number));
                    number = await(in.receive());
                    entries.add(new Entry(number));
                    await(out.send(number));
                    Integer other = await(in.receive());
                    undo.add(() -> use(other));
                    await(out.send(other));
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAValueThatWasOnlyReadOrPutIntoWhatTheMethodHasMade() {
        check(CHANNELS + """
                interface Logger { void info(Object o); }
                Logger logger;
                final Set<Integer> seen = new HashSet<>();
                Integer kept;
                @CancelSafe @Async Task<Void> readOnly() {
                    Integer number = await(in.receive());
                    logger.info(number);
                    System.out.println(number);
                    use(seen.contains(number));
                    use(number);
                    await(out.send(number)); // CancelSafeLoses
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> inItsOwnList() {
                    List<Integer> batch = new ArrayList<>();
                    Integer number = await(in.receive());
                    batch.add(number);
                    await(out.send(number)); // CancelSafeLoses
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> keptTooLate() {
                    Integer number = await(in.receive());
                    await(sleep(Duration.ZERO)); // CancelSafeLoses
                    kept = number;
                    return Task.done();
                }
                """);
    }

    @Test
    void looksAtWhatWaitsAreMadeOfAndAtVariables() {
        check(CHANNELS + """
                static final Duration LIMIT = Duration.ZERO;
                @CancelSafe @Async Task<Integer> limited() throws TimeoutException {
                    return Task.of(await(waitFor(work(), LIMIT))); // CancelSafeLoses
                }
                @CancelSafe @Async Task<Void> selected(Connection connection) throws IOException {
                    await(dev.weft.sync.Select.select( // CancelSafeLoses
                            dev.weft.sync.Select.on(work(), n -> n),
                            dev.weft.sync.Select.on(sleep(LIMIT), n -> 1)));
                    await(dev.weft.sync.Select.select(List.of( // CancelSafeLoses
                            dev.weft.sync.Select.on(connection.write(new byte[1]), n -> n)))); // LostWhenCancelled
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> gathered() {
                    await(gather(next(), work())); // CancelSafeLoses
                    await(gather(List.of(work()))); // CancelSafeLoses
                    return Task.done();
                }
                @CancelSafe @Async Task<Integer> variable() {
                    Task<Integer> task = work();
                    return Task.of(await(task)); // CancelSafeLoses
                }
                @CancelSafe @Async Task<Void> safe() throws TimeoutException {
                    Task<Integer> task = next();
                    await(task);
                    await(waitFor(next(), LIMIT));
                    await(shield(work()));
                    ScheduledTask<Integer> spawned = spawn(work());
                    await(dev.weft.sync.Select.select(
                            dev.weft.sync.Select.on(next(), n -> n),
                            dev.weft.sync.Select.on(spawned, n -> n)));
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAnAwaitInALoopWhoseNextTurnReadsTheValue() {
        check(CHANNELS + """
                @CancelSafe @Async Task<Void> inTheCondition() {
                    Integer number = await(in.receive());
                    while (number > 0) {
                        await(sleep(Duration.ZERO)); // CancelSafeLoses
                    }
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> inTheBody(boolean b) {
                    Integer number = await(in.receive());
                    for (;;) {
                        if (b) {
                            use(number);
                            continue;
                        }
                        await(sleep(Duration.ZERO)); // CancelSafeLoses
                    }
                }
                """);
    }

    @Test
    void isSilentAboutAnAwaitOnAWayThatDoesNotLeadToTheValue() {
        check(CHANNELS + """
                @CancelSafe @Async Task<Void> either(int kind) {
                    Integer number = await(in.receive());
                    if (kind == 1) {
                        await(sleep(Duration.ZERO));
                    } else {
                        use(number);
                    }
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> leavesBefore(boolean b) {
                    Integer number = await(in.receive());
                    if (b) {
                        await(sleep(Duration.ZERO));
                        return Task.done();
                    }
                    await(yieldNow()); // CancelSafeLoses
                    use(number);
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsWhatWasMadeOfAValueThatIsOnItsWay() {
        check("""
                @CancelSafe @Async Task<byte[]> part(dev.weft.io.ByteStream s) throws IOException {
                    byte[] head = await(s.readExactly(2));
                    int length = head[1];
                    return Task.of(await(s.readExactly(length))); // CancelSafeLoses
                }
                @CancelSafe @Async Task<byte[]> partOfAnAwait(dev.weft.io.ByteStream s) throws IOException {
                    int length = await(s.readExactly(2))[1];
                    return Task.of(await(s.readExactly(length))); // CancelSafeLoses
                }
                @CancelSafe @Async Task<byte[]> calls(dev.weft.io.ByteStream s) throws IOException {
                    int length = ByteBuffer.wrap(await(s.readExactly(2))).getShort() & 0xffff;
                    byte[] body = await(s.readExactly(length)); // CancelSafeLoses
                    return Task.of(body);
                }
                @CancelSafe @Async Task<String> text(dev.weft.io.ByteStream s) throws IOException {
                    int length = Integer.parseInt(new String(await(s.readUntil(new byte[] {10}, 9))).strip());
                    return Task.of(new String(await(s.readExactly(length)))); // CancelSafeLoses
                }
                @CancelSafe @Async Task<byte[]> steps(dev.weft.io.ByteStream s, boolean b) throws IOException {
                    byte[] head = await(s.readExactly(2));
                    String text = new String(head);
                    text = text.strip();
                    int length = b ? Integer.parseInt(text) : 0;
                    await(sleep(Duration.ZERO)); // CancelSafeLoses
                    return Task.of(new byte[length]);
                }
                """);
    }

    @Test
    void isSilentAboutWhatOnlyWasDecidedByAValueOrIsSafe() {
        check(CHANNELS + """
                Integer kept;
                interface Store { String save(Integer number); }
                Store store;
                @CancelSafe @Async Task<Void> decided() {
                    int number = await(in.receive());
                    boolean isEven = number % 2 == 0;
                    int step = number > 9 ? 2 : 1;
                    await(sleep(Duration.ZERO));
                    use(isEven);
                    use(step);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> counted(dev.weft.io.ByteStream s) throws IOException {
                    int count = await(s.readExactly(2)).length;
                    await(sleep(Duration.ZERO));
                    use(count);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> keptItself() {
                    Integer number = await(in.receive());
                    String text = number.toString();
                    kept = number;
                    await(sleep(Duration.ZERO));
                    use(text);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> keptByACall() {
                    String key = store.save(await(in.receive()));
                    await(sleep(Duration.ZERO));
                    use(key);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> anotherValue() {
                    String text = "a" + await(in.receive());
                    text = "b";
                    await(sleep(Duration.ZERO));
                    use(text);
                    return Task.done();
                }
                @CancelSafe @Async Task<Void> handedOn() {
                    Integer number = await(in.receive());
                    ScheduledTask<Void> sent = spawn(out.send(number));
                    await(sent);
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsWhatWasMadeOfAValueThoughAnotherPartIsKept() {
        check(CHANNELS + """
                Integer kept;
                @CancelSafe @Async Task<Void> half() {
                    Integer number = await(in.receive());
                    Integer half = number / 2;
                    Integer rest = number % 2;
                    kept = half;
                    await(sleep(Duration.ZERO)); // CancelSafeLoses
                    use(rest);
                    return Task.done();
                }
                """);
    }
}
