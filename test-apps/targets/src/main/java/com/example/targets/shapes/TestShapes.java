// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Testing;
import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test methods: those that return nothing, and the twins of those that return a task (decision 39). */
public final class TestShapes {
    private TestShapes() {}

    // ------------------------------------------------------------------ in loops, try statements and branches

    @Test
    @Async
    static void loops(Trail t, int times) {
        int sum = 0;
        for (int i = 0; i < times; i++) {
            if (await(t.later(i)) == 3) {
                continue;
            }
            sum += i * await(t.later(2));
        }
        t.add("sum " + sum);
    }

    @Async
    public static Task<String> testAwaitsInALoop(Trail t) throws Exception {
        await(Testing.test(() -> loops(t, 5)));
        await(Testing.test(() -> loops(t, 0)));
        return Task.of("ran" + await(t.later(1)));
    }

    @Test
    @Async
    static void cleansUp(Trail t, int how) throws IOException {
        try {
            t.add("begins " + await(t.later(how)));
            if (how == 1) {
                return;
            }
            if (how == 2) {
                await(t.fails(new IOException("down")));
            }
            if (how == 3) {
                throw new IllegalStateException("late " + await(t.later(3)));
            }
        } catch (IllegalStateException e) {
            t.add("caught " + e.getMessage() + await(t.later(" after all")));
        } finally {
            t.add("cleans up " + await(t.later(how)));
        }
        t.add("ends");
    }

    @Async
    public static Task<String> testReturnsAndThrowsThroughFinally(Trail t) throws Exception {
        for (int how = 0; how < 4; how++) {
            int which = how;
            try {
                await(Testing.test(() -> cleansUp(t, which)));
                t.add("passed");
            } catch (IOException e) {
                t.add("failed with " + e.getMessage());
            }
        }
        return Task.of("all");
    }

    @Test
    @Async
    static void closes(Trail t) throws Exception {
        try (AutoCloseable first = () -> t.add("first closed");
                AutoCloseable second = () -> t.add("second closed")) {
            t.add("open " + await(t.later(2)));
        }
        synchronized (t) {
            t.add("locked");
        }
        switch (await(t.later("b"))) {
            case "a":
                t.add("a");
                break;
            case "b":
                t.add("b" + await(t.later(1)));
                return;
            default:
                t.add("none");
        }
        t.add("not reached");
    }

    @Async
    public static Task<String> testWithResourcesAndABranchThatReturns(Trail t) throws Exception {
        await(Testing.test(() -> closes(t)));
        return Task.of("closed");
    }

    /** The first thing it does is to wait, and the last. */
    @Test
    @Async
    static void only(Trail t) {
        await(t.later("nothing else"));
    }

    @Test
    @Async
    static void awaitsNothing(Trail t) {
        t.add("at once");
    }

    @Async
    public static Task<String> testOfOneAwaitOrNone(Trail t) throws Exception {
        await(Testing.test(() -> only(t)));
        await(Testing.test(() -> awaitsNothing(t)));
        return Task.of("both");
    }

    // ------------------------------------------------------------------ what it gets

    @Test
    @Async
    static <T extends Comparable<T>> void parameters(
            Trail t, boolean z, byte b, short s, char c, long l, float f, double d, T[] items, int... more) {
        List<Object> seen = new ArrayList<>();
        seen.add(await(t.later(z)) ? b : s);
        l += await(t.later(1L));
        d = await(t.later(d)) / 2;
        for (T item : items) {
            seen.add(item + await(t.later(":")) + item.compareTo(items[0]));
        }
        t.add(seen + " " + z + b + s + c + l + f + d + more.length + more[await(t.later(1))]);
    }

    @Async
    public static Task<String> testWithParametersOfAllKinds(Trail t) throws Exception {
        await(Testing.test(() -> parameters(
                t, true, (byte) -1, (short) 300, 'x', 1L << 40, 1.5f, 0.1, new String[] {"a", "b"}, 7, 8, 9)));
        return Task.of("kinds");
    }

    @Test
    @Async
    static void lambdas(Trail t) throws Exception {
        int one = await(t.later(1));
        Callable<Task<Integer>> adds = () -> Task.of(one + await(t.later(2)));
        t.add(await(adds.call()) + await(adds.call()));
    }

    @Async
    public static Task<String> testWithALambdaThatAwaits(Trail t) throws Exception {
        await(Testing.test(() -> lambdas(t)));
        return Task.of("lambda");
    }

    // ------------------------------------------------------------------ where it stands

    interface Greets {
        Trail trail();

        @BeforeEach
        @Async
        default void greets() {
            Trail t = trail();
            t.add("hello " + await(t.later(getClass().getSimpleName())));
        }

        @AfterEach
        @Async
        default Task<Integer> leaves() {
            trail().add("bye " + await(trail().later("now")));
            return Task.of(await(trail().later(4)));
        }
    }

    abstract static class Base implements Greets {
        int runs;

        @Test
        @Async
        void inherited() {
            runs += await(trail().later(1));
            overridden(await(trail().later("from above")));
        }

        abstract void overridden(String text);

        @Test
        @Async
        protected Task<String> returns(String text, long more) {
            trail().add("returns " + await(trail().later(text)));
            return Task.of(text + await(trail().later(more)));
        }
    }

    static final class Nested extends Base {
        private final Trail t;

        Nested(Trail t) {
            this.t = t;
        }

        @Override
        public Trail trail() {
            return t;
        }

        @Override
        void overridden(String text) {
            t.add(text + runs);
        }

        @BeforeAll
        @Async
        static Task<Void> first(Trail t) {
            t.add("first of all " + await(t.later(1)));
            return Task.done();
        }

        final class Inner {
            @Test
            @Async
            void inside() {
                t.add("inside of " + await(t.later(++runs)));
            }
        }
    }

    @Async
    public static Task<String> testsOfAnInterfaceABaseAndAnInnerClass(Trail t) throws Exception {
        Nested nested = new Nested(t);
        await(Testing.test(nested::greets));
        await(Testing.test(nested::inherited));
        await(Testing.test(nested.new Inner()::inside));
        return Task.of("runs " + nested.runs);
    }

    /** The one is what JUnit calls; the other what a caller in the program does. */
    @Async
    public static Task<String> twinRunsAsTheMethodThatReturnsATask(Trail t) throws Exception {
        Nested nested = new Nested(t);
        await(Testing.named(Nested.class, "first", t));
        await(Testing.named(nested, "returns", "twin", 1L));
        await(Testing.named(nested, "leaves"));
        return Task.of(await(nested.returns("itself", 2L)) + await(nested.leaves()));
    }

    @Test
    @Async
    static Task<Integer> fails(Trail t) throws IOException {
        try {
            await(t.fails(new IOException("down")));
            return Task.of(1);
        } finally {
            t.add("ends " + await(t.later("anyway")));
        }
    }

    @Async
    public static Task<String> twinThrowsWhatItsTestThrows(Trail t) throws Exception {
        try {
            await(Testing.named(TestShapes.class, "fails", t));
            return Task.of("passed");
        } catch (IOException e) {
            return Task.of(await(t.later("failed with ")) + e.getMessage());
        }
    }
}
