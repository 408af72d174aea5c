// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/**
 * Objects under construction that javac keeps in variables while a switch with a try inside is computed. Needs Java 17. Not for
 * ecj, which makes classes of this that the JVM refuses, woven or not. Holds off (docs/weaving-limits.md): Objects under
 * construction at an await.
 */
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
public final class SpilledShapes {
    private SpilledShapes() {}

    private static String join(String a, Object b, int c, long d) {
        return a + b + c + d;
    }

    record Flat(Object first, int second, Object third) {}

    /** javac empties the operand stack into variables around such a switch, objects under construction included; javac 17 cannot if it holds a long. */
    @Async
    public static Task<String> newWithATryInASwitchInside(Trail t) {
        String out = "";
        for (int i = 0; i < 3; i++) {
            out += join(
                    out,
                    new Flat(
                            t.see("first"),
                            5,
                            switch (i) {
                                case 0 -> {
                                    try {
                                        yield await(t.later("in try"));
                                    } finally {
                                        t.add(await(t.later("in finally")));
                                    }
                                }
                                case 1 -> {
                                    try {
                                        yield await(t.fails(new IllegalStateException("failed")));
                                    } catch (IllegalStateException e) {
                                        yield new Flat(e.getMessage(), await(t.later(6)), null);
                                    }
                                }
                                default -> i;
                            }),
                    await(t.later(3)),
                    switch (await(t.later("x"))) {
                        case "x" -> {
                            try {
                                yield await(t.later(8L));
                            } finally {
                                await(t.later(0));
                            }
                        }
                        default -> 0L;
                    });
        }
        return Task.of(out);
    }
}
