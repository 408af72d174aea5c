// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every way in which an async method is called. Holds off (docs/weaving-limits.md): Code that cannot be reached. */
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
public final class CallShapes {
    private CallShapes() {}

    @Async
    static Task<Integer> fibonacci(Trail t, int n) {
        if (n < 2) {
            return Task.of(await(t.later(n)));
        }
        return Task.of(await(fibonacci(t, n - 1)) + await(fibonacci(t, n - 2)));
    }

    @Async
    public static Task<Integer> recursion(Trail t) {
        return fibonacci(t, 8);
    }

    @Async
    static Task<Integer> down(Trail t, int n) {
        return n == 0 ? Task.of(await(t.later(0))) : Task.of(1 + await(down(t, n - 1)));
    }

    @Async
    public static Task<Integer> deepRecursion(Trail t) {
        return down(t, 1500);
    }

    @Async
    static Task<Integer> tail(Trail t, int n) {
        if (n == 0) {
            return Task.of(await(t.later(7)));
        }
        return tail(t, n - 1);
    }

    @Async
    public static Task<Integer> deepTailRecursion(Trail t) {
        return tail(t, 1500);
    }

    static final class Even {
        @Async
        static Task<Boolean> is(Trail t, int n) {
            t.add("even " + n);
            return n == 0 ? Task.of(await(t.later(true))) : Odd.is(t, n - 1);
        }

        @Async
        Task<Boolean> check(Trail t, Odd odd, int n) {
            return n == 0 ? Task.of(await(t.later(true))) : Task.of(await(odd.check(t, this, n - 1)));
        }
    }

    static class Odd {
        @Async
        static Task<Boolean> is(Trail t, int n) {
            t.add("odd " + n);
            return n == 0 ? Task.of(await(t.later(false))) : Task.of(await(Even.is(t, n - 1)));
        }

        @Async
        Task<Boolean> check(Trail t, Even even, int n) {
            return n == 0 ? Task.of(await(t.later(false))) : Task.of(await(even.check(t, this, n - 1)));
        }
    }

    @Async
    public static Task<Boolean> acrossClasses(Trail t) {
        boolean first = await(Even.is(t, 7));
        return Task.of(first | await(new Even().check(t, new Odd(), 6)));
    }

    static class Base {
        protected final Trail t;
        private final String name;

        Base(Trail t, String name) {
            this.t = t;
            this.name = name;
        }

        @Async
        Task<String> overridden(int n) {
            t.add("base " + name + n);
            return Task.of("base" + await(t.later(n)));
        }

        @Async
        final Task<String> fixed(int n) {
            return Task.of("fixed" + name + await(overridden(n)) + await(hidden(n)));
        }

        @Async
        private Task<String> hidden(int n) {
            return Task.of("hidden in base" + await(t.later(n)) + name);
        }

        @Async
        static Task<String> shared(Trail t) {
            return Task.of("shared by base" + await(t.later(1)));
        }

        @Async
        Task<String> unwovenOverride(int n) {
            return Task.of("woven" + await(t.later(n)));
        }
    }

    static class Sub extends Base {
        Sub(Trail t) {
            super(t, "sub");
        }

        @Async
        @Override
        Task<String> overridden(int n) {
            t.add("sub " + n);
            String fromSuper = await(super.overridden(n + 1));
            return Task.of("sub" + fromSuper + await(hidden(n)));
        }

        @Async
        private Task<String> hidden(int n) {
            return Task.of("hidden in sub" + await(t.later(n)));
        }

        @Async
        static Task<String> shared(Trail t) {
            return Task.of("shared by sub" + await(Base.shared(t)));
        }

        @Override
        Task<String> unwovenOverride(int n) {
            return Task.of("plain" + n);
        }
    }

    static final class Last extends Sub {
        Last(Trail t) {
            super(t);
        }

        @Async
        @Override
        Task<String> overridden(int n) {
            try {
                return super.overridden(n * 2);
            } finally {
                t.add("last " + await(t.later(n)));
            }
        }
    }

    @Async
    public static Task<String> overriding(Trail t) {
        String out = "";
        for (Base each : new Base[] {new Base(t, "base"), new Sub(t), new Last(t)}) {
            out += await(each.overridden(1)) + "," + await(each.fixed(2)) + "," + await(each.unwovenOverride(3)) + ";";
        }
        return Task.of(out + await(Sub.shared(t)) + await(Last.shared(t)));
    }

    interface Greeter<N> {
        Task<String> greet(N name);

        @Async
        default Task<String> twice(Trail t, N name) {
            return Task.of(await(greet(name)) + await(t.later(" and ")) + await(greet(name)));
        }

        @Async
        static Task<String> loud(Trail t, String text) {
            return Task.of(await(t.later(text)).toUpperCase());
        }
    }

