// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class AwaitOutsideAsyncTest {
    @Test
    void reportsAwaitsInMethodsThatAreNotMarked() {
        check("""
                int total() {
                    return await(work()) * 2; // AwaitOutsideAsync
                }
                static void main(String[] args) {
                    await(sleep(Duration.ZERO)); // AwaitOutsideAsync
                }
                Task<Integer> returnsATask() {
                    return Task.of(await(work())); // AwaitOutsideAsync
                }
                void twice() {
                    await(work()); // AwaitOutsideAsync
                    Weft.await(stage()); // AwaitOutsideAsync
                }
                synchronized void holdsAMonitor() {
                    synchronized (this) {
                        await(work()); // AwaitOutsideAsync
                    }
                }
                """);
    }

    @Test
    void isSilentInAsyncMethodsOfAllReturnTypes() {
        check("""
                @Async Task<Integer> task() { return Task.of(await(work())); }
                @Async CompletionStage<Integer> aStage() { return CompletableFuture.completedFuture(await(stage())); }
                @Async CompletableFuture<Integer> future() { return CompletableFuture.completedFuture(await(work())); }
                @Async @Deprecated private static <T> Task<T> generic(Task<T> task) { return Task.of(await(task)); }
                @Async @SuppressWarnings("rawtypes") Task raw() { return Task.of(await(work())); }
                """);
    }

    @Test
    void looksIntoClassesInsideMethods() {
        check("""
                @Async Task<Void> outer() {
                    class Local {
                        void plain() { await(work()); } // AwaitOutsideAsync
                        @Async Task<Integer> async() { return Task.of(await(work())); }
                    }
                    Object anonymous = new Object() {
                        @Override public int hashCode() {
                            return await(work()); // AwaitOutsideAsync
                        }
                        @Async Task<Integer> async() { return Task.of(await(work())); }
                    };
                    await(work());
                    return Task.done();
                }
                void plain() {
                    var async = new Object() {
                        @Async Task<Integer> call() { return Task.of(await(work())); }
                    };
                    run(async.call());
                    await(work()); // AwaitOutsideAsync
                }
                """);
    }

    @Test
    void looksIntoNestedTypesOfAllKinds() {
        check("""
                interface I {
                    default int asDefault() { return await(work()); } // AwaitOutsideAsync
                    static int asStatic() { return await(work()); } // AwaitOutsideAsync
                    private int asPrivate() { return await(work()); } // AwaitOutsideAsync
                    @Async default Task<Integer> async() { return Task.of(await(work())); }
                    @Async static Task<Integer> asyncStatic() { return Task.of(await(work())); }
                    @Async private Task<Integer> asyncPrivate() { return Task.of(await(work())); }
                }
                record R(Task<Integer> task) {
                    int value() { return await(task); } // AwaitOutsideAsync
                    @Async Task<Integer> async() { return Task.of(await(task)); }
                }
                enum E {
                    FIRST {
                        @Override int value() { return await(work()); } // AwaitOutsideAsync
                        @Async @Override Task<Integer> async() { return Task.of(await(work())); }
                    };
                    abstract int value();
                    abstract Task<Integer> async();
                    int more() { return await(work()); } // AwaitOutsideAsync
                }
                static class Nested { class Inner { int value() { return await(work()); } } } // AwaitOutsideAsync
                """);
    }

    @Test
    void findsAwaitsWhereverAnExpressionStands() {
        check("""
                int inAnExpression(int n) {
                    int a = n > 0
                            ? await(work()) // AwaitOutsideAsync
                            : 0;
                    int b = switch (n) {
                        case 1 -> await(work()); // AwaitOutsideAsync
                        default -> {
                            yield await(work()); // AwaitOutsideAsync
                        }
                    };
                    for (int i = await(work()); i < n; i++) { // AwaitOutsideAsync
                        if (await(work()) == i) return i; // AwaitOutsideAsync
                    }
                    int[] array = {await(work())}; // AwaitOutsideAsync
                    return array[await(work())] + a + b; // AwaitOutsideAsync
                }
                """);
    }

    @Test
    void leavesOtherMethodsCalledAwaitAlone() {
        check("""
                static class Gate { int await(Task<Integer> task) { return 1; } }
                int other(Gate gate) { return gate.await(work()); }
                @Async Task<Integer> async(Gate gate) { return Task.of(gate.await(work())); }
                """);
    }

    @Test
    void leavesToTheReturnTypeWhatIsMarked() {
        check("""
                @Async int total() { // AsyncReturnType
                    return await(work());
                }
                """);
    }
}
