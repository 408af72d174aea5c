// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class AsyncReturnsNullTest {
    @Test
    void reportsNullThatAnAsyncMethodReturns() {
        check("""
                @Async Task<Void> plain() {
                    return null; // AsyncReturnsNull
                }
                @Async CompletableFuture<Integer> stage(boolean b) {
                    if (b) return (null); // AsyncReturnsNull
                    return stage();
                }
                @Async Task<Integer> chosen(Integer n) {
                    if (n == 1) return n > 0 ? work() : null; // AsyncReturnsNull
                    return switch (n) {
                        case 2 -> (Task<Integer>) null; // AsyncReturnsNull
                        default -> { yield work(); }
                    };
                }
                """);
    }

    @Test
    void reportsNullThatALambdaReturnsThatAwaits() {
        check("""
                Supplier<Task<Integer>> block = () -> {
                    if (await(work()) > 1) return null; // AsyncReturnsNull
                    return work();
                };
                Supplier<Task<Integer>> expression = () -> await(work()) > 1 ? work() : null; // AsyncReturnsNull
                """);
    }

    @Test
    void isSilentAboutNullThatIsAResultOrOfOtherCode() {
        check("""
                @Async Task<Integer> result() { return Task.of(null); }
                @Async CompletableFuture<Integer> future() { return CompletableFuture.completedFuture(null); }
                Task<Integer> plain() { return null; }
                Supplier<Task<Integer>> notAsync = () -> null;
                @Async Task<Void> inside(List<Integer> list) {
                    Supplier<Integer> other = () -> { return null; };
                    Callable<Void> third = new Callable<>() { public Void call() { return null; } };
                    String name = null;
                    await(CompletableFuture.supplyAsync(() -> null));
                    return name == null ? Task.done() : Task.failed(new Exception());
                }
                """);
    }
}
