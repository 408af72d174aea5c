// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What Java has had since 8: switch expressions, records, sealed types, private interface methods. Needs Java 17. Holds off
 * (docs/weaving-limits.md): Objects under construction at an await.
 */
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
public final class ModernShapes {
    private ModernShapes() {}

    enum Color {
        RED,
        GREEN {
            @Async
            @Override
            Task<String> paint(Trail t) {
                return Task.of("green" + await(t.later(1)) + await(super.paint(t)));
            }
        },
        BLUE(2);

        final int weight;

        Color() {
            this(1);
        }

        Color(int weight) {
            this.weight = weight;
        }

        @Async
        Task<String> paint(Trail t) {
            return Task.of(name() + await(t.later(weight)));
        }
    }

    @Async
    public static Task<String> enums(Trail t) {
        String out = "";
        for (Color color : Color.values()) {
            switch (await(t.later(color))) {
                case RED:
                    out += await(color.paint(t));
                case GREEN:
                    out += "fallen" + await(t.later(1));
                    break;
                default:
                    out += await(color.paint(t));
            }
        }
        return Task.of(out + await(Color.GREEN.paint(t)));
    }

    @Async
    public static Task<String> switchExpressions(Trail t) {
        String out = "";
        for (Color color : Color.values()) {
            out += join(
                    "in",
                    switch (color) {
                        case RED -> await(t.later("r"));
                        case GREEN -> {
                            int n = await(t.later(2));
                            yield n + await(color.paint(t));
                        }
                        case BLUE -> "b";
                    },
                    await(t.later(1)),
                    switch (await(t.later(color.ordinal()))) {
                        case 0, 1 -> await(t.later(10L));
                        default -> 5L + await(t.later(20L));
                    });
        }
        return Task.of(out);
    }

    private static String join(String a, Object b, int c, long d) {
        return a + b + c + d;
    }

    @Async
    public static Task<Integer> switchesOnStrings(Trail t) {
        int sum = 0;
        for (String word : List.of("one", "two", "Aa", "BB", "other")) {
            sum += switch (await(t.later(word))) {
                case "one" -> 1;
                case "two" -> await(t.later(2));
                case "Aa" -> await(t.later(30));
                case "BB" -> {
                    try {
                        yield await(t.later(400));
                    } finally {
                        t.add("finally in a switch " + await(t.later(word)));
                    }
                }
                default -> 5000;
            };
        }
        return Task.of(sum);
    }

    @Async
    public static Task<String> throwingSwitch(Trail t) {
        try {
            int n = await(t.later(3));
            String text = switch (n) { // not as an operand of +, where ecj forgets the cast of what await returns
                case 1 -> "one";
                case 3 -> throw new IllegalStateException("three" + await(t.later(n)));
                default -> await(t.later("default"));
            };
            return Task.of("a" + text);
        } catch (IllegalStateException e) {
            return Task.of(await(t.later(e.getMessage())));
        }
    }

    @Async
    static Task<String> returned(Trail t, int n) {
        return switch (n) {
            case 0 -> Task.of("zero");
            case 1 -> one(t);
            case 2 -> {
                String text = await(one(t));
                yield Task.of("two" + text);
            }
            case 3 -> n > await(t.later(2)) ? one(t) : Task.of("three");
            case 4 -> throw new IllegalArgumentException("four");
            default -> Task.failed(new IllegalStateException("default"));
        };
    }

    @Async
    static Task<String> one(Trail t) {
        t.add("one");
        return Task.of("one" + await(t.later(1)));
    }

    @Async
    public static Task<String> returnedFromASwitch(Trail t) {
        String out = "";
        for (int i = 0; i < 6; i++) {
            try {
                out += await(returned(t, i));
            } catch (RuntimeException e) {
                out += e.getMessage() + await(t.later(i));
            }
        }
        return Task.of(out);
    }

    @Async
    static Task<String> ternary(Trail t, boolean which, boolean other) {
        return which ? one(t) : other ? Task.of("of") : ternary(t, true, await(t.later(false)));
    }

    @Async
    public static Task<String> returnedFromATernary(Trail t) {
        return Task.of(
                await(ternary(t, true, true)) + await(ternary(t, false, true)) + await(ternary(t, false, false)));
    }

