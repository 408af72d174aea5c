// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class TaskOfTaskTest {
    @Test
    void reportsAsyncMethodsWhoseResultIsATask() {
        check("""
                @Async Task<Task<Integer>> task() { return Task.of(work()); } // TaskOfTask
                @Async CompletableFuture<Task<Integer>> stage2() { // TaskOfTask
                    return CompletableFuture.completedFuture(work());
                }
                """);
    }

    @Test
    void isSilentAboutOtherResults() {
        check("""
                @Async Task<ScheduledTask<Integer>> scheduled() { return Task.of(spawn(work())); }
                @Async Task<List<Task<Integer>>> list() { return Task.of(List.of(work())); }
                @Async Task<CompletableFuture<Integer>> running() { return Task.of(stage()); }
                @Async <T> Task<T> any(T given) { return Task.of(given); }
                @Async Task<? extends Number> wildcard() { return Task.of(1); }
                Task<Task<Integer>> plain() { return Task.of(work()); }
                """);
    }

    @Test
    void theInnerTaskIsDroppedByWhoAwaitsTheOuterAlone() {
        check("""
                Task<Task<Integer>> nested() { return Task.of(work()); }
                @Async Task<Void> caller() {
                    await(nested()); // UnawaitedTask
                    run(nested()); // UnawaitedTask, BlockingCallInAsync
                    await(await(nested()));
                    return Task.done();
                }
                """);
    }
}
