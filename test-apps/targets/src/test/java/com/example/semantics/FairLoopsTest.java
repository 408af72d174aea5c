// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.semantics.FairnessTest.Work;
import dev.weft.Async;
import dev.weft.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That loops of each shape give way which call async methods without end, and keep what they have computed. */
@Timeout(120)
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
class FairLoopsTest {
    @Async
    private static Task<Integer> one(Work work) {
        work.call();
        return Task.of(1);
    }

    private static Task<Integer> failing(Work work) {
        work.call();
        throw new IllegalStateException();
    }

    @Async
    private static Task<Integer> failed(Work work) {
        return failing(work);
    }

    /** Each call has given 1, so the sum is the number of calls made here. */
    private static void check(Work work, long before, long sum) {
        assertEquals(work.calls - before, sum);
    }

    @Async
    private static Task<Void> testsAtItsEnd(Work work) {
        long before = work.calls;
        long sum = 0;
        do {
            sum += await(one(work));
        } while (!work.enough);
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopThatTestsAtItsEnd() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::testsAtItsEnd);
    }

    @Async
    private static Task<Void> isContinued(Work work) {
        long before = work.calls;
        long sum = 0;
        while (!work.enough) {
            sum += await(one(work));
            if (sum % 3 == 0) {
                continue;
            }
            if (sum % 7 == 0) {
                sum += await(one(work));
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopThatIsContinuedInSeveralPlaces() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::isContinued);
    }

    @Async
    private static Task<Void> callsOnEachWay(Work work) {
        long before = work.calls;
        long sum = 0;
        for (int i = 0; !work.enough; i++) {
            switch (i % 3) {
                case 0 -> sum += await(one(work));
                case 1 -> sum += 2 * await(one(work)) - 1;
                default -> sum = await(one(work)) + sum;
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopThatCallsOnEachWayRound() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::callsOnEachWay);
    }

    @Async
    private static Task<Void> callsNowAndThen(Work work) {
        long before = work.calls;
        long sum = 0;
        for (int i = 0; !work.enough; i++) {
            if (i % 10 == 0) {
                sum += await(one(work));
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopThatCallsNowAndThen() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::callsNowAndThen);
    }

    /** The inner loop never jumps back, and the outer one may go round without a call. */
    @Async
    private static Task<Void> isLeftInItsFirstTurn(Work work) {
        long before = work.calls;
        long sum = 0;
        for (int i = 0; !work.enough; i++) {
            if (i % 2 == 0) {
                while (!work.enough) {
                    sum += await(one(work));
                    if (i >= 0) {
                        break;
                    }
                    sum--;
                }
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopWithinALoopThatIsLeftInItsFirstTurn() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::isLeftInItsFirstTurn);
    }

    /** As above, by an exception. */
    @Async
    private static Task<Void> failsInItsFirstTurn(Work work) {
        long caught = 0;
        while (!work.enough) {
            try {
                while (!work.enough) {
                    await(failed(work));
                }
            } catch (IllegalStateException expected) {
                caught++;
            }
        }
        assertEquals(work.calls, caught);
        return Task.done();
    }

    @Test
    void aLoopWithinATryThatFailsInItsFirstTurn() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::failsInItsFirstTurn);
    }

    @Async
    private static Task<Void> inFinally(Work work) {
        long before = work.calls;
        long sum = 0;
        try {
            sum += await(failed(work));
        } catch (IllegalStateException expected) {
            sum++;
        } finally {
            while (!work.enough) {
                sum += await(one(work));
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopInAFinallyBlock() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::inFinally);
    }

    /** The loop begins with values on the stack of operands: the first sum, and the object under construction. */
    @Async
    private static Task<Void> asAnOperand(Work work, int kind) {
        long before = work.calls;
        long sum = before
                + new StringBuilder(
                                switch (kind) {
                                    case 0 -> {
                                        long turns = 0;
                                        while (!work.enough) {
                                            turns += await(one(work));
                                        }
                                        yield "x".repeat((int) turns);
                                    }
                                    default -> "";
                                })
                        .length();
        assertEquals(work.calls, sum);
        return Task.done();
    }

    @Test
    void aLoopThatIsAnOperand() throws Exception {
        FairnessTest.givesWay(work -> asAnOperand(work, 0));
    }

    @Async
    private static Task<Void> labelled(Work work) {
        long before = work.calls;
        long sum = 0;
        outer:
        while (true) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < i; j++) {
                    sum += await(one(work));
                    if (j == 3) {
                        continue outer;
                    }
                    if (work.enough) {
                        break outer;
                    }
                }
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void loopsThatAreLeftAcrossOneAnother() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::labelled);
    }

    @Async
    private static Task<Void> aroundAMonitor(Work work) {
        long before = work.calls;
        long sum = 0;
        while (!work.enough) {
            int called = await(one(work));
            synchronized (work) {
                sum += called;
            }
        }
        check(work, before, sum);
        return Task.done();
    }

    @Test
    void aLoopAroundAMonitor() throws Exception {
        FairnessTest.givesWay(FairLoopsTest::aroundAMonitor);
    }
}
