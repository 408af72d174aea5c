// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.function.BooleanSupplier;

/**
 * The threads that look at the program while it runs: one lets others look into it (decision 49), one looks for loops that stall (decision
 * 45). Each starts when there is something to see, and again when that is so after it has ended. All that it needs is loaded on that thread;
 * here it is known by its name, as it uses this package.
 */
public final class DebugThread implements Runnable {
    private static final boolean IS_ON = !"off".equals(System.getProperty("weft.debug"));

    /** The system property that says for how long a step may hold its loop, or that nobody is to look. */
    public static final String STALL = "weft.debug.stall";

    /** Lets others look into the program: wanted while there is an open loop, or a coroutine without one that has suspended. */
    public static final DebugThread DOORS = new DebugThread(
            "weft-debug",
            "dev.weft.internal.door.Doors",
            IS_ON,
            () -> !Loops.areNone() || !DetachedCoroutines.areNone());

    /** Looks for loops that stall: wanted while there is an open loop. */
    public static final DebugThread STALLS = new DebugThread(
            "weft-stalls",
            "dev.weft.internal.watch.StallWatch",
            IS_ON && !"off".equals(System.getProperty(STALL)),
            () -> !Loops.areNone());

    private final String name;
    private final String work;
    private final boolean isOn;
    private final BooleanSupplier wanted;
    private volatile boolean runs;

    private DebugThread(String name, String work, boolean isOn, BooleanSupplier wanted) {
        this.name = name;
        this.work = work;
        this.isOn = isOn;
        this.wanted = wanted;
    }

    /** There is something to see from now on. Called by those who run tasks, so this does as little as it can, and never throws. */
    void begins() {
        if (isOn && !runs) {
            try {
                start();
            } catch (Throwable lacking) { // a thread, or memory
                return; // the program goes on unseen, and the next loop tries again
            }
        }
    }

    private synchronized void start() {
        if (!runs) {
            Alarms.daemon(name, this).start();
            runs = true;
        }
    }

    /**
     * Says whether there is something to see. Any thread.
     *
     * @return whether the thread has to go on
     */
    public boolean isWanted() {
        return wanted.getAsBoolean();
    }

    /**
     * Has the thread end, unless there is something to see by now. Called by the thread as the last thing it does.
     *
     * @return whether it is to end; what comes later starts another
     */
    public synchronized boolean ends() {
        runs = false; // first: what begins after the question starts another
        runs = isWanted();
        return !runs;
    }

    @Override
    public void run() {
        try {
            Class<?> type = Class.forName(work);
            ((Runnable) type.getConstructor().newInstance()).run();
        } catch (Throwable failed) { // as where an application was packed without these classes, or its class loader is
            // closed: needs none
            System.getLogger("dev.weft")
                    .log(System.Logger.Level.DEBUG, "Nobody looks at the program on thread " + name, failed);
        }
    }
}
