// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * How many calls of bodies a coroutine has made since it last gave way, and how many bodies stand on one another on the Java stack: one
 * int, so that a call counts both with one addition and looks at both with one test (decision 22).
 *
 * <pre>
 * bit   31      set: the calls are spent
 *       9 to 30 the calls made, plus what makes {@link #MOST_CALLS} of them reach bit 31
 *       8       set: the Java stack is too deep
 *       0 to 7  the depth, plus what makes {@link #MAX_DEPTH} the last that does not reach bit 8
 * </pre>
 */
final class CallCount {
    /** Bodies that may call one another directly before a call is deferred to the trampoline. */
    static final int MAX_DEPTH = 200;

    /**
     * Calls that may complete at once before the coroutine looks whether others want to run. Many more than a {@link #BLOCK}: loops then
     * look first, and while the branch behind {@link Coroutine#enter} has never been taken, HotSpot inlines longer chains of calls.
     */
    static final int MOST_CALLS = 32 * 1024;

    /** The calls that a loop counts by itself, down to nothing, before it looks whether others want to run. Woven code has this number in it. */
    static final int BLOCK = 1023;

    /** As how many calls a step of a generator counts, beside the call: of so many fewer {@link #MOST_CALLS} are a {@link #BLOCK}. */
    static final int STEP = 31;

    private static final int CALL = 1 << 9;
    private static final int SPENT = 1 << 31;
    private static final int TOO_DEEP = 1 << 8;

    /** One of these bits stands against running the body that was entered. No method asks: it would be a level more to inline for each call. */
    static final int STOPS = SPENT | TOO_DEEP;

    private static final int DEPTH = CALL - 1;
    private static final int NO_DEPTH = TOO_DEEP - 1 - MAX_DEPTH;

    /** Before the first call. */
    static final int NONE = (SPENT - MOST_CALLS * CALL) | NO_DEPTH;

    /** What a body adds that is entered. */
    static final int ENTERED = CALL + 1;

    /** What a step of a generator adds. */
    static final int ENTERED_STEP = ENTERED + STEP * CALL;

    private CallCount() {}

    static boolean isSpent(int count) {
        return count < 0;
    }

    static boolean isTooDeep(int count) {
        return (count & TOO_DEEP) != 0;
    }

    static int spent(int count) {
        return count | SPENT;
    }

    /** Adds calls, fewer than the two million after which they would not be spent any more. */
    static int plus(int count, int calls) {
        return count + calls * CALL;
    }

    /** As many calls as before the first one, at the depth of now. */
    static int afresh(int count) {
        return withDepthOf(count, NONE);
    }

    /** The calls of now, with nothing on the Java stack. */
    static int withoutDepth(int count) {
        return withDepthOf(NONE, count);
    }

    /** The calls of one count at the depth of another. */
    static int withDepthOf(int depth, int calls) {
        return (calls & -CALL) | (depth & DEPTH);
    }
}
