// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lambdas that await, wherever they stand, and references to async methods of every kind. Holds off (docs/weaving-limits.md):
 * Hidden classes; Generated members.
 */
public class ReferenceShapes {
    interface Job {
        Task<String> start(Trail t, int n);
    }

    interface ObjectJob {
        Task<String> start(ReferenceShapes object, Trail t, int n);
    }

    interface VarargsJob {
        Task<String> start(Trail t, String... words);
    }

    interface GenericJob<A, B> {
        Task<B> start(Trail t, A value);
    }

    static final Job OF_A_STATIC_FIELD = (t, n) -> Task.of("static" + await(t.later(n)));

    static final Job[] OF_AN_ARRAY = {
        (t, n) -> Task.of("first" + await(t.later(n))), (t, n) -> OF_A_STATIC_FIELD.start(t, n + await(t.later(1)))
    };

    private final String name;
    private int counter;
    private final Job ofAField = (t, n) -> Task.of(this.named() + await(t.later(n)));
    private final Job ofAnInitialiser;

    {
        int captured = 5;
        ofAnInitialiser = (t, n) -> {
            counter += await(t.later(captured));
            Job inner = (u, m) -> Task.of(named() + (counter += await(u.later(m))));
            return inner.start(t, n);
        };
    }

    ReferenceShapes(String name) {
        this.name = name;
    }

    /** In the constructor no await is allowed, in a lambda made there it is. */
    ReferenceShapes(Trail t, String prefix) {
        this(prefix + t.see("constructed"));
        Job job = (u, n) -> Task.of(prefix + await(u.later(n)));
        made = job;
    }

    private Job made;

    private String named() {
        return name;
    }

    @Async
    public static Task<String> inFieldInitialisers(Trail t) {
        ReferenceShapes object = new ReferenceShapes("object");
        String out = await(OF_A_STATIC_FIELD.start(t, 1));
        for (Job job : OF_AN_ARRAY) {
            out += await(job.start(t, await(t.later(2))));
        }
        out += await(object.ofAField.start(t, 3)) + await(object.ofAnInitialiser.start(t, 4));
        return Task.of(out + await(new ReferenceShapes(t, "made").made.start(t, 5)) + object.counter);
    }

    @Async
    static Task<String> shared(Trail t, int n) {
        return Task.of("shared" + await(t.later(n)));
    }

    @Async
    Task<String> own(Trail t, int n) {
        return Task.of(name + await(t.later(n)));
    }

    @Async
    private Task<String> hidden(Trail t, int n) {
        return Task.of("hidden" + name + await(t.later(n)));
    }

    @Async
    static Task<String> joined(Trail t, String... words) {
        String out = "";
        for (String word : words) {
            out += await(t.later(word));
        }
        return Task.of(out);
    }

    @Async
    static Task<String> joinedTwo(Trail t, String... words) {
        return Task.of(words.length + await(joined(t, words)));
    }

    @Async
    static <A extends Comparable<A>> Task<A> same(Trail t, A value) {
        return Task.of(await(t.later(value)));
    }

    @Async
    public static Task<String> ofEveryKind(Trail t) {
        ReferenceShapes object = new ReferenceShapes("bound");
        Job toStatic = ReferenceShapes::shared;
        Job bound = object::own;
        Job toPrivate = object::hidden;
        ObjectJob unbound = ReferenceShapes::own;
        VarargsJob varargs = ReferenceShapes::joined;
        BiFunction<Trail, String, Task<String>> oneOfVarargs = ReferenceShapes::joinedTwo;
        GenericJob<String, String> generic = ReferenceShapes::same;
        Job chosen = await(t.later(true)) ? ReferenceShapes::shared : bound;
        String out = await(toStatic.start(t, 1)) + await(bound.start(t, 2)) + await(toPrivate.start(t, 3));
        out += await(unbound.start(object, t, await(t.later(4)))) + await(varargs.start(t, "a", await(t.later("b"))));
        return Task.of(out
                + await(oneOfVarargs.apply(t, "c"))
                + await(generic.start(t, "d"))
                + await(chosen.start(t, await(t.later(5)))));
    }

