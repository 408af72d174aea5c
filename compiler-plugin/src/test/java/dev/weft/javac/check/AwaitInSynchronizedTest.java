// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class AwaitInSynchronizedTest {
    @Test
    void reportsAwaitsInTheBlockAndNotBesideIt() {
        check("""
                final Object lock = new Object();
                @Async Task<Integer> total() {
                    int before = await(work());
                    synchronized (lock) {
                        before += await(work()); // AwaitInSynchronized
                    }
                    return Task.of(before + await(work()));
                }
                @Async Task<Integer> nested() {
                    synchronized (lock) {
                        synchronized (this) {
                            lock.notify();
                        }
                        try {
                            lock.notify();
                        } finally {
                            await(stage()); // AwaitInSynchronized
                        }
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void isSilentAboutTheLockItself() {
        check("""
                static Task<Object> lock() { return Task.of(""); }
                @Async Task<Integer> total() {
                    synchronized (await(lock())) {
                        return Task.of(1);
                    }
                }
                @Async Task<Integer> lockInABlock() {
                    synchronized (this) {
                        synchronized (await(lock())) { // AwaitInSynchronized
                            return Task.of(1);
                        }
                    }
                }
                """);
    }

    @Test
    void reportsAReturnOfATaskThatWouldRunInTheBlock() {
        check("""
                @Async Task<Integer> call() {
                    synchronized (this) {
                        return work(); // AwaitInSynchronized
                    }
                }
                @Async Task<Integer> brackets() {
                    synchronized (this) {
                        return (work()); // AwaitInSynchronized
                    }
                }
                @Async Task<Integer> either(boolean b) {
                    synchronized (this) {
                        return b ? Task.of(1) : work(); // AwaitInSynchronized
                    }
                }
                @Async Task<Integer> chosen(int n) {
                    synchronized (this) {
                        return switch (n) { // AwaitInSynchronized
                            case 1 -> Task.of(1);
                            case 2 -> throw new IllegalStateException();
                            default -> {
                                if (n > 7) yield Task.of(8);
                                yield work();
                            }
                        };
                    }
                }
                @SuppressWarnings("unchecked")
                @Async Task<Integer> cast() {
                    synchronized (this) {
                        return (Task<Integer>) (Task<?>) work(); // AwaitInSynchronized
                    }
                }
                """);
    }

    @Test
    void isSilentAboutOtherReturns() {
        check("""
                Task<Integer> cached = work();
                @Async Task<Integer> of() { synchronized (this) { return Task.of(1); } }
                @Async Task<Void> done() { synchronized (this) { return Task.done(); } }
                @Async Task<Integer> failed() { synchronized (this) { return Task.failed(new Exception()); } }
                @Async Task<Integer> ofEither(boolean b) { synchronized (this) { return b ? Task.of(1) : Task.of(2); } }
                @Async Task<Void> either(boolean b) { synchronized (this) { return b ? Task.done() : Task.failed(new Error()); } }
                @Async Task<Integer> read(boolean b) { synchronized (this) { return b ? cached : Task.failed(new Error()); } }
                @Async Task<Integer> field() { synchronized (this) { return cached; } }
                @Async Task<Integer> local() { synchronized (this) { Task<Integer> made = work(); return made; } }
                @Async Task<Integer> nothing() { synchronized (this) { return null; } } // AsyncReturnsNull
                @Async CompletableFuture<Integer> aStage() { synchronized (this) { return stage(); } }
                @Async Task<Integer> chosen(int n) {
                    synchronized (this) {
                        return switch (n) { case 1 -> Task.of(1); default -> cached; };
                    }
                }
                Task<Integer> plain() { synchronized (this) { return work(); } }
                @Async Task<Integer> get(Supplier<Task<Integer>> kept) { synchronized (this) { return kept.get(); } }
                """);
    }

    @Test
    void tellsATaskToRunFromOneToReadWhereAFinallyBlockFollows() {
        check("""
                Task<Integer> cached = work();
                @Async Task<Integer> callInside() {
                    synchronized (this) {
                        try { return work(); } finally { notify(); } // AwaitInSynchronized
                    }
                }
                @Async Task<Integer> callOutside() {
                    try {
                        synchronized (this) { return work(); } // AwaitInSynchronized
                    } finally {
                        hashCode();
                    }
                }
                @Async Task<Integer> callBetween(Closeable resource) throws IOException {
                    synchronized (this) {
                        try (resource) {
                            synchronized (resource) { return work(); } // AwaitInSynchronized
                        }
                    }
                }
                @Async Task<Integer> readInside() {
                    synchronized (this) {
                        try { return cached; } finally { notify(); }
                    }
                }
                @Async Task<Integer> readOutside(Closeable resource) throws IOException {
                    try (resource) {
                        synchronized (this) { return cached; }
                    }
                }
                @Async CompletionStage<Integer> aStage() {
                    synchronized (this) {
                        try { return stage(); } finally { notify(); }
                    }
                }
                @Async Task<Integer> behindTheBlock() {
                    try {
                        Task<Integer> task;
                        synchronized (this) { task = work(); }
                        return task;
                    } finally {
                        hashCode();
                    }
                }
                """);
    }

    @Test
    void looksIntoLambdas() {
        check("""
                Supplier<Task<Integer>> blockInside = () -> {
                    await(work());
                    synchronized (this) {
                        return work(); // AwaitInSynchronized
                    }
                };
                Supplier<Task<Integer>> awaitInside = () -> {
                    synchronized (this) {
                        return Task.of(await(work())); // AwaitInSynchronized
                    }
                };
                Supplier<Task<Integer>> notAsync = () -> {
                    synchronized (this) {
                        return work();
                    }
                };
                void blockOutside() {
                    synchronized (this) {
                        Supplier<Task<Integer>> lambda = () -> {
                            Supplier<Task<Integer>> other = () -> work();
                            return Task.of(await(other.get()));
                        };
                        new Object() {
                            @Async Task<Integer> call() { return Task.of(await(work())); }
                        };
                    }
                }
                """);
    }

    @Test
    void leavesToOthersWhatIsNotAsync() {
        check("""
                synchronized void plain() {
                    synchronized (this) { await(work()); } // AwaitOutsideAsync
                    Runnable lambda = () -> {
                        synchronized (this) { await(work()); } // AwaitInNonAsyncLambda
                    };
                }
                A() { synchronized (A.class) { await(work()); } } // AwaitInConstructor
                static { synchronized (A.class) { await(work()); } } // AwaitInStaticInitializer
                @Async int marked() { synchronized (this) { return await(work()); } } // AsyncReturnType
                """);
    }

    @Test
    void looksIntoTypesOfAllKinds() {
        check("""
                interface I {
                    @Async default Task<Integer> call() {
                        synchronized (this) { return Task.of(await(work())); } // AwaitInSynchronized
                    }
                    @Async static Task<Integer> callStatic() {
                        synchronized (I.class) { return work(); } // AwaitInSynchronized
                    }
                }
                record R(Object lock) {
                    @Async Task<Integer> call() {
                        synchronized (lock) { return Task.of(await(work())); } // AwaitInSynchronized
                    }
                }
                enum E {
                    FIRST {
                        @Async Task<Integer> call() {
                            synchronized (this) { return Task.of(await(work())); } // AwaitInSynchronized
                        }
                    }
                }
                """);
    }
}
