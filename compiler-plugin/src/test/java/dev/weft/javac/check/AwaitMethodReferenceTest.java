// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class AwaitMethodReferenceTest {
    @Test
    void reportsReferencesWhereverTheyStand() {
        check("""
                static final Function<Awaitable<Integer>, Integer> FIELD = Weft::await; // AwaitMethodReference
                @Async Task<List<Integer>> all(List<Task<Integer>> tasks) {
                    return Task.of(tasks.stream()
                            .<Integer>map(Weft::await) // AwaitMethodReference
                            .toList());
                }
                void inLambda() {
                    Supplier<Function<CompletionStage<Integer>, Integer>> lambda =
                            () -> Weft::await; // AwaitMethodReference
                    Object cast = (Function<Awaitable<Integer>, Integer> & Serializable)
                            dev.weft.Weft::await; // AwaitMethodReference
                }
                """);
    }

    @Test
    void isSilentAboutOtherReferences() {
        check("""
                static class Gate { static int await(Task<Integer> task) { return 1; } }
                Function<Task<Integer>, Integer> other = Gate::await;
                Function<Awaitable<Integer>, Integer> blocks = Weft::run;
                Supplier<Task<Integer>> async = A::work;
                Function<Task<Integer>, ScheduledTask<Integer>> spawns = Weft::spawn;
                """);
    }
}