    static class Sub extends ReferenceShapes {
        Sub() {
            super("sub");
        }

        @Async
        @Override
        Task<String> own(Trail t, int n) {
            Job inherited = super::own;
            Job mine = this::mine;
            return Task.of("over" + await(inherited.start(t, n)) + await(mine.start(t, n + 1)));
        }

        @Async
        private Task<String> mine(Trail t, int n) {
            Supplier<Task<String>> lambda = () -> Task.of(await(super.own(t, n)) + await(t.later("lambda")));
            return lambda.get();
        }
    }

    @Async
    public static Task<String> toTheSuperclass(Trail t) {
        ReferenceShapes object = await(t.later(new Sub()));
        return object.own(t, 1);
    }

    static final class Made {
        final Task<String> task;

        Made(Task<String> task) {
            this.task = task;
        }
    }

    @Async
    public static Task<String> toConstructors(Trail t) {
        Function<Task<String>, Made> make = Made::new;
        Function<Integer, String[]> array = String[]::new;
        Made made = make.apply(await(t.later(shared(t, 1))));
        return Task.of(await(make.apply(shared(t, 2)).task) + await(made.task) + array.apply(await(t.later(3))).length);
    }

    @Async
    public static Task<String> capturedState(Trail t) {
        int[] counts = {1, 2};
        long[] total = {0};
        String[] text = {"t"};
        ReferenceShapes object = new ReferenceShapes("captured");
        Job job = (u, n) -> {
            counts[await(u.later(0))] += await(u.later(n));
            counts[1]++;
            total[0] -= await(u.later((long) n)) * counts[1]--;
            text[0] += await(u.later("x")) + object.counter++;
            object.counter += await(u.later(10));
            return Task.of(text[0] + counts[0]);
        };
        Runnable counting = () -> object.counter++;
        String out = await(job.start(t, 3)) + await(job.start(t, 4));
        counting.run();
        return Task.of(out + counts[0] + counts[1] + total[0] + text[0] + object.counter);
    }

    @Async
    public static Task<String> serializable(Trail t) {
        String captured = await(t.later("c"));
        Job job = (Job & Serializable) (u, n) -> Task.of(captured + await(u.later(n)));
        Job reference = (Job & Serializable) ReferenceShapes::shared;
        return Task.of(await(job.start(t, 1)) + await(reference.start(t, 2)));
    }

    interface Stages<T> {
        CompletionStage<T> start(Trail t);
    }

    @Async
    static CompletableFuture<Integer> number(Trail t) {
        return CompletableFuture.completedFuture(await(t.stage(6)));
    }

    /** The interface asks for a stage, the method returns a future. */
    @Async
    public static Task<Integer> covariantReference(Trail t) {
        Stages<Integer> stages = ReferenceShapes::number;
        Stages<Integer> lambda = u -> number(u).thenApply(n -> n + 1);
        Stages<Integer> awaits = u -> CompletableFuture.completedFuture(await(number(u)) + await(u.later(10)));
        return Task.of(await(stages.start(t)) + await(lambda.start(t)) + await(awaits.start(t)));
    }

    @Async
    public static Task<String> deeplyNested(Trail t) {
        String a = await(t.later("a"));
        Function<String, Task<String>> outer = b -> {
            String got = await(t.later(b));
            Function<String, Task<String>> middle = c -> {
                Supplier<Task<String>> inner = () -> {
                    try {
                        return Task.of(a + b + c + got + await(t.later("d")));
                    } finally {
                        t.add("finally " + await(t.later(c)));
                    }
                };
                return Task.of(await(inner.get()) + await(inner.get()));
            };
            return middle.apply(got + await(t.later("e")));
        };
        return outer.apply(await(t.later("f")));
    }
}
