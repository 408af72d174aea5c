// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/** Awaits while values wait on the operand stack. Holds off (docs/weaving-limits.md): Types that lose precision. */
public final class StackShapes {
    private int field = 5;
    private static long total = 0;

    private StackShapes() {}

    private static String join(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part).append(';');
        }
        return text.toString();
    }

    private static String mixed(
            boolean z, byte b, short s, char c, int i, long l, float f, double d, String text, Object last) {
        return "" + z + b + s + c + i + l + f + d + text + last;
    }

    private static int at(Trail t, String what, int value) {
        t.add(what);
        return value;
    }

    @Async
    public static Task<String> arguments(Trail t) {
        int a = 1;
        return Task.of(join(a, t.see("b"), await(t.later("x")), t.see("c"), await(t.later(null)), a++, a));
    }

    @Async
    public static Task<String> everyKindOnTheStack(Trail t) {
        return Task.of(mixed(
                await(t.later(true)),
                await(t.later((byte) -3)),
                await(t.later((short) -300)),
                await(t.later('c')),
                await(t.later(70000)),
                await(t.later(1L << 40)),
                await(t.later(1.5f)),
                await(t.later(-2.25)),
                await(t.later("text")),
                await(t.later(null))));
    }

    @Async
    public static Task<String> concatenation(Trail t) {
        char c = 'q';
        return Task.of("a" + await(t.later(1)) + 2L + await(t.later("b")) + c + 1.0f + await(t.later('d')) + null);
    }

    @Async
    public static Task<String> compoundAssignments(Trail t) {
        int[] ints = {1, 2, 3};
        long[] longs = {10};
        byte[] bytes = {100};
        char[] chars = {'a'};
        String[] strings = {"s"};
        Integer[] boxes = {5};
        boolean[] flags = {true};
        double[] doubles = {0.5};
        int i = 0;
        ints[i++] += await(t.later(10));
        ints[i++] = await(t.later(20));
        ints[i] <<= await(t.later(2));
        longs[0] -= await(t.later(3));
        bytes[0] += await(t.later(100));
        chars[0] += await(t.later(1));
        strings[0] += await(t.later("t"));
        boxes[0] += await(t.later(6));
        flags[0] &= await(t.later(false));
        doubles[await(t.later(0))] *= await(t.later(4));
        return Task.of(join(
                ints[0],
                ints[1],
                ints[2],
                longs[0],
                bytes[0],
                chars[0],
                strings[0],
                boxes[0],
                flags[0],
                doubles[0],
                i));
    }

    @Async
    public static Task<String> fields(Trail t) {
        StackShapes object = new StackShapes();
        total = 1;
        object.field += await(t.later(2));
        total += await(t.later(4L));
        object.field = object.field++ + await(t.later(object.field));
        return Task.of(object.field + " " + total);
    }

    @Async
    public static Task<String> ternaries(Trail t) {
        int n = await(t.later(true)) ? await(t.later(1)) : await(t.later(2));
        Object o = n == 1 ? (await(t.later(false)) ? "no" : await(t.later("yes"))) : Integer.valueOf(3);
        return Task.of(join(n > 0 ? await(t.later("p")) : "q", o, await(t.later(n)) == 2 ? 'x' : 'y'));
    }

    @Async
    public static Task<String> shortCircuits(Trail t) {
        boolean a = await(t.later(true)) && await(t.later(false)) || await(t.later(true));
        boolean b = t.see(false) && await(t.later(true));
        boolean c = t.see(true) || await(t.later(false));
        boolean d = !(await(t.later(a)) ^ await(t.later(b)));
        return Task.of(join(a, b, c, d, await(t.later(a)) | await(t.later(b)) & await(t.later(c))));
    }

    @Async
    public static Task<Double> arithmetic(Trail t) {
        long l = 3;
        float f = 2;
        double d = l * await(t.later(4L)) - f / await(t.later(8)) + await(t.later(0.5)) % await(t.later(0.3f));
        d += (l << await(t.later(3))) + (char) (short) await(t.later((short) 65));
        return Task.of(d);
    }

    @Async
    public static Task<Integer> nestedAwaits(Trail t) {
        return Task.of(await(plus(
                t,
                await(plus(t, await(t.later(1)), await(plus(t, 2, 3)))),
                await(plus(t, await(plus(t, 4, 5)), await(t.later(6)))))));
    }

    @Async
    static Task<Integer> plus(Trail t, int a, int b) {
        t.add(a + "+" + b);
        return Task.of(await(t.later(a)) + await(t.later(b)));
    }

    @Async
    public static Task<Integer> arrayElementTypes(Trail t) {
        String[][] table = {{"aa", "b"}, {"ccc"}};
        int n = table[0][0].length() + await(t.later(1)) + table[1][await(t.later(0))].length();
        Object[] objects = await(t.later(true)) ? new String[] {"x"} : new Integer[] {1};
        n += objects.length + await(t.later(1));
        table[await(t.later(0))][await(t.later(1))] = await(t.later("zz"));
        return Task.of(n + table[0][1].length());
    }

    @Async
    public static Task<Integer> mergedTypes(Trail t) {
        Comparable<?> merged = t.events().isEmpty() ? "text" : Integer.valueOf(1);
        CharSequence sequence = await(t.later(true)) ? "abc" : new StringBuilder("d");
        await(t.later(1));
        return Task.of(merged.toString().length() + sequence.length() + await(t.later(1)));
    }

    @Async
    public static Task<String> ordersOfEvaluation(Trail t) {
        int i = 1;
        int[] a = new int[4];
        a[at(t, "index", i)] = at(t, "value", i = await(t.later(2))) + i * await(t.later(i));
        return Task.of(join(a[0], a[1], a[2], i, i++ + ++i * await(t.later(i)) + i--));
    }

    @Async
    public static Task<String> chained(Trail t) {
        return Task.of(new StringBuilder()
                .append(await(t.later("x")).length())
                .append(await(t.later("abc")).substring(await(t.later(1))).concat(await(t.later("z"))))
                .reverse()
                .toString());
    }

    @Async
    public static Task<String> casts(Trail t) {
        Object o = await(t.later("text"));
        int n = (Integer) await(t.<Object>later(4)) + ((String) o).length();
        long widened = await(t.later(5));
        return Task.of(join(n, widened, (byte) (int) await(t.later(300)), o instanceof String == await(t.later(true))));
    }

    @Async
    public static Task<String> wrongCast(Trail t) {
        try {
            Integer n = (Integer) await(t.<Object>later("text"));
            return Task.of("" + n);
        } catch (ClassCastException e) {
            return Task.of(await(t.later("no Integer")));
        }
    }

    @Async
    public static Task<Integer> nullUnboxed(Trail t) {
        try {
            int n = await(t.<Integer>later(null));
            return Task.of(n);
        } catch (NullPointerException e) {
            return Task.of(-1);
        }
    }

    @Async
    public static Task<Void> resultUnused(Trail t) {
        await(t.later(1));
        await(t.later(2L));
        t.add("done");
        return Task.done();
    }

    @Async
    public static Task<String> longConcatenation(Trail t) {
        char c = 'c';
        byte b = 1;
        return Task.of("" + c + b + await(t.later(1)) + 2L + 3f + 4d + null + true + await(t.later(c)) + (short) 5
                + new int[0].length + "\u0001\u0002" + await(t.later(false)) + c + b + await(t.later((Object) null))
                + (Object) "x" + await(t.later(6.5f)) + -1 + await(t.later(7L)) + 'd' + (char) (c + 1)
                + await(t.later((byte) 9))
                + total + new StackShapes().field + await(t.later("end")));
    }

    private int[] numbers() {
        return array;
    }

    private final int[] array = {1, 2, 3};
    private static StackShapes shared = new StackShapes();

    private static StackShapes shared(Trail t) {
        t.add("shared");
        return shared;
    }

    @Async
    public static Task<String> compoundAssignmentsThroughCalls(Trail t) {
        shared = new StackShapes();
        shared(t).field += await(t.later(1)) * shared(t).field--;
        shared(t).numbers()[shared(t).field % 3] <<= await(t.later(shared(t).field = 2));
        shared(t).field++;
        int old = shared(t).numbers()[await(t.later(0))]++ + --shared(t).numbers()[await(t.later(1))];
        total = await(t.later(3L));
        total <<= await(t.later(2));
        long before = total++ + await(t.later(total)) + --total;
        int shifted = 1;
        shifted += shifted <<= await(t.later(3));
        double d = 10;
        d /= await(t.later(4));
        d %= await(t.later(2f));
        int narrowed = 5;
        narrowed *= await(t.later(1.5));
        return Task.of(join(
                shared.field,
                shared.array[0],
                shared.array[1],
                shared.array[2],
                old,
                total,
                before,
                shifted,
                d,
                narrowed));
    }

    @Async
    public static Task<String> arraysOfEveryShape(Trail t) {
        int[][][] cube = new int[await(t.later(2))][await(t.later(3))][];
        cube[await(t.later(1))][await(t.later(2))] = new int[] {await(t.later(4)), await(t.later(5))};
        cube[1][2][await(t.later(0))]++;
        long[][] longs = {{await(t.later(1L))}, null, new long[await(t.later(1))]};
        longs[2][0] -= await(t.later(8L));
        Object[] nested = {
            new String[] {await(t.later("a")), "b"}, new Object[] {await(t.later(1)), new char[] {await(t.later('c'))}}
        };
        float[] floats = {1, await(t.later(2f))};
        floats[1] = floats[0] += await(t.later(0.5f));
        return Task.of(join(cube[1][2][0], cube[1][2].length, longs[2][0], nested.length, floats[0], floats[1]));
    }

    @Async
    public static Task<String> oddPlaces(Trail t) throws Exception {
        Object o = await(t.later(true)) ? (Object) await(t.later(1)) : await(t.later("no"));
        boolean isNumber = await(t.later(o)) instanceof Integer & !(await(t.later(o)) instanceof Number == false);
        int minus = -await(t.later(3)) + ~await(t.later(4)) - +await(t.later(5));
        if (!await(t.later(isNumber))) {
            throw await(t.later(new Exception("not thrown")));
        }
        await(t.later(new Object[] {await(t.later(1))}))[await(t.later(0))] = await(t.later("stored"));
        int length = await(t.later("text"))
                .substring(await(t.later(1)), await(t.later(3)))
                .length();
        Integer box = await(t.later(7));
        box++;
        box += await(t.later(1));
        synchronized (await(t.later(o))) {
            box--;
        }
        return Task.of(join(o, isNumber, minus, length, box, (await(t.later("a")) + "b").equals(await(t.later("ab")))));
    }
}
