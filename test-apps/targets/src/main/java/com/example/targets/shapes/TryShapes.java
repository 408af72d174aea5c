// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Awaits in try, catch and finally, and exceptions that come out of them. Holds off (docs/weaving-limits.md): Code that cannot be
 * reached; The order of handlers; Handlers that see the weaver's own code; Locals changed before an exception; finally and
 * try-with-resources; Which exception is seen; Awaits under a monitor.
 */
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
public final class TryShapes {
    private TryShapes() {}

    @Async
    static Task<Integer> work(Trail t, int value) {
        t.add("work " + value);
        int got = await(t.later(value));
        t.add("worked " + got);
        return Task.of(got);
    }

    @Async
    static Task<Integer> failing(Trail t, String message) {
        t.add("failing " + message);
        await(t.later(0));
        throw new IllegalArgumentException(message);
    }

    @Async
    public static Task<Integer> awaitInEach(Trail t) {
        int a = 1;
        try {
            a = await(t.later(2));
            await(t.fails(new IOException("one")));
            a = 3;
        } catch (IllegalStateException e) {
            t.add("wrong");
        } catch (Exception e) {
            t.add("caught " + e + " a=" + a);
            a += await(t.later(10));
            t.add("still " + e);
        } finally {
            a += await(t.later(100));
            t.add("finally a=" + a);
        }
        return Task.of(a);
    }

    @Async
    public static Task<Integer> localsChangedBeforeTheException(Trail t) {
        int a = 1;
        String s = "one";
        long l = 1L;
        try {
            a = 2;
            s = "two";
            l = 2L;
            await(failing(t, "after the change"));
        } catch (IllegalArgumentException e) {
            t.add(a + s + l + e.getMessage());
            a = 5;
        }
        return Task.of(a);
    }

    @Async
    public static Task<Integer> returnInTryWithFinally(Trail t) {
        int n = 7;
        try {
            return Task.of(await(t.later(n)));
        } finally {
            n = 8;
            t.add("finally " + await(t.later(n)));
        }
    }

    @Async
    public static Task<Integer> tailAwaitRunsBeforeFinally(Trail t) {
        try {
            return work(t, 5);
        } finally {
            t.add("finally");
        }
    }

    @Async
    public static Task<Integer> tailAwaitRunsBeforeFinallyThatAwaits(Trail t) {
        try {
            return work(t, 5);
        } finally {
            t.add("finally " + await(t.later(1)));
        }
    }

    @Async
    public static Task<Integer> tailAwaitIsCaught(Trail t) {
        try {
            return failing(t, "in the tail");
        } catch (IllegalArgumentException e) {
            t.add("caught " + e.getMessage());
            return work(t, 6);
        }
    }

    @Async
    public static Task<Integer> tailAwaitIsCaughtAndFinallyRuns(Trail t) {
        try {
            return failing(t, "in the tail");
        } catch (IllegalArgumentException e) {
            t.add("caught " + e.getMessage());
            return failing(t, "again");
        } finally {
            t.add("finally");
        }
    }

    @Async
    public static Task<Integer> tailAwaitInNestedTries(Trail t) {
        try {
            try {
                return failing(t, "inner");
            } finally {
                t.add("inner finally " + await(t.later(1)));
            }
        } catch (IllegalArgumentException e) {
            t.add("outer caught " + e.getMessage());
        } finally {
            t.add("outer finally " + await(t.later(2)));
        }
        return work(t, 9);
    }

