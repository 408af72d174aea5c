// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the state and the stack of a thread say. */
class ThreadLookTest {
    private static final int NATIVE = -2;
    private static final String[] STEP = {"dev.weft.abi.Trampoline.step", "dev.weft.internal.Turns.until"};

    private static Activity of(Thread.State state, int line, String... methods) {
        return ThreadLook.activity(
                state,
                Arrays.stream(methods)
                        .map(method -> new StackTraceElement(
                                method.substring(0, method.lastIndexOf('.')),
                                method.substring(method.lastIndexOf('.') + 1),
                                "File.java",
                                line))
                        .toArray(StackTraceElement[]::new));
    }

    private static Activity inStep(Thread.State state, int line, String... methods) {
        String[] all = Arrays.copyOf(methods, methods.length + STEP.length);
        System.arraycopy(STEP, 0, all, methods.length, STEP.length);
        return of(state, line, all);
    }

    @Test
    void aThreadOfAnotherStateThanRunnableWaits() {
        assertEquals(Activity.WAITS, inStep(Thread.State.TIMED_WAITING, NATIVE, "java.lang.Thread.sleep"));
        assertEquals(Activity.WAITS, inStep(Thread.State.BLOCKED, 7, "com.example.Shop.buy"));
    }

    @Test
    void aThreadInJavaCodeRuns() {
        assertEquals(Activity.RUNS, inStep(Thread.State.RUNNABLE, 7, "com.example.Shop.buy"));
        assertEquals(Activity.RUNS, of(Thread.State.RUNNABLE, 7));
    }

    @Test
    void nativeCodeIsToldApart() {
        assertEquals(
                Activity.IN_NATIVE_CODE,
                inStep(Thread.State.RUNNABLE, NATIVE, "sun.nio.ch.Net.poll", "com.example.Shop.buy"));
    }

    @Test
    void aLoopInItsSelectorIsIdleThoughItSaysThatItTurns() {
        assertEquals(
                Activity.IDLE,
                of(
                        Thread.State.RUNNABLE,
                        NATIVE,
                        "sun.nio.ch.EPoll.wait",
                        "dev.weft.internal.SelectorReadiness.await",
                        "dev.weft.internal.Inbox.await",
                        "dev.weft.internal.Turns.until"));
    }

    @Test
    void aClassThatIsLoadedIsNotTheProgramsDoing() {
        assertEquals(
                Activity.LOADS_CLASSES,
                inStep(
                        Thread.State.RUNNABLE,
                        7,
                        "java.util.zip.Inflater.inflate",
                        "java.lang.ClassLoader.loadClass",
                        "com.example.Shop.buy"));
    }

    @Test
    void aClassThatWasLoadedByWhoeverRunsTheLoopIsOfNoInterest() {
        assertEquals(
                Activity.RUNS,
                of(
                        Thread.State.RUNNABLE,
                        7,
                        "com.example.Shop.buy",
                        "dev.weft.abi.Trampoline.step",
                        "java.lang.ClassLoader.loadClass"));
    }
}
