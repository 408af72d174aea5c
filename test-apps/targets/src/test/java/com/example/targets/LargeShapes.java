// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the source of methods that are too large for a file of the project. */
final class LargeShapes {
    static final String NAME = "com.example.targets.shapes.LargeShapes";

    private LargeShapes() {}

    static String source() {
        return """
                package com.example.targets.shapes;

                import static dev.weft.Weft.await;

                import com.example.targets.Trail;
                import dev.weft.Async;
                import dev.weft.Task;

                public final class LargeShapes {
                %s
                }
                """.formatted(grows() + hasWideJumps() + hasManyCases() + hasManyValues());
    }

    private static String repeat(int times, IntFunction<String> statement) {
        return IntStream.range(0, times).mapToObj(statement).collect(Collectors.joining());
    }

    /** Its own jumps are short; those of its woven form, from the start to the dispatch and back, are not. */
    private static String grows() {
        return """
                @Async
                public static Task<Long> growsBeyondShortJumps(Trail t) {
                    long sum = 0;
                    String text = "a";
                    for (int i = 0; i < 2; i++) {
                        try {
                %s
                            if (i == 1) {
                                throw new IllegalStateException("at the end");
                            }
                        } catch (IllegalStateException e) {
                            sum += await(t.later(e.getMessage().length()));
                        } finally {
                            sum += text.length() + await(t.later(i));
                        }
                    }
                    return Task.of(sum);
                }
                """.formatted(repeat(450, n -> "sum = sum * 31 + await(t.later(" + n + ")) + text.length() + i;\n"));
    }

    /** javac itself inverts its jumps and uses goto_w. */
    private static String hasWideJumps() {
        return """
                @Async
                public static Task<Long> hasWideJumps(Trail t) {
                    long sum = await(t.later(1L));
                    int turns = 0;
                    while (turns < 2) {
                        if (await(t.later(turns)) == 0) {
                            sum += await(t.later(5L));
                        } else {
                %s
                            sum += await(t.later(sum));
                %s
                        }
                        turns++;
                    }
                    return Task.of(sum);
                }
                """.formatted(
                        repeat(1500, n -> "sum = sum * 31 + turns * " + (n + 1000) + ";\n"),
                        repeat(1500, n -> "sum = sum * 17 + turns * " + (n + 9000) + ";\n"));
    }

    private static String hasManyCases() {
        return """
                @Async
                static Task<Integer> chosen(Trail t, int which) {
                    int n = 1;
                    switch (which) {
                %s
                        default:
                            n += await(t.later(which));
                    }
                    return Task.of(n);
                }

                @Async
                public static Task<Integer> hasManyCases(Trail t) {
                    int sum = 0;
                    for (int i = -1; i <= 2000; i += 333) {
                        sum = sum * 7 + await(chosen(t, i));
                    }
                    return Task.of(sum);
                }
                """.formatted(repeat(
                2000, n -> "case " + n + ": n += " + (n % 20 == 0 ? "await(t.later(n))" : n) + "; break;\n"));
    }

    /** More values of each kind, on the operand stack and in locals, than a call of a spill method could take. */
    private static String hasManyValues() {
        String[] kinds = {"int", "long", "float", "double", "String", "char"};
        return """
                static String join(Object... all) {
                    return java.util.Arrays.toString(all);
                }

                static String all(%s) {
                    return "" + %s;
                }

                @Async
                public static Task<String> hasManyValues(Trail t) {
                %s
                    String out = join(%s, await(t.later("last")));
                    out += all(%s, await(t.later(7)));
                    await(t.later(0));
                    return Task.of(out + join(%s));
                }
                """.formatted(
                        repeat(120, n -> kinds[n % 6] + " p" + n + ", ") + "int last",
                        repeat(120, n -> "p" + n + " + ") + "last",
                        repeat(240, n -> kinds[n % 6] + " v" + n + " = " + literal(kinds[n % 6], n) + ";\n"),
                        repeat(239, n -> "v" + n + ", ") + "v239",
                        repeat(119, n -> "v" + (n + 120) + ", ") + "v239",
                        repeat(239, n -> "v" + n + ", ") + "v239");
    }

    private static String literal(String kind, int n) {
        return switch (kind) {
            case "String" -> "\"" + n + "\"";
            case "char" -> "(char) (64 + " + n + ")";
            default -> "(" + kind + ") " + n;
        };
    }
}