    @Async
    public static Task<Integer> failedTaskIsThrown(Trail t) {
        await(t.later(1));
        return Task.failed(new IOException("failed"));
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> returnInFinallyWins(Trail t) {
        try {
            return Task.of(await(work(t, 1)));
        } finally {
            return work(t, 2);
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> returnInFinallySwallows(Trail t) {
        try {
            await(failing(t, "swallowed"));
            return Task.of(1);
        } finally {
            return Task.of(await(t.later(2)));
        }
    }

    @Async
    @SuppressWarnings("finally")
    public static Task<Integer> breakInFinallySwallows(Trail t) {
        int n = 0;
        for (int i = 0; i < 3; i++) {
            try {
                n += await(t.later(1));
                return Task.of(await(failing(t, "swallowed")));
            } finally {
                n += await(t.later(10));
                if (i < 2) {
                    continue;
                }
                break;
            }
        }
        return Task.of(n);
    }

    @Async
    public static Task<Integer> exceptionOutOfFinally(Trail t) {
        try {
            await(failing(t, "first"));
        } finally {
            await(failing(t, "second"));
        }
        return Task.of(0);
    }

    @Async
    public static Task<Integer> exceptionOutOfCatch(Trail t) {
        try {
            await(t.fails(new IOException("a")));
        } catch (IOException e) {
            await(t.later(1));
            throw new IllegalStateException("b", e);
        } finally {
            t.add("finally");
        }
        return Task.of(0);
    }

    @Async
    public static Task<String> catchOrder(Trail t) {
        String out = "";
        Throwable[] all = {
            new IOException("io"), new IllegalArgumentException("arg"), new RuntimeException("run"), new Error("err")
        };
        for (Throwable each : all) {
            try {
                try {
                    await(t.fails(each));
                } catch (IllegalArgumentException e) {
                    out += "A" + await(t.later(1));
                } catch (RuntimeException e) {
                    out += "R" + await(t.later(2));
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                out += "M" + e.getMessage() + await(t.later(3));
            } catch (Throwable e) {
                out += "T" + await(t.later(4));
            }
        }
        return Task.of(out);
    }

    @Async
    public static Task<Integer> rethrown(Trail t) throws Exception {
        try {
            return Task.of(await(TryShapes.<Integer>checked(t)));
        } catch (Exception e) {
            t.add("passing on " + e.getMessage());
            throw e;
        }
    }

    @Async
    static <T> Task<T> checked(Trail t) throws IOException {
        await(t.later(1));
        throw new IOException("checked");
    }

    @Async
    public static Task<Integer> thrownBeforeTheFirstAwait(Trail t) {
        try {
            return Task.of(await(throwsAtOnce(t)));
        } catch (IllegalStateException e) {
            t.add("caught " + e.getMessage());
            return Task.of(await(t.later(-1)));
        }
    }

    @Async
    static Task<Integer> throwsAtOnce(Trail t) {
        if (t != null) {
            throw new IllegalStateException("at once");
        }
        return Task.of(await(t.later(1)));
    }

    static final class Resource implements AutoCloseable {
        private final Trail t;
        private final String name;

        Resource(Trail t, String name) {
            this.t = t;
            this.name = name;
            t.add("open " + name);
        }

        @Override
        public void close() {
            t.add("close " + name);
            if (name.startsWith("bad")) {
                throw new IllegalStateException("closing " + name);
            }
        }
    }

    @Async
    public static Task<Integer> resources(Trail t) {
        try (Resource a = new Resource(t, "a" + await(t.later(1)));
                Resource b = new Resource(t, await(t.later("b")))) {
            t.add("in " + a.name + b.name);
            await(t.later(1));
            t.add("still in " + a.name + b.name);
            return work(t, 3);
        } finally {
            t.add("finally " + await(t.later("f")));
        }
    }

    @Async
    public static Task<String> suppressed(Trail t) {
        try (Resource a = new Resource(t, await(t.later("bad a")));
                Resource b = new Resource(t, "b");
                Resource none = null;
                Resource c = new Resource(t, "bad c")) {
            await(failing(t, "in the body"));
        } catch (IllegalArgumentException e) {
            await(t.later(0));
            String out = e.getMessage();
            for (Throwable also : e.getSuppressed()) {
                out += ", " + await(t.later(also.getMessage()));
            }
            return Task.of(out);
        }
        return Task.of("nothing thrown");
    }

    @Async
    public static Task<String> loopsWithTries(Trail t) {
        String out = "";
        for (int i = 0; i < 5; i++) {
            try {
                if (i == 1) {
                    continue;
                }
                if (i == 4) {
                    break;
                }
                if (i == 2) {
                    await(failing(t, "two"));
                }
                out += await(t.later(i));
            } catch (IllegalArgumentException e) {
                out += "!" + await(t.later(e.getMessage()));
            } finally {
                out += await(t.later("f" + i));
            }
        }
        return Task.of(out);
    }

    @Async
    static CompletableFuture<Integer> failingStage(Trail t) throws IOException {
        await(t.stage(1));
        throw new IOException("stage");
    }

    @Async
    public static CompletableFuture<Integer> stageTailInTry(Trail t) {
        try {
            return failingStage(t);
        } catch (Exception e) {
            t.add("caught " + e);
            return CompletableFuture.completedFuture(4);
        } finally {
            t.add("finally");
        }
    }

    @Async
    public static Task<Integer> stageFailure(Trail t) {
        try {
            return Task.of(await(t.<Integer>failedStage(new IOException("of a stage"))));
        } catch (Exception e) {
            t.add("caught " + e);
            return Task.of(await(t.stage(3)));
        }
    }

    @Async
    public static Task<Integer> deepNest(Trail t) {
        int n = 0;
        try {
            n++;
            try {
                n += await(t.later(10));
                try {
                    await(failing(t, "x"));
                } finally {
                    try {
                        n += await(work(t, 100));
                        await(failing(t, "y"));
                    } catch (IllegalArgumentException e) {
                        t.add("caught " + e.getMessage() + n);
                    } finally {
                        n += await(t.later(1000));
                    }
                }
            } catch (IllegalArgumentException e) {
                t.add("caught " + e.getMessage() + n);
                n += await(t.later(10000));
            }
        } finally {
            t.add("n=" + n);
        }
        return Task.of(n);
    }

    @Async
    public static Task<Integer> synchronizedBetweenAwaits(Trail t) {
        int n = await(t.later(1));
        synchronized (t) {
            n += 10;
        }
        n += await(t.later(100));
        synchronized (t) {
            if (n > 100) {
                return Task.of(n);
            }
        }
        return work(t, n);
    }

    @Async
    public static Task<Integer> tailAwaitsInCatchAndFinally(Trail t) {
        for (int i = 0; ; i++) {
            try {
                try {
                    if (i == 0) {
                        return failing(t, "zero");
                    }
                    if (i == 1) {
                        return failing(t, "one");
                    }
                    return work(t, i);
                } finally {
                    t.add("inner " + i);
                }
            } catch (IllegalArgumentException e) {
                t.add(e.getMessage() + await(t.later(i)));
            } finally {
                t.add("outer " + await(t.later(i)));
            }
        }
    }

    /** try inside finally inside catch, with values on the operand stack of the statement around. */
    @Async
    public static Task<Integer> awaitsInEveryPartOfNestedTries(Trail t) {
        int n = await(t.later(1));
        for (int i = 0; i < 3; i++) {
            try {
                n += await(t.later(i));
                if (i > 0) {
                    await(failing(t, "body " + i));
                }
            } catch (IllegalArgumentException e) {
                try {
                    n += await(t.later(10));
                    if (i > 1) {
                        await(failing(t, "catch " + i));
                    }
                } catch (IllegalArgumentException nested) {
                    n += await(t.later(100))
                            + nested.getMessage().length()
                            + e.getMessage().length();
                } finally {
                    n += await(t.later(1000));
                    try {
                        await(failing(t, "finally " + i));
                    } catch (IllegalArgumentException inFinally) {
                        n += await(t.later(10000));
                    } finally {
                        t.add("n=" + n);
                    }
                }
            } finally {
                try {
                    n += await(t.later(100000));
                } finally {
                    t.add("end of " + await(t.later(i)));
                }
            }
        }
        return Task.of(n);
    }

    @Async
    public static Task<String> resourcesThatAwait(Trail t) {
        String out = "";
        for (String names : new String[] {"a", "a,bad", "bad,b", "bad,bad2"}) {
            String[] each = names.split(",");
            try (Resource first = new Resource(t, await(t.later(each[0])))) {
                for (int i = 1; i < each.length; i++) {
                    try (Resource inner = new Resource(t, each[i])) {
                        out += inner.name + await(t.later(i));
                        if (i == 1 && names.startsWith("bad")) {
                            await(failing(t, names));
                        }
                    }
                }
                out += first.name;
            } catch (IllegalStateException | IllegalArgumentException e) {
                out += e.getMessage() + "+" + await(t.later(e.getSuppressed().length)) + ";";
                for (Throwable suppressed : e.getSuppressed()) {
                    out += suppressed.getMessage() + ";";
                }
            }
        }
        return Task.of(out);
    }

    @Async
    public static Task<Integer> codeAfterThrow(Trail t) {
        int n = await(t.later(1));
        while (true) {
            try {
                if (n > 3) {
                    throw new IllegalStateException("out " + await(t.later(n)));
                }
                n += await(t.later(1));
                continue;
            } catch (IllegalStateException e) {
                t.add(e.getMessage());
                break;
            } finally {
                t.add("turn " + n);
            }
        }
        throw new IllegalArgumentException("end " + await(t.later(n)));
    }

    @Async
    public static Task<String> exceptionsOfOperands(Trail t) {
        String out = "";
        int[] none = null;
        int[] one = {1};
        Object text = "text";
        for (int i = 0; i < 5; i++) {
            try {
                switch (i) {
                    case 0:
                        none[await(t.later(0))] = await(t.later(1));
                        break;
                    case 1:
                        one[await(t.later(1))] += await(t.later(1));
                        break;
                    case 2:
                        out += one[0] / (await(t.later(0)) * await(t.later(1)));
                        break;
                    case 3:
                        out += (Integer) text + await(t.later(1));
                        break;
                    default:
                        Object[] strings = new String[1];
                        strings[await(t.later(0))] = await(t.<Object>later(1));
                }
            } catch (RuntimeException e) {
                out += e.getClass().getSimpleName() + await(t.later(i)) + " ";
            }
        }
        return Task.of(out);
    }

    private static CompletableFuture<Integer> cachedFuture;
    private static final java.util.Map<String, CompletableFuture<Integer>> FUTURES = new java.util.HashMap<>();

    @Async
    static CompletableFuture<Integer> cached(Trail t, int value) {
        synchronized (t) {
            if (cachedFuture == null || value > 1) {
                cachedFuture = t.stage(value);
            }
            return cachedFuture;
        }
    }

    @Async
    static CompletableFuture<Integer> fromMap(Trail t, String name) {
        int length = await(t.later(name.length()));
        synchronized (FUTURES) {
            try {
                return FUTURES.computeIfAbsent(name, n -> t.stage(length));
            } catch (IllegalStateException e) {
                return CompletableFuture.completedFuture(-1);
            }
        }
    }

    @Async
    public static Task<Integer> futuresReadUnderAMonitor(Trail t) {
        cachedFuture = null;
        FUTURES.clear();
        int n = await(cached(t, 1)) + await(cached(t, 0)) * 10 + await(cached(t, 2)) * 100;
        n += await(fromMap(t, "abc")) * 1000 + await(fromMap(t, "abc")) * 10000;
        return Task.of(n + await(fromMap(t, "ab")) * 100000);
    }
}
