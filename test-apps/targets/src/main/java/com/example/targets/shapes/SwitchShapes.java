// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.TimeUnit;

/**
 * Switch statements as Java has always had them: over strings, enums, boxes and small integers, sparse, dense and nested. Holds
 * off (docs/weaving-limits.md): Slots used again for other types.
 */
public final class SwitchShapes {
    private SwitchShapes() {}

    enum Suit {
        CLUBS,
        HEARTS,
        SPADES
    }

    /** "Aa", "BB" and "AaAa", "BBBB", "AaBB" have the same hash codes. */
    @Async
    public static Task<String> strings(Trail t) {
        String out = "";
        for (String word : new String[] {"Aa", "BB", "AaAa", "BBBB", "AaBB", "", "none"}) {
            switch (await(t.later(word))) {
                case "Aa":
                    out += await(t.later(1));
                    break;
                case "BBBB":
                    out += word;
                case "BB":
                    out += await(t.later("fallen"));
                    break;
                default:
                    out += await(t.later("?"));
                    continue;
                case "AaAa":
                    out += word + await(t.later(word.length()));
            }
            out += await(t.later(","));
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> enums(Trail t) {
        String out = "";
        for (Suit suit : Suit.values()) {
            switch (suit) {
                case HEARTS:
                    out += await(t.later(suit));
                    break;
                case CLUBS:
                    out += 'c';
                default:
                    out += await(t.later(suit.ordinal()));
            }
            switch (await(t.later(TimeUnit.values()[suit.ordinal()]))) {
                case NANOSECONDS:
                    out += await(t.later("n"));
                    break;
                case MILLISECONDS:
                    out += "m";
            }
        }
        return Task.of(out);
    }

    @Async
    public static Task<Long> numbers(Trail t) {
        long sum = 0;
        for (int i : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2, 7, 1000000, Integer.MAX_VALUE}) {
            switch (await(t.later(i))) {
                case Integer.MIN_VALUE:
                    sum += await(t.later(1L));
                    break;
                case 1000000:
                    sum += 10;
                    break;
                case Integer.MAX_VALUE:
                    sum += await(t.later(100L));
                default:
                    sum += await(t.later(1000L));
            }
            switch (i) {
                case -1:
                case 0:
                    sum *= 2;
                case 1:
                    sum += await(t.later(i));
                    break;
                case 2:
                    sum -= await(t.later(i));
            }
        }
        return Task.of(sum);
    }

    @Async
    public static Task<String> smallAndBoxed(Trail t) {
        String out = "";
        Character boxed = await(t.later('b'));
        switch (boxed) {
            case 'a':
                out += "no";
                break;
            case 'b':
                out += await(t.later(boxed));
        }
        byte b = await(t.later((byte) -128));
        switch (b) {
            case -128:
                out += await(t.later(b));
                break;
            case 127:
                out += "no";
        }
        short s = await(t.later((short) 300));
        switch (s) {
            case 300:
                out += s + await(t.later(1));
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> nested(Trail t) {
        String out = "";
        outer:
        for (int i = 0; i < 5; i++) {
            switch (i) {
                case 0:
                    switch (await(t.later("x"))) {
                        case "x":
                            out += await(t.later("inner"));
                            break;
                        default:
                            out += "no";
                    }
                    out += await(t.later("after"));
                    break;
                case 1:
                    continue outer;
                case 3:
                    try {
                        switch (await(t.later(Suit.SPADES))) {
                            case SPADES:
                                break outer;
                            default:
                                out += "no";
                        }
                    } finally {
                        out += await(t.later("finally"));
                    }
                default:
                    out += await(t.later(i));
            }
            out += ";";
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> selectorOfNull(Trail t) {
        try {
            switch (await(t.<String>later(null))) {
                case "a":
                    return Task.of("a");
                default:
                    return Task.of("other");
            }
        } catch (NullPointerException e) {
            return Task.of(await(t.later("null")));
        }
    }

    @Async
    public static Task<Integer> scopeSharedByCases(Trail t) {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            switch (i) {
                case 0:
                    int n = await(t.later(5));
                    sum += n;
                    break;
                case 1:
                    n = await(t.later(7));
                    await(t.later(0));
                    sum += n;
                    break;
                default:
                    String s = await(t.later("abc"));
                    sum += s.length();
            }
        }
        return Task.of(sum);
    }
}
