// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;
import static dev.weft.javac.check.RuleTester.messages;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;

/** AsyncReturnType, AsyncOnAbstractOrNative and AsyncSynchronizedMethod: what the declaration of a method says. */
class MarkedMethodsTest {
    @Test
    void reportsReturnTypesThatCannotStandForALaterResult() {
        check("""
                @Async void nothing() {} // AsyncReturnType
                @Async int number() { return 1; } // AsyncReturnType
                @Async Future<Integer> future() { return stage(); } // AsyncReturnType
                @Async Awaitable<Integer> awaitable() { return work(); } // AsyncReturnType
                @Async ScheduledTask<Integer> scheduled() { return spawn(work()); } // AsyncReturnType
                @Async Task<Integer>[] array() { return null; } // AsyncReturnType
                @Async <T> T variable() { return null; } // AsyncReturnType
                static class MyFuture<T> extends CompletableFuture<T> {}
                @Async MyFuture<Integer> mine() { return new MyFuture<>(); } // AsyncReturnType
                """);
    }

    @Test
    void isSilentAboutTasksStagesAndWhatErasesToThem() {
        check("""
                @Async Task<Integer> task() { return Task.of(1); }
                @Async CompletionStage<?> wildcard() { return stage(); }
                @Async CompletableFuture<List<? super Integer>> future() { return new CompletableFuture<>(); }
                @Async <T extends Task<Integer>> T variable(T given) { return given; }
                int plain() { return 1; }
                """);
    }

    @Test
    void isSilentAboutTestsThatReturnNothing() {
        check("""
                @Async @org.junit.jupiter.api.Test void test() { await(work()); }
                @org.junit.jupiter.api.BeforeEach @Async void before() { await(work()); }
                @Async @Deprecated void other() {} // AsyncReturnType
                @Async @org.junit.jupiter.api.Test int number() { return 1; } // AsyncReturnType
                @Async @org.junit.jupiter.api.Test synchronized void guarded() {} // AsyncSynchronizedMethod
                """);
    }

    /** JUnit passes over it, up to 5.12 without a word. One that returns a task can be called by others. */
    @Test
    void reportsPrivateTestsThatReturnNothing() {
        String member = "@Async @org.junit.jupiter.api.Test private void test() { await(work()); }";
        check(member + " // AsyncReturnType\n"
                + "@Async @org.junit.jupiter.api.Test private Task<Integer> task() { return work(); }\n");
        assertTrue(
                messages(member).toString().contains("(" + Diagnostic.PRIVATE_TEST + "); take private away"),
                messages(member)::toString);
    }

    @Test
    void looksIntoTypesOfAllKinds() {
        check("""
                interface I { @Async default int call() { return 1; } } // AsyncReturnType
                record R(int n) { @Async int call() { return 1; } } // AsyncReturnType
                enum E { FIRST { @Async int call() { return 1; } } } // AsyncReturnType
                Object anonymous = new Object() { @Async int call() { return 1; } }; // AsyncReturnType
                void method() { class Local { @Async int call() { return 1; } } } // AsyncReturnType
                """);
    }

    @Test
    void reportsMethodsWithoutCode() {
        check("""
                interface I {
                    @Async Task<Integer> inInterface(); // AsyncOnAbstractOrNative
                    Task<Integer> unmarked();
                    @Async default Task<Integer> withCode() { return work(); }
                }
                static abstract class Base {
                    @Async abstract Task<Integer> inClass(); // AsyncOnAbstractOrNative
                    abstract Task<Integer> unmarked();
                }
                enum E {
                    FIRST { @Async @Override Task<Integer> inEnum() { return work(); } };
                    @Async abstract Task<Integer> inEnum(); // AsyncOnAbstractOrNative
                }
                @Async native Task<Integer> inC(); // AsyncOnAbstractOrNative
                native int unmarked();
                """);
    }

    @Test
    void reportsOneMistakePerMethodAsTheWeaverDoes() {
        check("""
                interface I { @Async int neither(); } // AsyncReturnType
                @Async synchronized int number() { return 1; } // AsyncReturnType
                @Async synchronized native Task<Integer> inC(); // AsyncOnAbstractOrNative
                """);
    }

    @Test
    void reportsSynchronizedMethods() {
        check("""
                @Async synchronized Task<Integer> call() { return Task.of(await(work())); } // AsyncSynchronizedMethod
                @Async static synchronized Task<Integer> callStatic() { return work(); } // AsyncSynchronizedMethod
                Object anonymous = new Object() {
                    @Async synchronized Task<Integer> call() { return work(); } // AsyncSynchronizedMethod
                };
                synchronized Task<Integer> plain() { return work(); }
                @Async Task<Integer> block() { synchronized (this) { return Task.of(1); } }
                """);
    }
}
