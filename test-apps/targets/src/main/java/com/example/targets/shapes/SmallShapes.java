// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.Arrays;

/**
 * boolean, byte, short and char, which the JVM computes as ints and keeps in frames as ints: after a resume each still fits where
 * only its own type does. Holds off (docs/weaving-limits.md): Small integers.
 */
public final class SmallShapes {
    private boolean flag;
    private byte octet;
    private static short two = 2;
    private static char letter = 'a';

    private SmallShapes() {}

    static String typed(boolean z, byte b, short s, char c) {
        return "boolean " + z + " byte " + b + " short " + s + " char " + c;
    }

    static String boxed(Object... values) {
        String out = "";
        for (Object value : values) {
            out += value.getClass().getSimpleName() + value + " ";
        }
        return out;
    }

    @Async
    public static Task<String> arrays(Trail t) {
        boolean z = await(t.later(true));
        byte b = await(t.later((byte) -5));
        short s = await(t.later((short) -500));
        char c = await(t.later('\uffff'));
        await(t.later(0));
        boolean[] flags = {z, !z, await(t.later(z))};
        byte[] bytes = {b, (byte) (b * 2), await(t.later(b))};
        short[] shorts = {s, await(t.later(s))};
        char[] chars = {c, await(t.later(c))};
        flags[await(t.later(1))] = z;
        bytes[await(t.later(1))] = b;
        shorts[await(t.later(1))] = s;
        chars[await(t.later(0))] = c--;
        flags[2] ^= await(t.later(true));
        bytes[2] += await(t.later((byte) 127));
        shorts[0] *= await(t.later(100));
        chars[1] += await(t.later(2));
        return Task.of(Arrays.toString(flags)
                + Arrays.toString(bytes)
                + Arrays.toString(shorts)
                + (int) chars[0]
                + (int) chars[1]
                + (int) c);
    }

    @Async
    public static Task<String> fields(Trail t) {
        SmallShapes object = new SmallShapes();
        boolean z = await(t.later(true));
        byte b = await(t.later((byte) 200));
        await(t.later(0));
        object.flag = z;
        object.octet = b;
        object.octet += await(t.later(100));
        object.flag &= await(t.later(z));
        two = await(t.later((short) 3));
        two <<= await(t.later(14));
        letter = 'a';
        letter += await(t.later(1));
        letter++;
        return Task.of(typed(object.flag, object.octet, two, letter));
    }

    @Async
    static Task<String> parameters(Trail t, boolean z, byte b, short s, char c) {
        await(t.later(0));
        return Task.of(typed(z, b, s, c) + boxed(z, b, s, c) + await(t.later(1)));
    }

    @Async
    public static Task<String> calls(Trail t) {
        boolean z = t.events().isEmpty();
        byte b = (byte) t.events().size();
        short s = (short) (b - 1);
        char c = (char) (b + 'a');
        String out = typed(z, b, s, c) + await(t.later("direct"));
        out += typed(await(t.later(z)), await(t.later(b)), await(t.later(s)), await(t.later(c)));
        out += typed(z, b, s, await(t.later(c)));
        return Task.of(out + await(parameters(t, z, b, s, c)));
    }

    @Async
    public static Task<String> reflection(Trail t) throws Exception {
        boolean z = await(t.later(false));
        byte b = await(t.later(Byte.MIN_VALUE));
        short s = await(t.later(Short.MAX_VALUE));
        char c = await(t.later('x'));
        await(t.later(0));
        Object called = SmallShapes.class
                .getDeclaredMethod("typed", boolean.class, byte.class, short.class, char.class)
                .invoke(null, z, b, s, await(t.later(c)));
        return Task.of(called + boxed(z, b, s, c));
    }

    @Async
    public static Task<String> onTheStack(Trail t) {
        boolean z = await(t.later(true));
        byte b = 1;
        short s = -1;
        char c = 'c';
        return Task.of(boxed(
                z,
                b,
                s,
                c,
                z & await(t.later(false)),
                b > await(t.later(0)),
                (byte) (b + 127),
                (char) (c + s),
                z ? b : s));
    }

    @Async
    public static Task<Boolean> chosen(Trail t) {
        boolean a = await(t.later(true)) ? await(t.later(false)) : t.events().isEmpty();
        boolean b = a == await(t.later(a));
        byte narrow = (byte) (b ? await(t.later(300)) : 0);
        boolean c = narrow == await(t.later(44));
        a |= b;
        a ^= await(t.later(c));
        return Task.of(a != await(t.later(b)) && c);
    }

    @Async
    public static Task<String> overflow(Trail t) {
        byte b = 127;
        short s = Short.MAX_VALUE;
        char c = 0;
        for (int i = 0; i < 2; i++) {
            b++;
            s += await(t.later(1));
            c--;
            await(t.later(0));
        }
        return Task.of(b + " " + s + " " + (int) c + " " + (b < 0) + (s < 0) + (c > 0));
    }

    interface Flagged {
        boolean test(byte b, char c);
    }

    @Async
    public static Task<String> captured(Trail t) {
        boolean z = await(t.later(true));
        byte b = await(t.later((byte) 7));
        char c = await(t.later('z'));
        Flagged flagged = (other, letter) -> z && other == b && letter == c;
        return Task.of("" + flagged.test(await(t.later(b)), await(t.later(c))) + flagged.test((byte) 0, c));
    }
}
