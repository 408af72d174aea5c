// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;

/**
 * Starts the thread that lets others look into the program (decision 49), when the first loop begins to turn or the first coroutine without
 * one suspends, and again when that happens after it has ended. All that it needs is loaded on that thread; here it is known by its name, as
 * it uses this package.
 */
public final class DebugThread implements Runnable {
    private static final String WORK = "dev.weft.internal.door.Doors";

    /** What debuggers evaluate, which only know classes that are loaded (decision 48). */
    private static final String FOR_DEBUGGERS = "dev.weft.debug.TaskDump";

    private static final boolean IS_ON = !"off".equals(System.getProperty("weft.debug"));

    private static volatile boolean runs;

    private DebugThread() {}

    /** There is something to see from now on. Called by those who run tasks, so this does as little as it can, and never throws. */
    static void begins() {
        if (IS_ON && !runs) {
            try {
                start();
            } catch (Throwable lacking) { // a thread, or memory
                return; // the program goes on unseen, and the next loop tries again
            }
        }
    }

    private static synchronized void start() {
        if (!runs) {
            Alarms.daemon("weft-debug", new DebugThread()).start();
            runs = true;
        }
    }

    /**
     * Says whether there is something to see. Any thread.
     *
     * @return whether there is an open loop, or a coroutine without one that has suspended
     */
    public static boolean isWanted() {
        return !Loops.areNone() || !DetachedCoroutines.areNone();
    }

    /**
     * Has the thread end, unless there is something to see by now. Called by the thread as the last thing it does.
     *
     * @return whether it is to end; what comes later starts another
     */
    public static synchronized boolean ends() {
        runs = false; // first: what begins after the question starts another
        runs = isWanted();
        return !runs;
    }

    @Override
    public void run() {
        try {
            Class<?> unused = Class.forName(FOR_DEBUGGERS);
            Class<?> work = Class.forName(WORK);
            ((Runnable) work.getConstructor().newInstance()).run();
        } catch (Throwable failed) { // as where an application was packed without these classes
            System.getLogger("dev.weft")
                    .log(
                            System.Logger.Level.DEBUG,
                            "The program cannot be looked into: " + Fence.textOf(failed),
                            failed);
        }
    }
}
