// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The rules about generators, and what the others make of them. */
class GeneratorsTest {
    @Test
    void isSilentAboutGeneratorsAsTheyShouldBe() {
        check("""
                interface Opened<T> { AsyncGenerator<T> open(); }
                @Async AsyncGenerator<Integer> count(int n) {
                    for (int i = 0; i < n; i++) { await(sleep(Duration.ZERO)); emit(i); }
                    return AsyncGenerator.done();
                }
                @Async AsyncGenerator<Integer> more() { emit(1); return count(2); }
                @Async <T> AsyncGenerator<T> each(List<T> all) {
                    for (T one : all) { emit(one); }
                    return AsyncGenerator.done();
                }
                @Async AsyncGenerator<Task<Integer>> tasks() { emit(work()); return AsyncGenerator.done(); }
                Opened<String> lambda = () -> { emit("x"); return AsyncGenerator.done(); };
                @Async Task<Integer> sum() {
                    int sum = 0;
                    try (var numbers = count(3)) {
                        while (await(numbers.next())) { sum += numbers.current(); }
                    }
                    for (var numbers = more(); await(numbers.next()); ) { sum += numbers.current(); }
                    return Task.of(sum);
                }
                """);
    }

    @Test
    void reportsEmitsInWhatIsNoGenerator() {
        check("""
                void plain() { emit(1); } // EmitOutsideGenerator
                AsyncGenerator<Integer> unmarked() { emit(1); return AsyncGenerator.done(); } // EmitOutsideGenerator
                @Async Task<Integer> task() { emit(1); return Task.of(1); } // EmitOutsideGenerator
                @Async AsyncGenerator<Integer> inLambda(List<Integer> all) {
                    all.forEach(each -> emit(each)); // EmitOutsideGenerator
                    all.forEach(Weft::emit); // EmitMethodReference
                    return AsyncGenerator.done();
                }
                int field = first();
                int first() { return 1; }
                A() { emit(2); } // EmitOutsideGenerator
                { emit(3); } // EmitOutsideGenerator
                static { emit(4); } // EmitOutsideGenerator
                """);
    }

    @Test
    void reportsEmitsUnderAMonitorOrALock() {
        check("""
                @Async AsyncGenerator<Integer> locked(Lock lock) {
                    synchronized (this) {
                        emit(1); // AwaitInSynchronized
                    }
                    return AsyncGenerator.done();
                }
                @Async AsyncGenerator<Integer> held(Lock lock) {
                    lock.lock();
                    emit(1); // LockHeldAcrossAwait
                    lock.unlock();
                    return AsyncGenerator.done();
                }
                """);
    }

    @Test
    void reportsElementsOfAnotherType() {
        check("""
                interface Opened<T> { AsyncGenerator<T> open(); }
                @Async AsyncGenerator<Long> longs(int n, Object any) {
                    emit(1); // EmitType
                    emit(n); // EmitType
                    emit("x"); // EmitType
                    emit(null); // EmitType
                    emit(any); // EmitType
                    emit((long) n);
                    emit(await(Task.of(1L)));
                    emit(1L);
                    return AsyncGenerator.done();
                }
                @Async AsyncGenerator<? extends Number> numbers() { emit(1); emit(2.0); return AsyncGenerator.done(); }
                @Async AsyncGenerator<List<String>> lists() {
                    emit(List.of());
                    emit(new ArrayList<>());
                    emit(Set.of()); // EmitType
                    return AsyncGenerator.done();
                }
                <R> R open() { return null; }
                @Async AsyncGenerator<String> inferred() { emit(open()); return AsyncGenerator.done(); }
                Opened<String> lambda = () -> { emit(1); return AsyncGenerator.done(); }; // EmitType
                @Async AsyncGenerator<?> unknown() { emit(1); return AsyncGenerator.done(); }
                @Async <T extends Number> AsyncGenerator<T> generic(T one) { emit(one); return AsyncGenerator.done(); }
                """);
    }

    @Test
    void saysWhatToEmitInPlaceOfNull() {
        assertTrue(
                RuleTester.messages("""
                        @Async AsyncGenerator<Long> longs() { emit(null); return AsyncGenerator.done(); }
                        """).stream()
                        .anyMatch(
                                message -> message.contains(
                                        "null in a generator of java.lang.Long; where there is no value, emit an Optional, or nothing")));
    }

