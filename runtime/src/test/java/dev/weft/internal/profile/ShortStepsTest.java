// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.Script;
import dev.weft.sync.Event;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that are over before their thread can be stopped for its stack, as on a busy machine. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ShortStepsTest {
    private static final String SOURCES = "step;com.example.Short;7,8;Short.java";

    private final Stacks stacks = new Stacks();

    /** A thread of a loop whose step goes on until somebody wants to see the stack of the thread. */
    private static final class Stopped extends Thread {
        private final CountDownLatch isRunning = new CountDownLatch(1);
        private volatile boolean isOver;
        private volatile boolean isAsked;
        private final EventLoop loop = EventLoop.create();

        @Override
        public void run() {
            try (EventLoop own = loop) {
                own.run(Script.at(SOURCES, (step, last) -> {
                    if (step > 0) {
                        return null;
                    }
                    isRunning.countDown();
                    while (!isOver) {
                        Thread.onSpinWait();
                    }
                    return new Event("never").untilSet();
                }));
            } catch (CancellationException stopped) {
                // by the test
            }
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            isAsked = true;
            endTheStep();
            return super.getStackTrace();
        }

        void endTheStep() {
            isOver = true;
            while (!inspection().isWaiting()) {
                Thread.onSpinWait();
            }
        }

        LoopInspection inspection() {
            return LoopInspection.all().stream()
                    .filter(loop -> loop.thread() == this)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aStepThatIsOverWhenItsStackComesHasItsTime() throws Exception {
        during(new RunningTasks(stacks)::look, thread -> assertTrue(thread.isAsked));
        assertEquals("com.example.Short.step(Short.java:7);[running] 1\n", seen());
    }

    @Test
    void aLookAtWhoWaitsDoesNotStopTheThreadsOfLoops() throws Exception {
        during(new WaitingTasks(stacks)::look, thread -> assertFalse(thread.isAsked));
        assertEquals("", seen());
    }

    private static void during(LongConsumer look, Consumer<Stopped> then) throws InterruptedException {
        Stopped thread = new Stopped();
        thread.setDaemon(true);
        thread.start();
        thread.isRunning.await();
        look.accept(1_000_000);
        then.accept(thread);
        thread.endTheStep();
        thread.loop.stop();
        thread.join();
    }

    /** Other tests have loops, too. */
    private String seen() throws IOException {
        StringBuilder text = new StringBuilder();
        stacks.drainTo(text);
        return text.toString()
                .lines()
                .filter(line -> line.contains("Short.step"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
