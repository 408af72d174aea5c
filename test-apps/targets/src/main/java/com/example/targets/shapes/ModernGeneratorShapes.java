// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static com.example.targets.Generating.open;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;

/** Emits with values on the operand stack, which a switch expression alone leaves there; in records and enums. Needs Java 17. */
public final class ModernGeneratorShapes {
    private ModernGeneratorShapes() {}

    @Async
    private static Task<Void> drain(Trail t, AsyncGenerator<?> generator) {
        try (generator) {
            while (await(generator.next())) {
                t.add("drained " + generator.current());
            }
        }
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Object> onStack(Trail t, int kind, String text) {
        long result = t.see(3L)
                * switch (kind) {
                    case 0 -> {
                        emit("zero");
                        yield await(t.later(2));
                    }
                    case 1 -> {
                        while (await(t.later(false))) {
                            t.add("never");
                        }
                        emit("one");
                        yield 5;
                    }
                    default -> kind;
                };
        emit(result);
        String joined = text
                + t.see(1.5)
                + switch (text) {
                    case "a" -> {
                        for (int i = 0; i < 2; i++) {
                            emit(i);
                        }
                        yield 'x';
                    }
                    default -> 'y';
                };
        emit(new StringBuilder(joined)
                .append(
                        switch (kind) {
                            case 0 -> {
                                emit("in the arguments");
                                yield await(t.later("z"));
                            }
                            default -> "none";
                        }));
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> operands(Trail t) throws Exception {
        for (int i = 0; i < 3; i++) {
            int kind = i;
            await(drain(t, open(() -> onStack(t, kind, kind == 1 ? "b" : "a"))));
        }
        return Task.done();
    }

    private record Range(int from, int to) {
        @Async
        AsyncGenerator<Integer> each(Trail t) {
            for (int i = from; i < to; i++) {
                emit(await(t.later(i)));
            }
            return AsyncGenerator.done();
        }
    }

    private enum Order {
        UP {
            @Async
            @Override
            AsyncGenerator<Range> ranges(Trail t) {
                emit(new Range(0, await(t.later(2))));
                return DOWN.ranges(t);
            }
        },
        DOWN {
            @Async
            @Override
            AsyncGenerator<Range> ranges(Trail t) {
                emit(new Range(await(t.later(5)), 6));
                return AsyncGenerator.done();
            }
        };

        abstract AsyncGenerator<Range> ranges(Trail t);
    }

    @Async
    public static Task<Void> recordsAndEnums(Trail t) throws Exception {
        for (var ranges = open(() -> Order.UP.ranges(t)); await(ranges.next()); ) {
            var range = ranges.current();
            await(drain(t, open(() -> range.each(t))));
        }
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Object> matched(Trail t, Object given) {
        if (given instanceof String text && await(t.later(text.length())) > 1) {
            emit(text);
        } else if (!(given instanceof Integer number)) {
            emit("neither");
        } else {
            emit(number + 1);
        }
        emit("""
                of %s
                """.formatted(await(t.later(given))));
        return AsyncGenerator.done();
    }

    @Async
    public static Task<Void> patterns(Trail t) throws Exception {
        await(drain(t, open(() -> matched(t, "text"))));
        await(drain(t, open(() -> matched(t, 7))));
        await(drain(t, open(() -> matched(t, 'c'))));
        return Task.done();
    }
}