    @Test
    void looksAtWhatIsChosenFrom() {
        check("""
                sealed interface Shape permits Dot, Line {}
                record Dot(int x) implements Shape {}
                record Line(int y) implements Shape {}
                @Async AsyncGenerator<String> texts(boolean b, int n, String s, Object o) {
                    emit(b ? "a" : s);
                    emit((switch (n) { case 1 -> "a"; case 2 -> { yield b ? s : "b"; } default -> throw new IllegalStateException(); }));
                    emit(b ? (String) o : s);
                    emit(b ? o : s); // EmitType
                    emit(switch (n) { case 1 -> "a"; default -> 1; }); // EmitType
                    emit(b ? s : null); // EmitType
                    return AsyncGenerator.done();
                }
                @Async AsyncGenerator<Shape> shapes(boolean b) { emit(b ? new Dot(1) : new Line(2)); return AsyncGenerator.done(); }
                @Async AsyncGenerator<Long> longs(boolean b) { emit(b ? 1 : 2L); return AsyncGenerator.done(); }
                @Async <T extends Number & Comparable<T>> AsyncGenerator<Comparable<T>> both(T t) { emit(t); return AsyncGenerator.done(); }
                """);
    }

    /** {@code emit} takes an object: a constant is not narrowed, and what a list of anything gives is anything. */
    @Test
    void reportsNumbersThatAreBoxedAsOthers() {
        check("""
                @Async AsyncGenerator<Short> shorts() { emit((short) 1); emit(1); return AsyncGenerator.done(); } // EmitType
                @Async AsyncGenerator<Byte> bytes() { emit(1); return AsyncGenerator.done(); } // EmitType
                @Async AsyncGenerator<Number> any(List<? super Integer> list) { emit(list.get(0)); return AsyncGenerator.done(); } // EmitType
                """);
    }