    static final class Polite implements Greeter<String> {
        private final Trail t;

        Polite(Trail t) {
            this.t = t;
        }

        @Async
        @Override
        public Task<String> greet(String name) {
            t.add("greet " + name);
            return Task.of("dear " + await(t.later(name)));
        }
    }

    static final class Counting implements Greeter<Integer> {
        private final Trail t;

        Counting(Trail t) {
            this.t = t;
        }

        @Async
        @Override
        public Task<String> greet(Integer n) {
            return Task.of("number " + await(t.later(n)));
        }

        @Async
        @Override
        public Task<String> twice(Trail t, Integer n) {
            return Task.of(await(Greeter.super.twice(t, n + 1)) + "!");
        }
    }

    @Async
    public static Task<String> interfacesAndBridges(Trail t) {
        Greeter<String> polite = new Polite(t);
        String out = await(polite.greet("a")) + await(polite.twice(t, "b"));
        Greeter<Integer> counting = new Counting(t);
        out += await(counting.greet(1)) + await(counting.twice(t, 2)) + await(new Counting(t).greet(3));
        return Task.of(out + await(Greeter.loud(t, "loud")));
    }

    abstract static class Source<T extends Comparable<T>> {
        abstract Task<T> next(Trail t);

        @Async
        Task<T> largest(Trail t, int count) {
            T best = await(next(t));
            for (int i = 1; i < count; i++) {
                T other = await(next(t));
                best = other.compareTo(best) > 0 ? other : best;
            }
            return Task.of(best);
        }
    }

    static final class Numbers extends Source<Integer> {
        private int n = 3;

        @Async
        @Override
        Task<Integer> next(Trail t) {
            n = n * 7 % 11;
            return Task.of(await(t.later(n)));
        }
    }

    @Async
    static <T extends Comparable<T>> Task<T> larger(Trail t, T a, T b) {
        return Task.of(await(t.later(a)).compareTo(await(t.later(b))) > 0 ? a : b);
    }

    @Async
    @SafeVarargs
    static <T> Task<Integer> count(Trail t, String label, T... values) {
        int n = 0;
        for (T value : values) {
            t.add(label + await(t.later(value)));
            n++;
        }
        return Task.of(n);
    }

    @Async
    public static Task<String> genericsAndVarargs(Trail t) {
        int largest = await(new Numbers().largest(t, 5));
        String text = await(larger(t, "a", await(larger(t, "c", "b"))));
        int counted =
                await(count(t, "x")) + await(count(t, "y", 1, 2)) + await(count(t, "z", await(t.later("w")), "v"));
        return Task.of(largest + text + counted);
    }

    @Async
    static Task<String> over(Trail t, int n) {
        return Task.of("int" + await(t.later(n)));
    }

    @Async
    static Task<String> over(Trail t, long n) {
        return Task.of("long" + await(t.later(n)));
    }

    @Async
    static Task<String> over(Trail t, Object n) {
        return Task.of("object" + await(t.later(n)));
    }

    @Async
    static CompletableFuture<String> over(Trail t) {
        return CompletableFuture.completedFuture("none" + await(t.stage(0)));
    }

    @Async
    public static Task<String> overloads(Trail t) {
        return Task.of(await(over(t, 1)) + await(over(t, 2L)) + await(over(t, "3")) + await(over(t)));
    }

    @Async
    static CompletableFuture<Integer> future(Trail t, int n) {
        int got = await(t.stage(n));
        t.add("future " + got);
        return CompletableFuture.completedFuture(got + await(t.later(1)));
    }

    @Async
    static CompletionStage<Integer> stage(Trail t, int n) {
        if (n == 0) {
            throw new IllegalStateException("in a stage");
        }
        return n > 5 ? future(t, n) : CompletableFuture.completedFuture(await(t.stage(n)));
    }

    @Async
    public static CompletableFuture<Integer> futures(Trail t) {
        int sum = await(future(t, 1)) + await(stage(t, 2)) + await(stage(t, 6));
        try {
            sum += await(stage(t, 0));
        } catch (IllegalStateException e) {
            t.add(e);
        }
        return future(t, sum);
    }

    private static CompletableFuture<Integer> plain(Trail t) {
        return future(t, 10);
    }

    private static Task<Integer> plainTask(Trail t) {
        return fibonacci(t, 3);
    }

    @Async
    public static Task<Integer> throughPlainMethods(Trail t) {
        return Task.of(await(plain(t)) + await(plainTask(t)));
    }

    @Async
    static Task<Integer> noAwait(Trail t, int n) {
        t.add("no await " + n);
        if (n > 1) {
            throw new IllegalArgumentException("too many");
        }
        return Task.of(n);
    }

    @Async
    public static Task<Integer> callsWithoutAwaits(Trail t) {
        int n = await(noAwait(t, 1)) + await(t.later(0));
        return noAwait(t, n + 1);
    }

