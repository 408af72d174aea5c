// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** Has Lincheck try a number of scenarios, and says which failed. */
public final class Judge {
    private static final int SCHEDULES = 50;
    private static final int SCENARIOS = 8;
    private static final int SCHEDULES_OF_EACH = 25;
    private static final int ORDERS = 200;

    private final int times;
    private int passed;

    Judge(int times) {
        this.times = times;
    }

    /**
     * Tries schedules of the threads that a scenario starts, once. It throws what it finds wrong; if none of them goes on, that is found. It is
     * to be a method of the class that calls this, since Lincheck looks into no other.
     */
    public void schedules(String name, Runnable scenario) {
        check(name, () -> {
            int schedules = SCHEDULES * times;
            long before = threadsStarted();
            Lincheck.runConcurrentTest(schedules, scenario);
            long started = threadsStarted() - before;
            require(started >= schedules, "only " + started + " threads were started, so Lincheck sees nothing of it");
        });
    }

    /** Told by the JVM: between schedules, Lincheck puts back what the program itself could count in. */
    private static long threadsStarted() {
        return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
    }

    /** Draws operations for two threads, and tries schedules of each: some order of them must explain what they returned. */
    public void threads(String name, Class<?> subject, Class<?> model) {
        check(
                name,
                () -> new ModelCheckingOptions()
                        .iterations(SCENARIOS * times)
                        .invocationsPerIteration(SCHEDULES_OF_EACH)
                        .threads(2)
                        .actorsBefore(2)
                        .actorsPerThread(3)
                        .actorsAfter(2)
                        .sequentialSpecification(model)
                        .check(subject));
    }

    /** Draws operations for what belongs to one thread: each must return what the model does. */
    public void orders(String name, Class<?> subject, Class<?> model) {
        check(
                name,
                () -> new StressOptions()
                        .iterations(ORDERS * times)
                        .invocationsPerIteration(1)
                        .threads(1)
                        .actorsBefore(0)
                        .actorsPerThread(24)
                        .actorsAfter(0)
                        .sequentialSpecification(model)
                        .check(subject));
    }

    private void check(String name, Runnable check) {
        try {
            check.run();
            passed++;
        } catch (AssertionError found) {
            System.out.println("failed\t" + name + ": " + found.getMessage());
        }
    }

    /** How many checks found nothing wrong. */
    int passed() {
        return passed;
    }

    // ------------------------------------------------------------------ for scenarios

    /** Starts a thread for each. In a loop: Lincheck does not see a start that the JDK calls. */
    public static List<Thread> start(Runnable... bodies) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable body : bodies) {
            Thread thread = new Thread(body);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** Waits until all have ended. */
    public static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }

    /** Runs each on a thread of its own, and waits until all have ended. */
    public static void together(Runnable... bodies) {
        join(start(bodies));
    }

    /** Fails a scenario where something is not so. */
    public static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new AssertionError(otherwise);
        }
    }
}
