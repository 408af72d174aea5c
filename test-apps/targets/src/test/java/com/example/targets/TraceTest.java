// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.sync.Channel;
import dev.weft.sync.Mutex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * The trace of a simulated run: of each step the task, the line and the clock. It is written down here, so that both JDKs, and what the
 * agent and the plugin have woven, leave the same bytes.
 */
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class TraceTest {
    /** One run, and what it leaves. */
    private static final class Run {
        /** The line from which lines are counted. */
        private static final int TOP = new Throwable().getStackTrace()[0].getLineNumber();

        private final StringBuilder trace = new StringBuilder();
        private final SimulatedLoop loop;
        private final Mutex mutex = new Mutex("m");
        private final Channel<Integer> channel = Channel.bounded(2);

        Run(SimulatedLoop loop) {
            this.loop = loop;
        }

        /** Notes the step of whoever calls. */
        private void step(String what) {
            StackTraceElement line = Weft.callStack().get(1);
            trace.append(Duration.ofNanos(loop.nanoTime()).toMillis())
                    .append(' ')
                    .append(Weft.currentTask().name())
                    .append(' ')
                    .append(line.getMethodName())
                    .append(':')
                    .append(line.getLineNumber() - TOP)
                    .append(' ')
                    .append(what)
                    .append('\n');
        }

        @Async
        private Task<Integer> producer(int number) {
            int lots = 0;
            for (int i = 0; i < 3; i++) {
                step("makes");
                int lot = loop.random().nextInt(5);
                lots += lot;
                await(sleep(Duration.ofMillis(lot)));
                await(channel.send(10 * number + i));
                step("has sent");
            }
            return Task.of(lots);
        }

        @Async
        private Task<Void> consumer(int count) {
            for (int i = 0; i < count; i++) {
                int received = await(channel.receive());
                step("takes " + received);
                try (var locked = await(mutex.lock())) {
                    await(yieldNow());
                    step("has the lock");
                }
            }
            return Task.done();
        }

        @Async
        private Task<Void> impatient() {
            try {
                await(waitFor(sleep(Duration.ofDays(1)), Duration.ofMillis(3)));
            } catch (TimeoutException late) {
                step("is late");
            }
            return Task.done();
        }

        @Async
        private Task<Void> all() {
            List<ScheduledTask<?>> tasks = new ArrayList<>();
            tasks.add(Weft.spawn("consumer-1", consumer(5)));
            tasks.add(Weft.spawn("consumer-2", consumer(4)));
            tasks.add(Weft.spawn("impatient", impatient()));
            List<Integer> lots = await(gather(List.of(producer(1), producer(2), producer(3))));
            step("all are sent " + lots);
            for (ScheduledTask<?> task : tasks) {
                await(task);
            }
            step("ends");
            return Task.done();
        }
    }

    private static String trace(SimulatedLoop loop) {
        try (loop) {
            Run run = new Run(loop);
            loop.run(run.all());
            return run.trace.toString();
        }
    }

    private static String trace(long seed) {
        return trace(EventLoop.simulated(seed));
    }

    @Test
    void theTraceOfASeedIsTheSameOnEachJdkAndHoweverItIsWoven() {
        assertEquals(SEED_42, trace(42));
    }

    @Test
    void soAreThoseOfManySeeds() {
        CRC32 all = new CRC32();
        for (long seed = 0; seed < 200; seed++) {
            all.update(trace(seed).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(802076960L, all.getValue());
    }

    /** Of a hundred seeds that are drawn, more than one schedule comes. */
    @Test
    void runsWithoutASeedDiffer() {
        Set<String> traces = new HashSet<>();
        Set<Long> seeds = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            SimulatedLoop loop = EventLoop.simulated();
            String trace = trace(loop);
            assertEquals(trace, trace(loop.seed().getAsLong()));
            traces.add(trace);
            seeds.add(loop.seed().getAsLong());
        }
        assertTrue(traces.size() > 10 && seeds.size() > 10, traces.size() + " traces of " + seeds.size() + " seeds");
    }

    private static final String SEED_42 = """
            0 task-5 producer:30 makes
            0 task-7 producer:30 makes
            0 task-6 producer:30 makes
            0 task-6 producer:35 has sent
            0 task-6 producer:30 makes
            0 consumer-1 consumer:44 takes 20
            0 task-6 producer:35 has sent
            0 task-6 producer:30 makes
            0 consumer-2 consumer:44 takes 21
            0 consumer-1 consumer:47 has the lock
            0 consumer-2 consumer:47 has the lock
            1 task-6 producer:35 has sent
            1 task-7 producer:35 has sent
            1 task-7 producer:30 makes
            1 consumer-1 consumer:44 takes 22
            1 consumer-2 consumer:44 takes 30
            1 consumer-1 consumer:47 has the lock
            1 consumer-2 consumer:47 has the lock
            3 impatient impatient:58 is late
            4 task-7 producer:35 has sent
            4 task-7 producer:30 makes
            4 task-5 producer:35 has sent
            4 task-5 producer:30 makes
            4 consumer-1 consumer:44 takes 31
            4 consumer-2 consumer:44 takes 10
            4 consumer-1 consumer:47 has the lock
            4 consumer-2 consumer:47 has the lock
            5 task-7 producer:35 has sent
            5 consumer-1 consumer:44 takes 32
            5 consumer-1 consumer:47 has the lock
            6 task-5 producer:35 has sent
            6 task-5 producer:30 makes
            6 consumer-2 consumer:44 takes 11
            6 task-5 producer:35 has sent
            6 consumer-1 consumer:44 takes 12
            6 consumer-2 consumer:47 has the lock
            6 main all:70 all are sent [6, 1, 5]
            6 consumer-1 consumer:47 has the lock
            6 main all:74 ends
            """;
}
