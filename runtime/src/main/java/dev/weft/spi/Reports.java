// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The log for what goes wrong where no caller is left to be told: warnings of the logger {@code dev.weft}. Any thread. */
public final class Reports {
    /** Whether the system property {@code weft.strict} is {@code true}: then {@code run} fails if work was forgotten. */
    public static final boolean ARE_FAILURES = Boolean.getBoolean("weft.strict");

    /** What was forgotten in this process since somebody last took it; empty unless that is a failure. */
    private static final ConcurrentLinkedQueue<String> FORGOTTEN = new ConcurrentLinkedQueue<>();

    private static volatile boolean jvmEnds;

    private Reports() {}

    /**
     * Logs a warning about work that the program has forgotten: what was never awaited, or a failure that nobody has seen. Never throws.
     *
     * @param what what was forgotten, and where, as for {@link #warning}
     * @param failure the exception that nobody has seen, or null
     */
    public static void forgotten(String what, @Nullable Throwable failure) {
        warning(what, failure);
        if (ARE_FAILURES) {
            FORGOTTEN.add(what);
        }
    }

    /**
     * Returns what was forgotten, and forgets it.
     *
     * @return what {@link #forgotten} was told since the last call, the oldest first; empty unless {@link #ARE_FAILURES}
     */
    public static List<String> takeForgotten() {
        List<String> taken = new ArrayList<>();
        for (String next = FORGOTTEN.poll(); next != null; next = FORGOTTEN.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** Says that the JVM has begun to end: the JDK's own log takes nothing from then on, so warnings go to standard error in its place. */
    public static void jvmEnds() {
        jvmEnds = true;
    }

    /**
     * Logs a warning. Never throws: what the logger does not take goes to standard error.
     *
     * @param what what went wrong, where, and what becomes of it, as a sentence without a full stop or several with one
     * @param failure the exception that says why, or null
     */
    public static void warning(String what, @Nullable Throwable failure) {
        try {
            System.Logger logger = System.getLogger("dev.weft");
            if (jvmEnds && isOfJdk(logger)) {
                print(what, failure, "the JVM ends, and the log of the JDK with it");
            } else {
                logger.log(System.Logger.Level.WARNING, what, failure);
            }
        } catch (Throwable broken) { // a handler of the user's, or no memory for the record
            print(what, failure, "the logger dev.weft failed: " + Fence.textOf(broken));
        }
    }

    /**
     * Logs what is only for who looks for it, at the level of debugging, if somebody has set up a log. Never throws.
     *
     * @param what what is so, as a sentence without a full stop
     */
    public static void detail(String what) {
        try {
            if (isLogSetUp()) {
                System.getLogger("dev.weft").log(System.Logger.Level.DEBUG, what);
            }
        } catch (Throwable broken) { // and nobody has looked for it
            return;
        }
    }

    /** As it is by itself, the log of the JDK shows nothing of that level; to load it for that takes time and descriptors. */
    private static boolean isLogSetUp() {
        return System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null
                || ServiceLoader.load(System.LoggerFinder.class).stream()
                        .findAny()
                        .isPresent();
    }

    private static boolean isOfJdk(System.Logger logger) {
        String type = logger.getClass().getName();
        return type.startsWith("jdk.internal.") || type.startsWith("sun.");
    }

    private static void print(String what, @Nullable Throwable failure, String why) {
        try {
            System.err.println("WARNING: " + what);
            if (failure != null) {
                System.err.println("    because of " + Fence.textOf(failure));
            }
            System.err.println("    (to standard error, since " + why + ")");
        } catch (Throwable nobodyListens) {
            return; // there is nowhere left to say it
        }
    }
}