    @Async
    static Task<String> local(Trail t, int n) {
        Task<String> task;
        if (n == 0) {
            task = Task.of("local");
        } else {
            task = one(t);
        }
        return task;
    }

    @Async
    public static Task<String> returnedFromALocal(Trail t) {
        return Task.of(await(local(t, 0)) + await(local(t, 1)));
    }

    record Point(int x, long y) {
        @Async
        Task<Point> moved(Trail t, int by) {
            return Task.of(new Point(x + await(t.later(by)), y + await(t.later((long) by))));
        }

        @Async
        static Task<Point> of(Trail t) {
            return Task.of(new Point(await(t.later(1)), await(t.later(2L))));
        }
    }

    @Async
    public static Task<String> records(Trail t) {
        record Named(String name, Point at) {
            @Async
            Task<Named> renamed(Trail t) {
                return Task.of(new Named(name + await(t.later("!")), await(at.moved(t, 5))));
            }
        }
        Point moved = await(await(Point.of(t)).moved(t, 3));
        return Task.of(
                await(new Named("n", moved).renamed(t)).toString() + moved.equals(new Point(4, await(t.later(5L)))));
    }

    interface Calculator {
        int base();

        @Async
        private Task<Integer> hidden(Trail t, int n) {
            return Task.of(base() + await(t.later(n)));
        }

        @Async
        private static Task<Integer> shared(Trail t, int n) {
            return Task.of(await(t.later(n)) * 2);
        }

        @Async
        default Task<Integer> result(Trail t) {
            return Task.of(await(hidden(t, 1)) + await(shared(t, 10)));
        }

        @Async
        default CompletableFuture<Integer> future(Trail t) {
            return CompletableFuture.completedFuture(await(hidden(t, 2)));
        }
    }

    @Async
    public static Task<Integer> privateInterfaceMethods(Trail t) {
        Calculator calculator = () -> 100;
        return Task.of(await(calculator.result(t)) + await(calculator.future(t)));
    }

    interface Job {
        Task<String> start(int n);
    }

    interface StageJob {
        CompletionStage<String> start(int n) throws Exception;
    }

    private final String name = "name";

    @Async
    Task<String> lambdasWithThis(Trail t) {
        int captured = await(t.later(3));
        long wide = await(t.later(4L));
        Job job = n -> Task.of(name + captured + wide + await(t.later(n)));
        String out = await(job.start(1));
        Job nested = n -> {
            String first = await(job.start(n));
            Job inner = m -> {
                t.add(name + first);
                return Task.of(first + m + await(job.start(await(t.later(m + n)))));
            };
            try {
                return inner.start(n + 1);
            } finally {
                t.add("finally " + await(inner.start(5)));
            }
        };
        return Task.of(out + await(nested.start(7)));
    }

    @Async
    public static Task<String> lambdas(Trail t) {
        return new ModernShapes().lambdasWithThis(t);
    }

