// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasks that call async methods without end, of which none ever suspends: that they give way to others, go on with the values they had, and
 * can be cancelled. {@link #MOST_CALLS} bounds how many calls they make in one step.
 */
@Timeout(120)
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
class FairnessTest implements OnEverySchedule {
    /** What a step may make, with the rest of a block. */
    private static final int MOST_CALLS = 34_000;

    private static final int TICKS = 20;

    /** What a hog has done, and when it is to stop. */
    static final class Work {
        long calls;

        /** The most calls between two ticks. In a shuffled order those may be two steps: the last of a round, and the first of the next. */
        long most;

        boolean enough;

        private long atLastTick;

        void call() {
            calls++;
            if (calls > 100L * MOST_CALLS) {
                throw new AssertionError("nobody else has run");
            }
        }

        void tick() {
            most = Math.max(most, calls - atLastTick);
            atLastTick = calls;
        }
    }

    /** A task without end, which calls {@link Work#call} in each turn. */
    interface Hog {
        Task<?> start(Work work) throws Exception;
    }

    @Async
    private static Task<Void> tick(Work work) {
        for (int i = 0; i < TICKS; i++) {
            await(yieldNow());
            work.tick();
        }
        work.enough = true;
        return Task.done();
    }

    /** The ticker has to end, though the hog does not end before. */
    static void givesWay(Hog hog) throws Exception {
        onEverySchedule(() -> {
            Work work = new Work();
            ScheduledTask<?> hogging = spawn(hog.start(work));
            ScheduledTask<Void> ticking = spawn(tick(work));
            await(ticking);
            await(hogging);
            assertTrue(work.most > 0 && work.most <= 2 * MOST_CALLS, () -> work.most + " calls");
            return Task.done();
        });
    }

    // ------------------------------------------------------------------ what is called

    @Async
    private static Task<Integer> one(Work work) {
        work.call();
        return Task.of(1);
    }

    @Async
    private static Task<Void> callsStatic(Work work) {
        while (!work.enough) {
            await(one(work));
        }
        return Task.done();
    }

    @Test
    void aLoopOfCallsOfAStaticMethod() throws Exception {
        givesWay(FairnessTest::callsStatic);
    }

    /** Methods called by way of their object. */
    private static class Callee implements Called {
        @Async
        private Task<Integer> hidden(Work work) {
            work.call();
            return Task.of(1);
        }

        @Async
        Task<Void> callsPrivate(Work work) {
            while (!work.enough) {
                await(hidden(work));
            }
            return Task.done();
        }

        @Override
        @Async
        public Task<Integer> answer(Work work, int i) {
            work.call();
            return Task.of(i);
        }
    }

    private static final class Other extends Callee {
        @Override
        @Async
        public Task<Integer> answer(Work work, int i) {
            work.call();
            return Task.of(-i);
        }
    }

    private interface Called {
        Task<Integer> answer(Work work, int i);
    }

    @Test
    void aLoopOfCallsOfAPrivateMethod() throws Exception {
        givesWay(new Callee()::callsPrivate);
    }

    @Async
    private static Task<Void> callsVirtual(Work work, Callee first, Callee second) {
        for (int i = 0; !work.enough; i++) {
            Callee callee = i % 2 == 0 ? first : second;
            assertEquals(callee == first ? i : -i, (int) await(callee.answer(work, i)));
        }
        return Task.done();
    }

    @Test
    void aLoopOfCallsThatMayBeOverridden() throws Exception {
        givesWay(work -> callsVirtual(work, new Callee(), new Other()));
    }

    @Async
    private static Task<Void> callsInterface(Work work, Called called) {
        for (int i = 0; !work.enough; i++) {
            assertEquals(i, (int) await(called.answer(work, i)));
        }
        return Task.done();
    }

    @Test
    void aLoopOfCallsThroughAnInterface() throws Exception {
        givesWay(work -> callsInterface(work, new Callee()));
    }

    /** Nothing is called directly here: the entry makes a task, and that is awaited. */
    @Test
    void aLoopOfCallsOfLambdas() throws Exception {
        Hog atOnce = work -> {
            if (work.enough) {
                await(yieldNow());
            }
            work.call();
            return Task.done();
        };
        givesWay(work -> callsHog(work, atOnce));
    }

    @Async
    private static Task<Void> callsHog(Work work, Hog hog) throws Exception {
        while (!work.enough) {
            Task<?> task = hog.start(work);
            await(task);
        }
        return Task.done();
    }

    @Async
    private static CompletableFuture<Integer> stage(Work work) {
        work.call();
        return CompletableFuture.completedFuture(1);
    }

    @Async
    private static Task<Void> callsStage(Work work) {
        while (!work.enough) {
            await(stage(work));
        }
        return Task.done();
    }

    @Test
    void aLoopOfCallsOfAMethodThatReturnsAStage() throws Exception {
        givesWay(FairnessTest::callsStage);
    }

    @Async
    private static Task<Void> callsAcrossClasses(Work work) {
        while (!work.enough) {
            await(Elsewhere.one(work));
        }
        return Task.done();
    }

    private static final class Elsewhere {
        @Async
        static Task<Integer> one(Work work) {
            work.call();
            return Task.of(1);
        }
    }

    @Test
    void aLoopOfCallsOfAMethodOfAnotherClass() throws Exception {
        givesWay(FairnessTest::callsAcrossClasses);
    }

    // ------------------------------------------------------------------ how it is called

    @Async
    private static Task<Long> fib(Work work, int n) {
        work.call();
        if (n < 2 || work.enough) {
            return Task.of((long) n);
        }
        return Task.of(await(fib(work, n - 1)) + await(fib(work, n - 2)));
    }

    @Test
    void recursion() throws Exception {
        givesWay(work -> fib(work, 60));
    }

    @Async
    private static Task<Long> even(Work work, int n) {
        work.call();
        return n < 2 || work.enough ? Task.of(1L) : Task.of(await(odd(work, n - 1)) + await(odd(work, n - 2)));
    }

    @Async
    private static Task<Long> odd(Work work, int n) {
        return n < 2 || work.enough ? Task.of(1L) : Task.of(await(even(work, n - 1)) + await(even(work, n - 2)));
    }

    @Test
    void twoMethodsThatCallOneAnother() throws Exception {
        givesWay(work -> even(work, 60));
    }

    @Async
    private static Task<Integer> tenTurns(Work work) {
        int turns = 0;
        for (int i = 0; i < 10; i++) {
            turns += await(one(work));
        }
        return Task.of(turns);
    }

    @Async
    private static Task<Void> loopInLoop(Work work) {
        while (!work.enough) {
            for (int i = 0; i < 3; i++) {
                assertEquals(10, (int) await(tenTurns(work)));
            }
        }
        return Task.done();
    }

    @Test
    void aLoopInALoopOfAnotherMethod() throws Exception {
        givesWay(FairnessTest::loopInLoop);
    }

    @Async
    private static Task<Double> wide(Work work, long a, double b, String c, int d) {
        work.call();
        return Task.of(a + b + c.length() + d);
    }

    @Async
    private static Task<Void> keepsValues(Work work, long a, String text) {
        double sum = 0;
        long turns = 0;
        for (int i = 0; !work.enough; i = (i + 1) & 7) {
            sum += a * await(wide(work, a, 0.5, text, i)) + text.length();
            turns++;
            assertEquals(turns * (a * (a + 0.5 + text.length()) + text.length()) + a * digits(turns), sum);
        }
        return Task.done();
    }

    /** The sum of so many numbers of 0, 1, …, 7, 0, 1, …. */
    private static long digits(long turns) {
        long rest = turns % 8;
        return turns / 8 * 28 + rest * (rest - 1) / 2;
    }

    @Test
    void wideArgumentsAndWhatIsOnTheStackSurvive() throws Exception {
        givesWay(work -> keepsValues(work, 3, "abc"));
    }

    @Async
    private static Task<Void> inTryAndFinally(Work work) {
        long inFinally = 0;
        long turns = 0;
        while (!work.enough) {
            try {
                turns++;
                await(throwing(work));
                throw new AssertionError("not thrown");
            } catch (IllegalStateException expected) {
                assertEquals(turns, inFinally + 1);
            } finally {
                inFinally++;
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Integer> throwing(Work work) {
        work.call();
        throw new IllegalStateException();
    }

    @Test
    void aLoopWhoseCallsFailInTry() throws Exception {
        givesWay(FairnessTest::inTryAndFinally);
    }

    // ------------------------------------------------------------------ and is cancelled

    @Async
    private static Task<Void> cleansUp(Work work, List<String> events) {
        try {
            while (!work.enough) {
                await(one(work));
            }
        } catch (CancellationException cancelled) {
            events.add("cancelled at " + cancelled.getStackTrace()[0].getMethodName());
            throw cancelled;
        } finally {
            events.add("cleaned up " + await(one(work)));
        }
        return Task.done();
    }

    @AsyncTest
    void isCancelledAtACallAndCleansUp() throws Exception {
        List<String> events = new ArrayList<>();
        Work work = new Work();
        ScheduledTask<Void> hog = spawn(cleansUp(work, events));
        while (work.calls == 0) {
            await(yieldNow());
        }
        assertEquals(State.READY, hog.state());
        assertTrue(
                hog.callStack().stream().anyMatch(line -> line.getMethodName().equals("cleansUp")));
        assertTrue(hog.cancel());
        assertInstanceOf(CancellationException.class, await(failureOf(hog)));
        assertEquals(State.CANCELLED, hog.state());
        assertEquals(List.of("cancelled at cleansUp", "cleaned up 1"), events);
    }

    @Async
    private static Task<Void> cancelsItself(Work work) {
        currentTask().cancel();
        while (!work.enough) {
            await(one(work));
        }
        return Task.done();
    }

    @AsyncTest
    void isCancelledByItselfWithinABoundedNumberOfCalls() throws Exception {
        Work work = new Work();
        assertInstanceOf(CancellationException.class, await(failureOf(spawn(cancelsItself(work)))));
        assertTrue(work.calls <= MOST_CALLS, () -> work.calls + " calls");
    }

    /** Nobody else is on the loop, and all the same it has to look for requests of other threads. */
    @Test
    void stopReachesALoopWithNothingElseToDo() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            Work work = new Work();
            Thread stopper = new Thread(loop::stop);
            assertThrows(CancellationException.class, () -> loop.run(startsAndSpins(stopper, work)));
            stopper.join();
        }
    }

    @Test
    void interruptReachesALoopWithNothingElseToDo() {
        try (EventLoop loop = EventLoop.create()) {
            Work work = new Work();
            Thread here = Thread.currentThread();
            assertThrows(
                    CancellationException.class, () -> loop.run(startsAndSpins(new Thread(here::interrupt), work)));
            assertTrue(Thread.interrupted());
        }
    }

    @Async
    private static Task<Void> startsAndSpins(Thread other, Work work) {
        other.start();
        while (!work.enough) {
            await(spin());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> spin() {
        Thread.onSpinWait();
        return Task.done();
    }

    /** Decision 22: who would give way to nobody does not suspend, so what called it is still on the Java stack. */
    @Test
    void aTaskAloneOnItsLoopDoesNotSuspend() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertTrue(loop.run(callsOneThatStaysAlone(new Work())));
        }
    }

    @Async
    private static Task<Boolean> callsOneThatStaysAlone(Work work) {
        boolean still = await(staysAlone(work));
        return Task.of(still);
    }

    @Async
    private static Task<Boolean> staysAlone(Work work) {
        for (int i = 0; i < 3 * MOST_CALLS; i++) {
            await(one(work));
        }
        return Task.of(StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("callsOneThatStaysAlone"))));
    }

    @Async
    private static CompletableFuture<Void> detached(Work work) {
        while (!work.enough) {
            await(one(work));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Async
    private static Task<Void> startsDetached(Work work) {
        CompletableFuture<Void> hog = detached(work);
        await(tick(work));
        await(hog);
        return Task.done();
    }

    @Async
    private static CompletableFuture<Void> awaitsWhatIsReady(Work work) {
        while (!work.enough) {
            work.call();
            await(Task.of(1));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Async
    private static Task<Void> startsDetachedThatAwaits(Work work) {
        CompletableFuture<Void> hog = awaitsWhatIsReady(work);
        await(tick(work));
        await(hog);
        return Task.done();
    }

    /** It is no task of the loop, but runs on its thread. */
    @Test
    void aStageThatIsStartedOnALoopGivesWay() throws Exception {
        onEverySchedule(() -> startsDetached(new Work()));
        Schedules.inOrder(() -> startsDetached(new Work()));
        Schedules.inOrder(() -> startsDetachedThatAwaits(new Work()));
    }
}
