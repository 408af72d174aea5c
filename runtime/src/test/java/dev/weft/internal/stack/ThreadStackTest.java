// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stacks of the threads of a pool, innermost first. */
class ThreadStackTest {
    private static final List<String> POOL = List.of(
            "dev.weft.internal.BlockingJob.run",
            "java.util.concurrent.ThreadPoolExecutor.runWorker",
            "java.lang.Thread.run");

    private static List<String> shown(boolean internal, String... above) {
        StackTraceElement[] trace = Stream.concat(Arrays.stream(above), POOL.stream())
                .map(ThreadStackTest::element)
                .toArray(StackTraceElement[]::new);
        return new ThreadStack(trace, internal)
                .aboveRuntime().stream()
                        .map(line -> line.getClassName() + '.' + line.getMethodName())
                        .toList();
    }

    private static StackTraceElement element(String method) {
        int dot = method.lastIndexOf('.');
        return new StackTraceElement(method.substring(0, dot), method.substring(dot + 1), "Source.java", 7);
    }

    @Test
    void whatTheRuntimeHasCalledIsShownWithTheCallsOfTheJdkOnTop() {
        assertEquals(
                List.of("java.lang.Thread.sleep", "com.example.Report.render"),
                shown(false, "java.lang.Thread.sleep", "com.example.Report.render"));
    }

    @Test
    void whoIsInACallOfTheRuntimeIsShownAndHowThatWaitsIsNot() {
        assertEquals(
                List.of("com.example.Report.fetch", "com.example.Report.render"),
                shown(
                        false,
                        "jdk.internal.misc.Unsafe.park",
                        "java.util.concurrent.locks.LockSupport.park",
                        "dev.weft.internal.OutsideWaiter.await",
                        "dev.weft.Task.block",
                        "com.example.Report.fetch",
                        "com.example.Report.render"));
    }

    @Test
    void allIsShownToWhoWantsTheFramesOfTheRuntime() {
        assertEquals(
                5,
                shown(true, "dev.weft.Task.block", "com.example.Report.render").size());
    }

    @Test
    void aThreadThatTheRuntimeHasNotCalledIsShownWhole() {
        StackTraceElement[] trace = {element("com.example.Own.work"), element("java.lang.Thread.run")};
        assertEquals(List.of(trace), new ThreadStack(trace, false).aboveRuntime());
    }
}