    @Async
    @SuppressWarnings("weft:AsyncReturnsNull") // never reached
    static Task<Void> nothing(Trail t) {
        await(t.later(1));
        return null == t ? null : Task.done();
    }

    @Async
    public static Task<Object> voidResults(Trail t) {
        await(nothing(t));
        return Task.of(await(nothing(t)));
    }

    final class Inner {
        private int n = 1;

        class Deeper {
            @Async
            private Task<Integer> sum(Trail t) {
                n += await(t.later(outer));
                outer += await(t.later(n));
                return Task.of(n * 10 + outer);
            }
        }
    }

    private int outer = 5;

    @Async
    public static Task<String> innerClasses(Trail t) {
        CallShapes shapes = new CallShapes();
        Inner inner = shapes.new Inner();
        Inner.Deeper deeper = inner.new Deeper();
        int first = await(deeper.sum(t));
        class Local {
            final int base = first;

            @Async
            Task<Integer> more(int n) {
                return Task.of(base + n + await(t.later(first)));
            }
        }
        Greeter<Integer> anonymous = new Greeter<Integer>() {
            private int calls;

            @Async
            @Override
            public Task<String> greet(Integer n) {
                calls += await(t.later(n));
                return Task.of("calls " + calls + first + await(new Local().more(n)));
            }
        };
        return Task.of(first + await(anonymous.twice(t, 3)) + await(new Local().more(await(t.later(2)))));
    }

    @Async
    public static Task<Integer> deadCode(Trail t) {
        int n = await(t.later(3));
        if (n == 3) {
            throw new IllegalStateException("always" + await(t.later(n)));
        }
        while (true) {
            n = await(t.later(n));
        }
    }

    @Async
    public static Task<Integer> constantConditions(Trail t) {
        if (false) {
            await(t.later(1));
        }
        do {
            t.add("once " + await(t.later(2)));
        } while (false);
        if (true) {
            return Task.of(await(t.later(3)));
        }
        return Task.of(await(t.later(4)));
    }

    @Async
    public static strictfp Task<Double> strict(Trail t) {
        return Task.of(await(t.later(0.1)) + await(t.later(0.2)));
    }

    private Task<Integer> cached;
    private CompletableFuture<Integer> shared;

    @Async
    private Task<Integer> assignedAndReturned(Trail t) {
        return cached = fibonacci(t, 2);
    }

    @Async
    private CompletableFuture<Integer> sharedFuture(Trail t) {
        if (shared == null) {
            shared = future(t, 3);
        }
        return shared;
    }

    @Async
    @SuppressWarnings("unchecked")
    private static Task<Integer> castAndReturned(Trail t, Object task) {
        await(t.later(1));
        return (Task<Integer>) task;
    }

    @Async
    private static Task<Integer> firstOf(Trail t, boolean first, Task<Integer> a, Task<Integer> b) {
        return first ? a : b != null ? b : noAwait(t, 1);
    }

    @Async
    private static Task<Integer> chosenFromAnArray(Trail t, int index) {
        Object[] tasks = {Task.of(4), Task.of(5)};
        return (Task<Integer>) tasks[index + await(t.later(0))];
    }

    @Async
    public static Task<String> returnsOfEveryOrigin(Trail t) {
        CallShapes shapes = new CallShapes();
        String out = "" + await(shapes.assignedAndReturned(t));
        out += await(shapes.sharedFuture(t)) + await(shapes.sharedFuture(t));
        out += await(castAndReturned(t, Task.of(3)));
        out += await(firstOf(t, true, Task.of(1), null)) + await(firstOf(t, false, null, null));
        return Task.of(out + await(firstOf(t, false, null, Task.of(2))) + await(chosenFromAnArray(t, 1)));
    }

    @Async
    static Task<Integer> loopedTail(Trail t, Task<Integer> given) {
        for (int i = 0; ; i++) {
            try {
                if (await(t.later(i)) < 2) {
                    continue;
                }
                return given;
            } catch (IllegalStateException e) {
                given = Task.of(await(t.later(10)));
            } finally {
                t.add("finally " + i);
            }
        }
    }

    @Async
    public static Task<Integer> argumentReturnedInTry(Trail t) {
        return Task.of(await(loopedTail(t, Task.of(1))) + await(t.later(2)));
    }

    @Async
    @SuppressWarnings("weft:AsyncReturnsNull") // never reached
    public static Task<String> returnsNullResults(Trail t) {
        String nothing = await(CallShapes.<String>given(t, null));
        return nothing == null ? given(t, await(t.later("was null"))) : null;
    }

    @Async
    @SuppressWarnings("weft:AsyncReturnsNull") // never reached
    static <T> Task<T> given(Trail t, T value) {
        return await(t.later(true)) ? Task.of(value) : null;
    }
}
