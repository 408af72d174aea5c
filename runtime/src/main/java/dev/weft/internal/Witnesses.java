// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for witnesses. The JVM runs finalizers one after another, so that one of the user's that hangs holds up those of all others. */
final class Witnesses {
    /** How long one waits for all that are under way together. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** After what time another thread runs those that have not begun. */
    private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Witnesses() {}

    /** Waits until no task is under way to its witness. What does not come is given up, so that nobody waits for it again. */
    static void await(List<Suspect> suspects) {
        boolean isHelped = false;
        for (long begun = System.nanoTime(); isAnyUnderWay(suspects); LockSupport.parkNanos(REST_NANOS)) {
            long waited = System.nanoTime() - begun;
            if (waited > PATIENCE_NANOS) {
                suspects.stream().filter(Suspect::isUnderWay).forEach(Suspect::isGivenUp);
            } else if (waited > HELP_NANOS && !isHelped) {
                isHelped = true;
                help();
            }
        }
    }

    private static void help() {
        try {
            Alarms.daemon("weft-finalizers", Witnesses::runFinalizers).start();
        } catch (Throwable lacking) { // a thread, or memory
            return; // it is waited for without help
        }
    }

    private static boolean isAnyUnderWay(List<Suspect> suspects) {
        return suspects.stream().anyMatch(Suspect::isUnderWay);
    }

    /** Has the JVM run what waits behind one that hangs. In a JVM without finalizers nothing is under way. */
    @SuppressWarnings({"deprecation", "removal", "RunFinalizers"})
    private static void runFinalizers() {
        System.runFinalization();
    }
}
