// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.internal.LoopTimers;
import dev.weft.support.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Operators at random over sources that wait, fail and take a while to end, and a consumer that takes all, closes, or is cancelled at any
 * moment. Whatever happens no task and no timer is left, each source that has begun has ended once, and of each source the elements come in
 * order, each once; all of them come if nothing was broken off, and all before the failure if the source has failed.
 */
@Timeout(300)
class GeneratorStormTest {
    private static final int SEEDS = Scale.of(300, 20_000);

    /** What a source tells of itself. */
    private static final class Source {
        final int number;
        int made;
        int begun;
        int ended;
        boolean hasFailed;

        Source(int number) {
            this.number = number;
        }
    }

    /** An element, with where it is from. */
    private record Element(Source from, int number) {}

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final List<Source> sources = new ArrayList<>();
    private final List<Element> taken = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    private Random random = new Random();
    private boolean tookAll;
    private boolean wasBrokenOff;

    @Test
    void losesAndLeavesNothing() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            sources.clear();
            taken.clear();
            shape.setLength(0);
            random = new Random(seed);
            tookAll = false;
            wasBrokenOff = false;
            try (EventLoop loop = EventLoop.simulated(seed)) {
                loop.setExceptionHandler(failure -> {
                    if (!(failure.failure() instanceof Broken)) {
                        throw new AssertionError(failure.failure());
                    }
                });
                loop.run(storm());
                assertEquals(0, LoopTimers.setOn(loop), "timers left, seed " + seed);
            }
            check("seed " + seed + ": " + shape);
        }
    }

    @Async
    private Task<Void> storm() throws Exception {
        ScheduledTask<Void> consumer = spawn("consumer", consume(pipeline(3)));
        if (random.nextInt(3) == 0) {
            await(sleep(ms(random.nextInt(30))));
            wasBrokenOff |= consumer.cancel();
        }
        try {
            await(consumer);
        } catch (Broken | CancellationException expected) {
            // what was taken before is checked
        }
        await(sleep(ms(50))); // for a subscription, for which nobody waits
        assertEquals(
                List.of("main"),
                EventLoop.current().tasks().stream().map(ScheduledTask::name).toList());
        return Task.done();
    }

    @Async
    private Task<Void> consume(AsyncGenerator<List<Element>> generator) {
        int wanted = random.nextInt(3) == 0 ? random.nextInt(12) : Integer.MAX_VALUE;
        try (generator) {
            while (taken.size() < wanted) {
                if (!await(generator.next())) {
                    tookAll = true;
                    break;
                }
                taken.addAll(generator.current());
                if (random.nextInt(3) == 0) {
                    await(sleep(ms(random.nextInt(4))));
                }
            }
            wasBrokenOff |= !tookAll;
        }
        return Task.done();
    }

    private AsyncGenerator<List<Element>> pipeline(int depth) {
        AsyncGenerator<Element> elements = elements(depth);
        if (random.nextInt(3) != 0) {
            return elements.map(List::of);
        }
        shape.append(" window");
        return elements.window(1 + random.nextInt(4), ms(1 + random.nextInt(5)));
    }

    /** Makes the operators, and writes them down behind what they are made of. */
    private AsyncGenerator<Element> elements(int depth) {
        if (depth == 0) {
            Source source = new Source(sources.size());
            sources.add(source);
            shape.append(" source").append(source.number);
            return source(source);
        }
        AsyncGenerator<Element> first = elements(depth - 1);
        int size = 1 + random.nextInt(3);
        int operator = random.nextInt(7);
        AsyncGenerator<Element> made = switch (operator) {
            case 0 -> first.map(element -> element);
            case 1 -> first.filter(element -> true);
            case 2 -> first.take(1000);
            case 3 -> first.buffer(size);
            case 4 -> AsyncGenerator.merge(first, elements(depth - 1));
            case 5 -> AsyncGenerator.merge(first, elements(depth - 1), elements(0));
            default -> AsyncGenerator.from(AsyncGenerator.publisher(() -> first, EventLoop.current()), size);
        };
        shape.append(' ')
                .append(List.of("map", "filter", "take", "buffer", "merge2", "merge3", "flow")
                        .get(operator));
        return made;
    }

    @Async
    private AsyncGenerator<Element> source(Source source) {
        int count = random.nextInt(8);
        int fails = random.nextInt(12);
        source.begun++;
        try {
            for (int i = 1; i <= count; i++) {
                if (random.nextBoolean()) {
                    await(sleep(ms(random.nextInt(4))));
                }
                if (i == fails) {
                    source.hasFailed = true;
                    throw new Broken();
                }
                source.made++;
                emit(new Element(source, i));
            }
            return AsyncGenerator.done();
        } finally {
            try {
                if (random.nextBoolean()) {
                    await(sleep(ms(random.nextInt(4)))); // which may be cancelled too
                }
            } finally {
                source.ended++;
            }
        }
    }

    private void check(String seed) {
        long failed = sources.stream().filter(source -> source.hasFailed).count();
        assertTrue(tookAll || wasBrokenOff || failed > 0, seed);
        for (Source source : sources) {
            String which = seed + ", source " + source.number;
            assertEquals(source.begun, source.ended, which);
            List<Integer> got = taken.stream()
                    .filter(element -> element.from() == source)
                    .map(Element::number)
                    .toList();
            for (int i = 0; i < got.size(); i++) {
                assertEquals(i + 1, got.get(i), which + " " + got);
            }
            if (tookAll || (!wasBrokenOff && failed == 1 && source.hasFailed)) {
                assertEquals(source.made, got.size(), which);
            }
        }
        assertTrue(!tookAll || failed == 0, seed + ": the consumer was not told of a failure");
    }
}