    @Test
    void reportsGeneratorsAndStepsThatAreDropped() {
        check("""
                @Async AsyncGenerator<Integer> count(int n) { emit(n); return AsyncGenerator.done(); }
                @Async Task<Void> consumer() {
                    count(1); // UnawaitedTask
                    var unread = count(2); // UnawaitedTask
                    try (var numbers = count(3)) {
                        numbers.next(); // UnawaitedTask
                        numbers.closing(); // UnawaitedTask
                        numbers.close();
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAStepThatIsAwaitedTwice() {
        check("""
                @Async AsyncGenerator<Integer> count(int n) { emit(n); return AsyncGenerator.done(); }
                @Async Task<Void> consumer() {
                    try (var numbers = count(3)) {
                        var next = numbers.next();
                        await(next);
                        await(next); // TaskAwaitedTwice
                    }
                    return Task.done();
                }
                """);
    }

    /** An operator gives a generator as lazy as its source, though it looks like a call that is chained. */
    @Test
    void reportsOperatorsThatAreDropped() {
        check("""
                @Async AsyncGenerator<Integer> count(int n) { emit(n); return AsyncGenerator.done(); }
                @Async Task<Void> consumer() {
                    count(1).take(2); // UnawaitedTask
                    var unread = count(2).buffer(1); // UnawaitedTask
                    try (var numbers = count(3)) {
                        numbers.map(i -> i + 1); // UnawaitedTask
                        numbers.filter(i -> i > 1).window(2, Duration.ZERO); // UnawaitedTask
                        AsyncGenerator.merge(numbers); // UnawaitedTask
                        numbers.toList(); // UnawaitedTask
                        try (var read = numbers.map(i -> i + 1).take(2)) { await(read.next()); }
                    }
                    return Task.done();
                }
                """);
    }

    private static final String PATIENCE = """
            static final Duration LIMIT = Duration.ofSeconds(1);
            @Async static AsyncGenerator<Integer> ticks() { emit(1); return AsyncGenerator.done(); }
            static boolean more(AsyncGenerator<?> any) { return false; }
            """;

    @Test
    void reportsAWaitForAnElementThatMayEndTheGenerator() {
        check(PATIENCE + """
                @Async Task<Void> plain() {
                    try (AsyncGenerator<Integer> ticks = ticks().map(i -> i)) {
                        while (true) {
                            try { if (!await(waitFor(ticks.next(), LIMIT))) { break; } } // LostWhenCancelled
                            catch (TimeoutException late) { System.out.println(late); }
                        }
                    }
                    return Task.done();
                }
                @Async Task<Void> perhaps(AsyncGenerator<Integer> given, boolean b) {
                    AsyncGenerator<Integer> either = b ? ticks().buffer(1) : ticks();
                    await(race(either.next(), sleep(LIMIT))); // LostWhenCancelled
                    await(race(given.next(), sleep(LIMIT))); // LostWhenCancelled
                    AsyncGenerator<Integer> other = ticks().buffer(1);
                    other = ticks();
                    await(race(other.next(), sleep(LIMIT))); // LostWhenCancelled
                    System.out.println(more(either) || more(given) || more(other));
                    return Task.done();
                }
                @CancelSafe @Async Task<Boolean> marked(AsyncGenerator<Integer> given) {
                    return Task.of(await(given.next())); // CancelSafeLoses
                }
                """);
    }

    @Test
    void isSilentAboutAWaitForAnElementOfWhatWorksAhead() {
        check(PATIENCE + """
                @Async Task<Void> patient(java.util.concurrent.Flow.Publisher<Integer> publisher, boolean b) {
                    try (AsyncGenerator<Integer> ticks = ticks().buffer(64);
                            var windows = ticks().window(2, LIMIT);
                            var published = AsyncGenerator.from(publisher, 2)) {
                        AsyncGenerator<Integer> merged = b ? AsyncGenerator.merge(ticks(), ticks()) : ticks;
                        while (more(ticks)) {
                            await(race(ticks.next(), sleep(LIMIT)));
                            await(dev.weft.sync.Select.select(
                                    dev.weft.sync.Select.on(windows.next(), w -> 1),
                                    dev.weft.sync.Select.on(sleep(LIMIT), w -> 1)));
                            await(moveOnAfter(LIMIT, limit -> Task.of(await(published.next()))));
                            await(any(merged.next(), sleep(LIMIT)));
                        }
                    }
                    return Task.done();
                }
                @CancelSafe @Async Task<Boolean> marked() {
                    AsyncGenerator<Integer> ticks = ticks().buffer(1);
                    return Task.of(await(ticks.next()));
                }
                """);
    }

    @Test
    void namesTheBufferAsTheRemedy() {
        assertTrue(RuleTester.messages(PATIENCE + """
                        @Async Task<Void> plain() {
                            try (AsyncGenerator<Integer> ticks = ticks()) {
                                await(race(ticks.next(), sleep(LIMIT)));
                                await(ticks.next());
                            }
                            return Task.done();
                        }
                        """).stream()
                .anyMatch(message -> message.contains("buffer(1) loses nothing, if that comes last, behind any map")));
    }

    @Test
    void reportsACatchBlockThatTakesTheCloseOfAGenerator() {
        check("""
                @Async AsyncGenerator<Integer> swallows(Deque<Integer> all) {
                    while (true) {
                        try {
                            emit(all.pop());
                        } catch (Throwable t) { // CancellationSwallowed
                            System.out.println(t);
                        }
                    }
                }
                @Async AsyncGenerator<Integer> letsItGo(Deque<Integer> all) {
                    while (!all.isEmpty()) {
                        try {
                            emit(all.pop());
                        } catch (Exception e) {
                            System.out.println(e);
                        }
                        try {
                            emit(all.pop());
                        } catch (Error e) {
                            System.out.println(e);
                        }
                        try {
                            emit(all.pop());
                        } catch (Throwable t) {
                            System.out.println(t);
                            return AsyncGenerator.done();
                        }
                    }
                    try {
                        emit(1);
                    } catch (Throwable t) {
                        System.out.println(t);
                    }
                    return AsyncGenerator.done();
                }
                """);
        assertTrue(RuleTester.messages("""
                        @Async AsyncGenerator<Integer> swallows(Deque<Integer> all) {
                            while (true) { try { emit(all.pop()); } catch (Throwable t) { System.out.println(t); } }
                        }
                        """).stream()
                .anyMatch(message -> message.contains("catch Exception, which leaves a close alone")));
    }
}
