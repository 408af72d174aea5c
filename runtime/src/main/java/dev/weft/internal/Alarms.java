// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread for the deadlines of all loops whose executors have no timers of their own. It hands turns over, and runs no code of
 * users but that of the executor which takes them. It ends when it has nothing to wait for.
 */
final class Alarms {
    private static final ScheduledThreadPoolExecutor THREAD =
            new ScheduledThreadPoolExecutor(1, work -> daemon("weft-alarms", work));

    static {
        THREAD.setRemoveOnCancelPolicy(true); // a deadline that is cancelled leaves nothing behind
        THREAD.setKeepAliveTime(10, TimeUnit.SECONDS);
        THREAD.allowCoreThreadTimeOut(true);
    }

    private Alarms() {}

    static ScheduledThreadPoolExecutor shared() {
        return THREAD;
    }

    /** Makes a thread that belongs to nobody, and keeps no program from ending. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setContextClassLoader(Alarms.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }
}
