// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class AwaitInNonAsyncLambdaTest {
    @Test
    void reportsLambdasThatReturnNothingOrSomethingElse() {
        check("""
                @Async Task<Void> all(List<Task<Integer>> tasks) {
                    tasks.forEach(task -> await(task)); // AwaitInNonAsyncLambda
                    List<Integer> results = tasks.stream()
                            .map(task -> await(task)) // AwaitInNonAsyncLambda
                            .toList();
                    Runnable block = () -> {
                        await(sleep(Duration.ZERO)); // AwaitInNonAsyncLambda
                    };
                    Callable<Integer> callable = () -> await(work()); // AwaitInNonAsyncLambda
                    Supplier<Awaitable<Integer>> awaitable = () -> Task.of(await(work())); // AwaitInNonAsyncLambda
                    Supplier<Future<Integer>> future = () -> await(task(stage())); // AwaitInNonAsyncLambda
                    return Task.done();
                }
                static Task<Future<Integer>> task(Future<Integer> future) { return Task.of(future); }
                """);
    }

    @Test
    void isSilentInLambdasThatReturnATaskOrStage() {
        check("""
                interface Handler { Task<Void> handle(int n) throws Exception; }
                interface Generic<T, R> { R apply(T t); }
                void plain() {
                    Supplier<Task<Integer>> task = () -> Task.of(await(work()));
                    Supplier<CompletionStage<Integer>> stage = () -> CompletableFuture.completedFuture(await(work()));
                    Callable<CompletableFuture<Integer>> future = () -> {
                        return CompletableFuture.completedFuture(await(stage()));
                    };
                    Function<Integer, Task<Integer>> function = n -> Task.of(await(work()) + n);
                    Handler handler = n -> { await(work()); return Task.done(); };
                    Generic<Integer, Task<Integer>> generic = n -> Task.of(await(work()) + n);
                }
                """);
    }

    @Test
    void knowsTheTypeOfFunctionsWithWildcards() {
        check("""
                static <T> void take(Function<? super T, ? extends Task<?>> f) {}
                static <T, K extends Task<T>> void bounded(Supplier<K> s) {}
                static <T> Task<T> any(Supplier<? extends Awaitable<T>> s) { return null; }
                static void takeComparator(Comparator<? super Integer> c) {}
                void plain() {
                    Supplier<? extends Task<Integer>> upper = () -> Task.of(await(work()));
                    Supplier<? super Task<Integer>> lower = () -> Task.of(await(work()));
                    Function<? super Integer, ? extends Task<?>> both = n -> Task.of(await(work()) + n);
                    Supplier<?> unbounded = () -> Task.of(await(work())); // AwaitInNonAsyncLambda
                    Supplier<? extends Object> object = () -> Task.of(await(work())); // AwaitInNonAsyncLambda
                    A.<Integer>take(n -> Task.of(await(work()) + n));
                    A.<Integer, Task<Integer>>bounded(() -> Task.of(await(work())));
                    takeComparator((a, b) -> await(work())); // AwaitInNonAsyncLambda
                }
                """);
    }

    @Test
    void knowsTheTypeOfLambdasThatAreCast() {
        check("""
                interface Marker {}
                Object task = (Supplier<Task<Integer>>) () -> Task.of(await(work()));
                Object serializable = (Supplier<Task<Integer>> & Serializable) () -> Task.of(await(work()));
                Object marked = (Serializable & Marker & Supplier<Task<Integer>>) () -> Task.of(await(work()));
                Object runnable = (Runnable & Serializable) () -> await(work()); // AwaitInNonAsyncLambda
                Object plain = (Runnable) () -> await(work()); // AwaitInNonAsyncLambda
                """);
    }

    @Test
    void knowsTypesThatAreInferred() {
        check("""
                static <T> T call(Callable<T> callable) { return null; }
                static <T> Task<T> retry(Supplier<Task<T>> attempt) { return attempt.get(); }
                static <R extends CompletionStage<?>> R stage(Supplier<R> supplier) { return supplier.get(); }
                void plain(List<Integer> list) {
                    Task<Integer> called = call(() -> Task.of(await(work())));
                    int number = call(() -> await(work())); // AwaitInNonAsyncLambda
                    Task<String> retried = retry(() -> Task.of("" + await(work())));
                    CompletableFuture<String> staged =
                            stage(() -> CompletableFuture.completedFuture("" + await(work())));
                    List<Task<Integer>> tasks = list.stream().map(n -> Task.of(n + await(work()))).toList();
                    run(called); run(retried); run(gather(tasks));
                }
                """);
    }

    @Test
    void looksAtTheInnermostLambda() {
        check("""
                Supplier<Supplier<Task<Integer>>> good = () -> () -> Task.of(await(work()));
                Supplier<Task<Runnable>> bad = () -> Task.of(() -> await(work())); // AwaitInNonAsyncLambda
                Runnable goodInBad = () -> {
                    Supplier<Task<Integer>> inner = () -> Task.of(await(work()));
                    await(inner.get()); // AwaitInNonAsyncLambda
                };
                Supplier<Task<Integer>> badInGood = () -> {
                    Runnable inner = () -> await(work()); // AwaitInNonAsyncLambda
                    return Task.of(await(work()));
                };
                Supplier<Object> classInLambda = () -> new Object() {
                    @Async Task<Integer> call() { return Task.of(await(work())); }
                    int plain() { return await(work()); } // AwaitOutsideAsync
                };
                """);
    }

    @Test
    void looksIntoLambdasOfInitialisersConstructorsAndSwitches() {
        check("""
                static final Supplier<Task<Integer>> FIELD = () -> Task.of(await(work()));
                static final Runnable PLAIN = () -> await(work()); // AwaitInNonAsyncLambda
                static { Runnable r = () -> await(work()); } // AwaitInNonAsyncLambda
                final Supplier<Task<Integer>> inConstructor;
                A(int n) {
                    inConstructor = () -> Task.of(await(work()));
                    Runnable r = switch (n) {
                        case 1 -> () -> await(work()); // AwaitInNonAsyncLambda
                        default -> () -> {};
                    };
                }
                A() { this(await0(() -> Task.of(await(work())))); }
                static int await0(Supplier<Task<Integer>> task) { return run(task.get()); }
                """);
    }

    @Test
    void isFineWithABlockBehindASynchronizedOne() {
        check("""
                @Async Task<Integer> caller() {
                    Supplier<Task<Integer>> made;
                    synchronized (this) {
                        made = () -> Task.of(await(work()));
                    }
                    return Task.of(await(made.get()));
                }
                """);
    }
}
