// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static com.example.targets.Generating.open;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Generators: emits in every kind of statement, consumed to the end and left early. */
public final class GeneratorShapes {
    private GeneratorShapes() {}

    // ------------------------------------------------------------------ consumers

    /** Consumes as many elements as are wanted, and closes. */
    @Async
    private static Task<Integer> take(Trail t, int wanted, AsyncGenerator<?> generator) {
        int got = 0;
        try (AsyncGenerator<?> closed = generator) {
            while (got < wanted && await(closed.next())) {
                t.add("got " + closed.current());
                got += await(t.later(1));
            }
            t.add("leaves");
        } catch (RuntimeException e) {
            t.add("caught " + e.getClass() + Arrays.toString(e.getSuppressed()));
        }
        t.add(await(generator.next()) ? "goes on" : "over");
        return Task.of(got);
    }

    /** To the end, by two loops, of which the second finds nothing. */
    @Async
    private static Task<Void> drain(Trail t, AsyncGenerator<?> generator) {
        for (AsyncGenerator<?> each = generator; await(each.next()); ) {
            t.add("drained " + each.current());
        }
        while (await(generator.next())) {
            t.add("never");
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ loops and branches

    @Async
    private static AsyncGenerator<Integer> loop(Trail t, int end) {
        for (int i = await(t.later(0)); i < end; i += await(t.later(1))) {
            t.add("makes " + i);
            emit(i);
            t.add("made " + i);
        }
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Integer> loops(Trail t) throws Exception {
        await(drain(t, open(() -> loop(t, 3))));
        await(drain(t, open(() -> loop(t, 0))));
        int got = await(take(t, 2, open(() -> loop(t, 5))));
        return Task.of(got + await(take(t, 0, open(() -> loop(t, 5)))));
    }

    @Async
    private static AsyncGenerator<String> labelled(Trail t) {
        outer:
        for (int i = 0; ; i++) {
            int j = 0;
            while (true) {
                emit(i + "." + j);
                if (j == 1) {
                    continue outer;
                }
                if (i == 2) {
                    break outer;
                }
                j += await(t.later(1));
            }
        }
        do {
            emit("last");
        } while (await(t.later(false)));
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> labels(Trail t) throws Exception {
        await(drain(t, open(() -> labelled(t))));
        await(take(t, 3, open(() -> labelled(t))));
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Object> chosen(Trail t, int which) {
        switch (which) {
            case 0:
                emit("zero");
            case 1:
                emit(await(t.later("one")));
                break;
            case 2:
                return AsyncGenerator.done();
            default:
                if (await(t.later(true)) && which > 3) {
                    emit(which);
                } else {
                    emit(new StringBuilder(await(t.later("b"))).append(which).toString());
                }
        }
        emit(await(t.later(true)) ? t.see("yes") : "no");
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> switches(Trail t) throws Exception {
        for (int i = 0; i < 5; i++) {
            int which = i;
            await(drain(t, open(() -> chosen(t, which))));
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ values

    @Async
    private static AsyncGenerator<String> values(Trail t, byte b, long l, double d, String s, int[] array) {
        char c = 'c';
        float f = 1.5f;
        boolean flag = await(t.later(true));
        emit(b + " " + l + " " + d + " " + s + " " + array[0]);
        short small = (short) (b + 1);
        array[0]++;
        emit(c + " " + f + " " + flag + " " + small);
        long sum = l + small;
        for (int each : array) {
            sum += each;
            emit("sum " + sum);
        }
        Object[] many = {s, array, null};
        emit(many.length + " " + (many[1] == array) + " " + d + f);
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> locals(Trail t) throws Exception {
        await(drain(t, open(() -> values(t, (byte) 7, 1L << 40, 2.5, "s", new int[] {1, 2}))));
        return Task.done();
    }

    // ------------------------------------------------------------------ try

    @Async
    private static AsyncGenerator<String> tries(Trail t, String where) {
        try {
            emit("try");
            try {
                if (where.equals("inner")) {
                    await(t.fails(new IllegalStateException("inner")));
                }
                emit("inner");
            } catch (IllegalStateException e) {
                emit("caught " + e.getMessage());
            } finally {
                t.add("inner finally");
                await(t.later(1));
            }
            if (where.equals("outer")) {
                throw new IllegalArgumentException("outer");
            }
            emit("end of try");
        } finally {
            t.add("finally");
            t.add(await(t.later("cleaned up")));
        }
        emit("behind");
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> triesToTheEnd(Trail t) throws Exception {
        for (String where : Arrays.asList("", "inner", "outer")) {
            await(take(t, 10, open(() -> tries(t, where))));
        }
        return Task.done();
    }

    @Async
    public static Task<Void> triesLeftEarly(Trail t) throws Exception {
        for (int wanted = 0; wanted < 5; wanted++) {
            await(take(t, wanted, open(() -> tries(t, ""))));
            await(take(t, wanted, open(() -> tries(t, "inner"))));
        }
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> odd(Trail t, String what) throws Exception {
        try {
            emit(1);
            t.add("went on");
        } catch (Exception | Error e) {
            t.add("never");
        } catch (Throwable closed) {
            t.add("caught the close");
            await(t.later(1));
            if (what.equals("emits")) {
                emit(2);
            }
            if (what.equals("throws")) {
                await(t.fails(new IllegalStateException("thrown")));
            }
            if (what.equals("again")) {
                throw closed;
            }
        }
        t.add("ends");
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> closes(Trail t) throws Exception {
        for (String what : Arrays.asList("", "emits", "throws", "again")) {
            await(take(t, 1, open(() -> odd(t, what))));
            await(take(t, 9, open(() -> odd(t, what))));
        }
        return Task.done();
    }

    private static AutoCloseable resource(Trail t, boolean fails) {
        return () -> {
            t.add("closes the resource");
            if (fails) {
                throw new IllegalStateException("close");
            }
        };
    }

    @Async
    private static AsyncGenerator<Integer> withResource(Trail t, boolean fails) throws Exception {
        try (AutoCloseable one = resource(t, false);
                AutoCloseable other = resource(t, fails)) {
            emit(await(t.later(1)));
            emit(2);
        }
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> resources(Trail t) throws Exception {
        await(take(t, 1, open(() -> withResource(t, false))));
        await(take(t, 1, open(() -> withResource(t, true))));
        await(take(t, 9, open(() -> withResource(t, true))));
        return Task.done();
    }

    // ------------------------------------------------------------------ one in another

    @Async
    private static AsyncGenerator<Object> passesOn(Trail t, AsyncGenerator<?> source) {
        try (AsyncGenerator<?> closed = source) {
            while (await(closed.next())) {
                emit(closed.current());
                t.add("passed on");
            }
        } finally {
            t.add("passes no more");
        }
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> nested(Trail t) throws Exception {
        AsyncGenerator<Integer> inner = open(() -> loop(t, 4));
        AsyncGenerator<Object> middle = open(() -> passesOn(t, inner));
        await(take(t, 2, open(() -> passesOn(t, middle))));
        AsyncGenerator<String> failing = open(() -> tries(t, "outer"));
        await(take(t, 9, open(() -> passesOn(t, failing))));
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Object> returns(Trail t, boolean early) throws Exception {
        try {
            emit("mine");
            if (early) {
                return open(() -> passesOn(t, open(() -> loop(t, 2))));
            }
        } finally {
            t.add("mine ended");
            await(t.later(1));
        }
        emit("mine too");
        return open(() -> passesOn(t, open(() -> tries(t, "inner"))));
    }

    @Async
    public static Task<Void> delegated(Trail t) throws Exception {
        await(drain(t, open(() -> returns(t, true))));
        await(drain(t, open(() -> returns(t, false))));
        await(take(t, 2, open(() -> returns(t, true))));
        await(take(t, 4, open(() -> returns(t, false))));
        return Task.done();
    }

    @Async
    public static Task<String> inTurn(Trail t) throws Exception {
        StringBuilder text = new StringBuilder();
        try (AsyncGenerator<Integer> one = open(() -> loop(t, 3));
                AsyncGenerator<String> other = open(() -> tries(t, ""))) {
            while (await(one.next()) && await(other.next())) {
                text.append(one.current()).append(other.current());
            }
        }
        return Task.of(text.toString());
    }

    // ------------------------------------------------------------------ where they are declared

    private interface Numbered {
        int number();

        @Async
        default AsyncGenerator<Integer> numbers(Trail t, long factor) {
            emit((int) (number() * factor));
            await(t.later(1));
            emit(number());
            return AsyncGenerator.done();
        }

        @Async
        static AsyncGenerator<Integer> of(Trail t, Numbered numbered) {
            emit(await(t.later(numbered.number())));
            return AsyncGenerator.done();
        }
    }

    private abstract static class Base<T> {
        abstract AsyncGenerator<T> each(Trail t, List<T> all);
    }

    private static final class Words extends Base<String> implements Numbered {
        private final String prefix;

        Words(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public int number() {
            return prefix.length();
        }

        @Async
        @Override
        AsyncGenerator<String> each(Trail t, List<String> all) {
            for (Iterator<String> words = all.iterator(); words.hasNext(); ) {
                emit(prefix + await(t.later(words.next())));
            }
            return AsyncGenerator.done();
        }
    }

    @Async
    public static Task<Void> members(Trail t) throws Exception {
        Words words = new Words("w");
        Base<String> base = words;
        await(drain(t, open(() -> base.each(t, Arrays.asList("a", "b")))));
        await(drain(t, open(() -> words.numbers(t, 5L))));
        await(take(t, 1, open(() -> Numbered.of(t, words))));
        return Task.done();
    }

    @Async
    public static Task<Void> lambdas(Trail t) throws Exception {
        long[] counts = {1, 2};
        await(drain(t, open(() -> {
            for (long count : counts) {
                emit(count + await(t.later(1)));
            }
            return AsyncGenerator.done();
        })));
        await(take(t, 1, open(() -> {
            try {
                emit(7);
                return open(() -> loop(t, 2));
            } finally {
                await(t.later(1));
                t.add("the lambda's finally");
            }
        })));
        return Task.done();
    }

    @Async
    public static CompletableFuture<Integer> consumedByAStage(Trail t) throws Exception {
        int sum = 0;
        try (AsyncGenerator<Integer> numbers = open(() -> loop(t, 4))) {
            while (await(numbers.next())) {
                sum += numbers.current() + await(t.stage(10));
            }
        }
        return CompletableFuture.completedFuture(sum);
    }
}
