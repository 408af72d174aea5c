// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import com.example.targets.hidden.Shown;
import dev.weft.Async;
import dev.weft.Task;

/**
 * Values of classes that the method may hold and not name. Needs Java 17. Holds off (docs/weaving-limits.md): Types that lose
 * precision.
 */
public final class AccessShapes {
    private AccessShapes() {}

    @Async
    public static Task<String> onTheStack(Trail t) {
        return Task.of(Shown.take(Shown.make("made"), await(t.later(1)))
                + Shown.takeAll(Shown.array("a"), await(t.later(1)))
                + Shown.take(await(t.later(new Shown())).field, await(t.later(2))));
    }

    @Async
    public static Task<String> inLocals(Trail t) {
        var made = Shown.make("local");
        var field = await(t.later(new Shown())).field;
        var array = Shown.array("array");
        String out = "";
        for (int i = 0; i < 2; i++) {
            var each = Shown.make(Shown.takeAll(array, i));
            await(t.later(0));
            out += Shown.take(each, await(t.later(1)));
            made = out.length() > 10 ? field : made;
        }
        return Task.of(out + Shown.take(made, Shown.takeAll(array, await(t.later(0)))));
    }

    /** A lambda could not: its call site would name the class. */
    @Async
    public static Task<String> captured(Trail t) {
        var made = Shown.make("captured");
        class Local {
            @Async
            Task<String> start(int n) {
                String first = Shown.take(made, await(t.later(n)));
                return Task.of(first + Shown.take(made, await(t.later(n))));
            }
        }
        return new Local().start(3);
    }

    private static String join(Object... values) {
        return java.util.Arrays.toString(values);
    }

    /** The class that both have in common is one that only java.lang can name. */
    @Async
    public static Task<String> merged(Trail t) {
        CharSequence text = await(t.later(true)) ? new StringBuilder("builder") : new StringBuffer("buffer");
        int length = text.length() + await(t.later(1));
        return Task.of(join(
                length > 3 ? new StringBuffer("b") : new StringBuilder("c"),
                await(t.later(false)) ? new StringBuffer("d") : new StringBuilder("e"),
                await(t.later(text)),
                text));
    }
}
