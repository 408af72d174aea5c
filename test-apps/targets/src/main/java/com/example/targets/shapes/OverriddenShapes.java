// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/**
 * Returns that a finally block overrides. Not for ecj, which drops what was to be returned like the task of a statement that
 * awaits nothing; the runtime then reports it. Holds off (docs/weaving-limits.md): finally and try-with-resources.
 */
public final class OverriddenShapes {
    private OverriddenShapes() {}

    @Async
    static Task<Integer> work(Trail t, int value) {
        t.add("work " + await(t.later(value)));
        return Task.of(value);
    }

    @Async
    static Task<Integer> failing(Trail t, String message) {
        t.add("failing " + await(t.later(message)));
        throw new IllegalArgumentException(message);
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> tailAwaitRunsThoughFinallyOverridesIt(Trail t) {
        try {
            return work(t, 1);
        } finally {
            return work(t, 2);
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> failingTailAwaitIsCaughtThoughFinallyOverridesIt(Trail t) {
        try {
            return t.events().isEmpty() ? failing(t, "lost") : work(t, 1);
        } catch (IllegalArgumentException e) {
            t.add("caught " + e.getMessage());
            return failing(t, "lost too");
        } finally {
            return Task.of(await(t.later(2)));
        }
    }

    /** Found by a generated program: one of the values is a call, the others are nothing to await. */
    @Async
    @SuppressWarnings({"finally", "weft:AsyncReturnsNull"})
    public static Task<Integer> callBesideOtherValuesRunsThoughFinallyOverridesIt(Trail t) {
        int which = await(t.later(2));
        try {
            return which == 0 ? null : which == 1 ? Task.of(0) : work(t, which);
        } finally {
            return Task.of(9);
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> outermostFinallyOverridesTheInnerReturns(Trail t) {
        try {
            try {
                try {
                    return work(t, 1);
                } finally {
                    t.add("inner");
                }
            } catch (IllegalArgumentException e) {
                return work(t, 2);
            } finally {
                t.add("middle " + await(t.later(3)));
            }
        } finally {
            return work(t, 4);
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> innermostFinallyOverridesAndTheOthersRun(Trail t) {
        try {
            try {
                return work(t, 1);
            } finally {
                return work(t, 2);
            }
        } finally {
            t.add("outer " + await(t.later(3)));
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> finallyMayThrowInsteadOfReturning(Trail t) {
        try {
            try {
                return work(t, 1);
            } finally {
                t.add("inner");
            }
        } finally {
            throw new IllegalStateException("instead of " + await(t.later(2)));
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> finallyReturnsOnlySometimes(Trail t) {
        try {
            try {
                return work(t, 1);
            } finally {
                t.add("inner");
            }
        } finally {
            if (await(t.later(true))) {
                return work(t, 2);
            }
        }
    }
}
