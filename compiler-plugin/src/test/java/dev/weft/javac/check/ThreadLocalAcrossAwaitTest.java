// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class ThreadLocalAcrossAwaitTest {
    /** A resource is closed at the end of its try statement (JLS 14.20.3). */
    @Test
    void knowsWhatTheClosingOfAResourceDoes() {
        check("""
                static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
                interface Scope extends AutoCloseable { @Override void close(); }
                @Async Task<Void> removed() {
                    LOCAL.set("request");
                    try (Scope scope = LOCAL::remove) {
                        hashCode();
                    }
                    await(sleep(Duration.ZERO));
                    LOCAL.get();
                    LOCAL.set("request");
                    try (Scope scope = () -> LOCAL.remove()) {
                        hashCode();
                    }
                    await(sleep(Duration.ZERO));
                    LOCAL.get();
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAwaitsBeforeTheValueIsReadRemovedOrReset() {
        check("""
                static final ThreadLocal<String> USER = new InheritableThreadLocal<>();
                @Async Task<String> read() {
                    USER.set("a");
                    await(work()); // ThreadLocalAcrossAwait
                    return Task.of(USER.get());
                }
                @Async Task<Integer> removed() {
                    USER.set("a");
                    try {
                        return Task.of(await(work())); // ThreadLocalAcrossAwait
                    } finally {
                        USER.remove();
                    }
                }
                @Async Task<Void> reset(boolean b) {
                    String before = USER.get();
                    USER.set("a");
                    try {
                        if (b) {
                            await(work()); // ThreadLocalAcrossAwait
                        }
                    } finally {
                        A.USER.set(before);
                    }
                    return Task.done();
                }
                @Async Task<Integer> returned() {
                    USER.set("a");
                    try {
                        return work(); // ThreadLocalAcrossAwait
                    } finally {
                        USER.remove();
                    }
                }
                @Async Task<Void> twice() {
                    USER.set("a");
                    await(work()); // ThreadLocalAcrossAwait
                    USER.get();
                    await(work()); // ThreadLocalAcrossAwait
                    USER.remove();
                    await(work());
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentWithoutAnAwaitInBetween() {
        check("""
                static final ThreadLocal<StringBuilder> CACHE = ThreadLocal.withInitial(StringBuilder::new);
                static final ThreadLocal<String> USER = new ThreadLocal<>(), OTHER = new ThreadLocal<>();
                @Async Task<Void> between(String user) {
                    await(work());
                    USER.set(user);
                    try {
                        CACHE.get().append(USER.get());
                    } finally {
                        USER.remove();
                    }
                    await(work());
                    CACHE.get().setLength(0);
                    return Task.done();
                }
                @Async Task<Void> forTheThread(boolean b) {
                    if (CACHE.get() == null) {
                        CACHE.set(new StringBuilder());
                    }
                    await(work());
                    CACHE.get();
                    USER.set("of the thread");
                    await(work());
                    OTHER.get();
                    return Task.done();
                }
                void plain() {
                    USER.set("a");
                    run(work());
                    USER.remove();
                }
                """);
    }

    @Test
    void isSilentBehindASetOfTheValueThatWasReadBefore() {
        check("""
                static final ThreadLocal<String> USER = new ThreadLocal<>(), OTHER = new ThreadLocal<>();
                @Async Task<Void> inALoop(List<String> users) {
                    for (String user : users) {
                        String old = USER.get();
                        USER.set(user);
                        try {
                            String.valueOf(user);
                        } finally {
                            USER.set(old);
                        }
                        await(work());
                    }
                    return Task.done();
                }
                @Async Task<Void> assigned() {
                    String old;
                    old = (A.USER.get());
                    USER.set("a");
                    USER.set(old);
                    await(work());
                    USER.get();
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsASetOfAnotherValue() {
        check("""
                static final ThreadLocal<String> USER = new ThreadLocal<>(), OTHER = new ThreadLocal<>();
                @Async Task<Void> ofAnother() {
                    String old = OTHER.get();
                    USER.set(old);
                    await(work()); // ThreadLocalAcrossAwait
                    USER.get();
                    return Task.done();
                }
                @Async Task<Void> ofItsOwn() {
                    USER.set("a");
                    String own = USER.get();
                    USER.set(own);
                    await(work()); // ThreadLocalAcrossAwait
                    USER.get();
                    return Task.done();
                }
                @Async Task<Void> changed(boolean b) {
                    String old = USER.get();
                    if (b) {
                        old = "b";
                    }
                    USER.set(old);
                    await(work()); // ThreadLocalAcrossAwait
                    USER.get();
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAnAwaitBeforeTheReadOfTheNextTurn() {
        check("""
                static final ThreadLocal<String> USER = new ThreadLocal<>();
                @Async Task<Void> nextTurn(boolean b) {
                    USER.set("a");
                    while (b) {
                        System.out.println(USER.get());
                        await(work()); // ThreadLocalAcrossAwait
                    }
                    return Task.done();
                }
                """);
    }
}
