// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Objects under construction while their arguments are awaited. Holds off (docs/weaving-limits.md): Objects under construction at
 * an await.
 */
public final class NewShapes {
    private NewShapes() {}

    static class Pair {
        final Object first;
        final long second;

        Pair(Object first, long second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public String toString() {
            return "(" + first + "," + second + ")";
        }
    }

    static final class Failing {
        Failing(int n, String... more) {
            throw new IllegalStateException("constructor " + n + more.length);
        }
    }

    @Async
    public static Task<String> simple(Trail t) {
        return Task.of(new Pair(await(t.later("a")), await(t.later(2L))).toString());
    }

    @Async
    public static Task<String> unused(Trail t) {
        new Pair(await(t.later("a")), 1);
        return Task.of("b");
    }

    @Async
    public static Task<String> nested(Trail t) {
        Pair pair = new Pair(
                new Pair(new Pair(t.see("x"), await(t.later(1L))), t.see(5L)),
                new Pair(await(t.later("y")), await(t.later(2L))).second + await(t.later(3L)));
        await(t.later(0));
        return Task.of(pair.toString());
    }

    @Async
    public static Task<String> conditionalArguments(Trail t) {
        Pair pair = new Pair(
                await(t.later(true)) ? await(t.later("yes")) : "no",
                await(t.later(1L)) > 0 && await(t.later(false)) ? 1 : await(t.later(9L)));
        Pair other =
                await(t.later(false)) ? null : new Pair(pair.second > 5 ? new Pair("in", await(t.later(3L))) : "x", 4);
        return Task.of(pair + "" + other);
    }

    @Async
    public static Task<String> belowOtherValues(Trail t) {
        long l = 7;
        return Task.of(l + join("a", 1L, new Pair(await(t.later(1)), 2), 2.5, new Pair("b", await(t.later(3L)))) + l);
    }

    private static String join(Object... parts) {
        return Arrays.toString(parts);
    }

    @Async
    public static Task<String> arrays(Trail t) {
        Pair[] pairs = {new Pair("a", await(t.later(1L))), null, new Pair(await(t.later("b")), 2)};
        int[][] ints = {{await(t.later(1)), 2}, {}, {3, await(t.later(4))}};
        Object[] mixed = new Object[] {await(t.later(1)), new int[await(t.later(2))], new String[await(t.later(1))][2]};
        long[] longs = new long[] {await(t.later(1L)), 2};
        return Task.of(join((Object[]) pairs) + Arrays.deepToString(ints) + mixed.length + longs[0] + longs[1]);
    }

    @Async
    public static Task<String> intoFieldsAndLists(Trail t) {
        List<Pair> list = new ArrayList<>(await(t.later(10)));
        for (int i = 0; i < 3; i++) {
            list.add(new Pair(list.isEmpty() ? null : list.get(i - 1), await(t.later((long) i))));
        }
        list.addAll(new ArrayList<>(Collections.singletonList(new Pair(await(t.later("last")), list.size()))));
        return Task.of(list.toString());
    }

    @Async
    public static Task<String> constructorThrows(Trail t) {
        try {
            return Task.of(new Failing(await(t.later(4)), "a", await(t.later("b"))).toString());
        } catch (IllegalStateException e) {
            return Task.of(await(t.later(e.getMessage())));
        }
    }

    @Async
    public static Task<String> argumentThrows(Trail t) {
        try {
            return Task.of(new Pair("x", await(t.<Long, IllegalStateException>fails(new IllegalStateException("no"))))
                    .toString());
        } catch (IllegalStateException e) {
            return Task.of(new StringBuilder(await(t.later(e.getMessage())))
                    .append(await(t.later("t")))
                    .toString());
        }
    }

    @Async
    public static Task<String> inLoops(Trail t) {
        String out = "";
        for (Pair p = new Pair("a", await(t.later(0L)));
                p.second < 3;
                p = new Pair(p.first + await(t.later("b")), p.second + 1)) {
            out += p;
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> thrown(Trail t) {
        throw new IllegalStateException(
                await(t.later("made of an await")), new RuntimeException(await(t.later("cause"))));
    }

    @Async
    public static Task<String> withTryInside(Trail t) {
        String made = new Pair(await(guarded(t)), await(t.later(1L))).toString();
        return Task.of(new String(new char[] {await(t.later('c')), 'd'}, await(t.later(0)), 2) + made);
    }

    @Async
    static Task<String> guarded(Trail t) {
        try {
            await(t.later(1));
            throw new IllegalStateException("inside");
        } catch (IllegalStateException e) {
            return Task.of("caught " + e.getMessage());
        }
    }

    @Async
    public static Task<String> anonymous(Trail t) {
        int captured = await(t.later(5));
        Pair pair = new Pair(await(t.later("base")), await(t.later(1L))) {
            @Override
            public String toString() {
                return captured + super.toString();
            }
        };
        return Task.of(pair.toString() + await(t.later(2)));
    }

    final class Inner {
        final String name;

        Inner(String name) {
            this.name = name + outer;
        }

        String named(int n) {
            return name + n;
        }
    }

    private String outer = "outer";

    interface Namer {
        String named(int n);
    }

    @Async
    public static Task<String> innerOfAnAwaitedOuter(Trail t) {
        NewShapes shapes = await(t.later(new NewShapes()));
        return Task.of(shapes.new Inner(await(t.later("a"))).name + await(t.later(shapes)).new Inner("b").name);
    }

    @Async
    public static Task<String> innerOfNull(Trail t) {
        try {
            return Task.of(await(t.<NewShapes>later(null)).new Inner(await(t.later("a"))).name);
        } catch (NullPointerException e) {
            return Task.of(await(t.later("no outer")));
        }
    }

    @Async
    public static Task<String> boundReferenceToANewObject(Trail t) {
        Namer namer = new NewShapes().new Inner(await(t.later("n")))::named;
        String captured = await(t.later("c"));
        Namer lambda = new Pair(await(t.later(1)), 2) == null ? null : n -> captured + n;
        return Task.of(namer.named(await(t.later(4))) + lambda.named(await(t.later(5))));
    }

    @Async
    public static Task<Integer> assertion(Trail t) {
        int n = await(t.later(1));
        assert n == await(t.later(1)) : "not " + await(t.later("one"));
        if (n == 1) {
            throw new AssertionError(await(t.later("thrown")), new Error(await(t.later("cause"))));
        }
        return Task.of(n);
    }

    @Async
    public static Task<String> sameClassTwiceWithBranches(Trail t) {
        Pair made = null;
        for (int i = 0; i < 3; i++) {
            made = new Pair(
                    i == await(t.later(1)) ? new Pair(made, await(t.later(1L))) : new Pair(await(t.later(made)), 2L),
                    i > 0
                            ? new Pair("x", await(t.later(i * 2L))).second
                            : new StringBuilder(await(t.later("abc"))).length());
        }
        return Task.of(made.toString());
    }
}
