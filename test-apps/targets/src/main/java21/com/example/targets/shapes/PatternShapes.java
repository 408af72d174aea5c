// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/** Pattern switches, which no Java 17 source has. */
public final class PatternShapes {
    private PatternShapes() {}

    sealed interface Shape permits Circle, Box, Group {}

    record Circle(int radius) implements Shape {}

    record Box(int width, long height) implements Shape {}

    record Group(Shape first, Shape second) implements Shape {}

    @Async
    static Task<Long> area(Trail t, Shape shape) {
        return Task.of(
                switch (shape) {
                    case Circle(int radius) when await(t.later(radius)) > 10 -> await(t.later(1000L));
                    case Circle c -> 3L * await(t.later(c.radius())) * c.radius();
                    case Box(int width, long height) -> await(t.later(width)) * await(t.later(height));
                    case Group(Circle first, var second) -> 7 + await(area(t, first)) + await(area(t, second));
                    case Group(var first, var second) -> {
                        t.add("group of " + first);
                        long sum = await(area(t, first));
                        yield sum + await(area(t, second));
                    }
                });
    }

    @Async
    public static Task<String> recordPatterns(Trail t) {
        String out = "";
        Shape[] all = {
            new Circle(2), new Circle(20), new Box(3, 4), new Group(new Circle(1), new Box(5, 6)),
            new Group(new Box(1, 1), new Group(new Circle(11), new Circle(1)))
        };
        for (Shape shape : all) {
            out += await(area(t, shape)) + " ";
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> typePatterns(Trail t) {
        String out = "";
        for (Object o : new Object[] {1, "two", 3L, null, 'c', "a long text"}) {
            out += switch (o) {
                case null -> "null" + await(t.later(0));
                case Integer i when i > await(t.later(5)) -> "big";
                case Integer i -> "int" + await(t.later(i));
                case String s when s.length() == await(t.later(3)) -> s + await(t.later("!"));
                case String s -> await(t.later(s.length()));
                case Long l -> l + await(t.later(l));
                default -> await(t.later(o.getClass().getSimpleName()));
            };
            out += ",";
        }
        return Task.of(out);
    }

    @Async
    public static Task<Long> returnedFromASwitch(Trail t) {
        Shape shape = await(t.later(new Group(new Circle(3), new Box(1, 2))));
        return switch (shape) {
            case Group(Circle(var r), var rest) when r == 3 -> area(t, rest);
            case Group g -> area(t, g.first());
            default -> Task.of(0L);
        };
    }
}
