// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes a program of a seed. */
final class Draw {
    private static final int MOST_TASKS = 7;
    private static final int DEEPEST = 3;
    private static final Way[] WAYS = Way.values();

    /** Much that waits, so that a request has many tasks to go through. */
    private static final Kind[] PLAIN = {
        Kind.CALL, Kind.CALL, Kind.CALL, Kind.SLEEP, Kind.PERMIT, Kind.TAKE, Kind.READ, Kind.START, Kind.STAGE
    };

    private final Random random;
    private final Kind[] kinds;

    /** Whether nothing in the program cancels anything. */
    private final boolean plain;

    private int tasks;

    private Draw(long seed, boolean sockets) {
        random = new Random(seed);
        plain = random.nextInt(3) == 0;
        kinds = Arrays.stream(plain ? PLAIN : Kind.values())
                .filter(kind -> sockets || kind != Kind.CONNECT)
                .toArray(Kind[]::new);
    }

    /** Makes the body of the outermost task. */
    static Body program(long seed, boolean sockets) {
        Draw draw = new Draw(seed, sockets);
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + draw.random.nextInt(3); i > 0; i--) {
            steps.add(new Step(Kind.START, List.of(), 0, List.of(draw.body(++draw.tasks, 1))));
        }
        steps.addAll(draw.body(0, 0).steps());
        return new Body(draw.tasks + 1, draw.random.nextBoolean(), steps);
    }

    private Body body(int number, int depth) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            steps.add(step(number, depth));
        }
        return new Body(number, random.nextInt(3) > 0, steps);
    }

    private Step step(int number, int depth) {
        Kind kind = kinds[random.nextInt(kinds.length)];
        if (depth >= DEEPEST && kind == Kind.CALL) {
            kind = Kind.SLEEP;
        }
        if (kind == Kind.START && (tasks >= MOST_TASKS || depth >= DEEPEST)) {
            kind = Kind.YIELD;
        }
        List<Body> inner = switch (kind) {
            case CALL -> List.of(body(number, depth + 1));
            case START -> List.of(body(++tasks, depth + 1));
            default -> List.of();
        };
        return new Step(kind, ways(kind), random.nextInt(5), inner);
    }

    /** Bytes that a future has are no longer the stream's when the await of the future is over, so no read or write is one. */
    private List<Way> ways(Kind kind) {
        List<Way> ways = new ArrayList<>();
        for (int i = random.nextInt(4); i > 1; i--) {
            Way way = WAYS[random.nextInt(WAYS.length)];
            boolean cancels = way == Way.WAIT_FOR || way == Way.GATHER_FAILING;
            boolean future = way == Way.FUTURE;
            if (!(plain && cancels) && !(future && (i > 2 || kind.usesFlow()))) {
                ways.add(way);
            }
        }
        return ways;
    }
}
