// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/** Assertions that await, which the tests run switched on and switched off. */
public final class AssertShapes {
    private AssertShapes() {}

    @Async
    public static Task<String> holds(Trail t) {
        int n = await(t.later(1));
        assert t.see(n) == await(t.later(1)) : t.see("not computed");
        return Task.of("held " + n);
    }

    @Async
    public static Task<String> fails(Trail t) {
        int n = await(t.later(1));
        try {
            assert n == await(t.later(2)) : "is " + n + await(t.later(", not two"));
            return Task.of("not looked at");
        } catch (AssertionError e) {
            return Task.of(e.getMessage() + await(t.later("!")));
        }
    }

    @Async
    public static Task<Integer> failsWithoutText(Trail t) {
        String text = await(t.later("a"));
        assert text.isEmpty() || await(t.later(false));
        return Task.of(text.length());
    }

    @Async
    public static Task<String> inALoopAndAFinally(Trail t) {
        String out = "";
        for (int i = 0; i < 3; i++) {
            try {
                assert i < await(t.later(1)) : await(t.later(i));
                out += await(t.later("passed"));
            } catch (AssertionError e) {
                out += e.getMessage();
            } finally {
                assert await(t.later(true)) : "never";
                out += i;
            }
        }
        return Task.of(out);
    }

    interface Checked {
        @Async
        static Task<Integer> positive(Trail t, int n) {
            assert n > await(t.later(0)) : await(t.later(n + " is not positive"));
            return Task.of(n);
        }
    }

    @Async
    public static Task<Integer> inAnInterface(Trail t) {
        int sum = await(Checked.positive(t, await(t.later(1))));
        return Task.of(sum + await(Checked.positive(t, -1)));
    }
}