    @Async
    public static Task<String> lambdasThatReturnStages(Trail t) throws Exception {
        StageJob job = n -> CompletableFuture.completedFuture("stage" + await(t.stage(n)));
        StageJob failing = n -> {
            await(t.later(n));
            throw new Exception("checked");
        };
        StageJob chosen = n -> n > 1 ? job.start(n - 1) : CompletableFuture.completedStage("end" + await(t.later(n)));
        String out = await(job.start(1)) + await(chosen.start(1)) + await(chosen.start(2));
        try {
            out += await(failing.start(0));
        } catch (Exception e) {
            out += e.getMessage();
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> methodReferences(Trail t) {
        Job job = new Referenced(t)::start;
        Job expression = n -> job.start(n + await(t.later(1)));
        return Task.of(await(job.start(1)) + await(expression.start(2)));
    }

    record Referenced(Trail t) {
        @Async
        Task<String> start(int n) {
            return Task.of("referenced" + await(t.later(n)));
        }
    }

    @Async
    public static Task<String> typeTests(Trail t) {
        String out = "";
        for (Object o : List.of(1, "text", 2L)) {
            if (await(t.later(o)) instanceof String text && text.length() == await(t.later(4))) {
                out += text + await(t.later("!"));
            } else if (o instanceof Integer n && n + await(t.later(1)) == 2) {
                out += n;
            } else {
                out += await(t.later("neither"));
            }
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> inferredLocals(Trail t) {
        var point = new Object() {
            int x = 1;
            String y = "y";
        };
        point.x += await(t.later(4));
        point.y += await(t.later("z"));
        var list = await(t.later(List.of(1, 2)));
        for (var each : list) {
            point.x += await(t.later(each));
        }
        return Task.of(point.x + point.y);
    }

    record Triple(Object first, long second, Object third) {}

    @Async
    public static Task<String> newWithASwitchInside(Trail t) {
        String out = "";
        for (Color color : Color.values()) {
            out += new Triple(
                    await(t.later("a")),
                    switch (color) {
                        case RED -> await(t.later(1L));
                        case GREEN -> {
                            long sum = 0;
                            for (int i = 0; i < await(t.later(3)); i++) {
                                sum += await(t.later(i));
                            }
                            yield sum;
                        }
                        default -> 7;
                    },
                    new Triple(
                            switch (await(t.later(color.name()))) {
                                case "RED" -> new Triple(1, await(t.later(2L)), color);
                                case "BLUE" -> throw new IllegalStateException(out + await(t.later("blue")));
                                default -> await(t.later("green"));
                            },
                            0,
                            color == Color.RED ? await(t.later("r")) : null));
            t.add(out);
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> switchesInOddPlaces(Trail t) {
        int[] numbers = {1, 2, 3};
        String text = "s";
        numbers[
                        switch (await(t.later(1))) {
                            case 1 -> await(t.later(2));
                            default -> 0;
                        }] +=
                switch (await(t.later("k"))) {
                    case "k" -> await(t.later(40));
                    default -> 0;
                };
        text += switch (text) {
            case "s" ->
                await(t.later("t"))
                        + (await(t.later(true))
                                ? switch (numbers[2]) {
                                    case 43 -> await(t.later('u'));
                                    default -> 'v';
                                }
                                : 'w');
            default -> "";
        };
        boolean both = switch (text) {
                    case "stu" -> true && await(t.later(true));
                    default -> false;
                }
                && await(t.later(numbers[2] == 43));
        return Task.of(text + numbers[2] + both);
    }

    sealed interface Expression permits Number, Sum, Negated {
        Task<Long> value(Trail t);
    }

    record Number(long n) implements Expression {
        @Async
        @Override
        public Task<Long> value(Trail t) {
            return Task.of(await(t.later(n)));
        }
    }

    record Sum(Expression left, Expression right) implements Expression {
        @Async
        @Override
        public Task<Long> value(Trail t) {
            return Task.of(await(left.value(t)) + await(right.value(t)));
        }
    }

    abstract static sealed class Signed {
        @Async
        Task<Long> sign(Trail t) {
            return Task.of(await(t.later(-1L)));
        }
    }

    static final class Plus extends Signed {
        @Async
        @Override
        Task<Long> sign(Trail t) {
            return Task.of(-await(super.sign(t)));
        }
    }

    static non-sealed class Minus extends Signed {}

    record Negated(Expression of, Signed by) implements Expression {
        Negated {
            if (of == null) {
                throw new NullPointerException("of");
            }
        }

        @Async
        @Override
        public Task<Long> value(Trail t) {
            return Task.of(await(by.sign(t)) * await(of.value(t)));
        }
    }

    @Async
    public static Task<Long> sealedHierarchies(Trail t) {
        Expression sum = new Sum(new Number(4), new Negated(new Number(await(t.later(30L))), new Minus()));
        return new Sum(sum, new Negated(sum, await(t.later(new Plus())))).value(t);
    }

    @Async
    public static Task<String> textBlocksAndPatterns(Trail t) {
        Object o = await(t.later("""
                two
                lines"""));
        if (!(o instanceof String text)) {
            return Task.of("no");
        }
        boolean starts = text.startsWith(await(t.later("two")));
        while (!(await(t.later(o)) instanceof Integer n)) {
            o = text.length() + await(t.later(1));
        }
        return Task.of(text + n + starts + await(t.later(n)));
    }
}
