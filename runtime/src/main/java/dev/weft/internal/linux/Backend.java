// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which selector a loop has: the JDK's, or one of this package where that may be had. {@code -Dweft.backend=nio},
 * {@code epoll} or {@code io_uring} says which; without it, it is epoll where that may be had.
 */
public final class Backend {
    private static final String PROPERTY = "weft.backend";
    private static final String NIO = "nio";
    private static final String EPOLL = "epoll";
    private static final String RING = "io_uring";
    private static final int FIRST_WITH_FOREIGN_CALLS = 22;

    /** What keeps loops from having epoll here; null if nothing does. */
    static final @Nullable String WHY_NOT;

    /** Whether loops have io_uring. */
    private static final boolean IS_RING;

    static {
        String wanted = System.getProperty(PROPERTY);
        WHY_NOT = NIO.equals(wanted) ? "-D" + PROPERTY + '=' + NIO : missing();
        IS_RING = WHY_NOT == null && RING.equals(wanted) && isRingThere();
        if (wanted != null && !wanted.equals(NIO)) {
            tellOfNoEffect(wanted);
        }
    }

    private static final AtomicBoolean UNTOLD = new AtomicBoolean(true);

    private Backend() {}

    /** Has what takes its time done by whoever makes a loop, and not by the loop when it watches its first channel. */
    public static void prepare() {
        // this class is initialized
    }

    /**
     * Opens a selector.
     *
     * @return the selector
     * @throws IOException if the system has no descriptor for it
     */
    public static Selector open() throws IOException {
        if (UNTOLD.getAndSet(false)) {
            tell();
        }
        return WHY_NOT != null ? Selector.open() : IS_RING ? ring() : new EpollSelector();
    }

    /** A ring takes memory of which a user may have only so much: loops after that do without. */
    private static Selector ring() throws IOException {
        try {
            return new RingSelector();
        } catch (IOException lacking) {
            Reports.detail("A loop waits by epoll: " + Fence.textOf(lacking));
            return new EpollSelector();
        }
    }

    /** A thread of its own has the time to load a log that may not be wanted. */
    private static void tell() {
        String what = WHY_NOT == null
                ? "Loops wait by " + (IS_RING ? RING : EPOLL)
                : "Loops wait by the JDK's selector: " + WHY_NOT;
        Thread thread = new Thread(() -> Reports.detail(what), "weft-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private static void tellOfNoEffect(String wanted) {
        String instead = WHY_NOT == null ? EPOLL : "the JDK's selector";
        if (!wanted.equals(EPOLL) && !wanted.equals(RING)) {
            noEffect(wanted, ": it takes " + NIO + ", " + EPOLL + " or " + RING + ". Loops wait by " + instead);
        } else if (WHY_NOT != null) {
            noEffect(wanted, ", and loops wait by " + instead + ": " + WHY_NOT);
        }
    }

    /** Says it where there is none. A ring that is given is no ring yet: a system may forbid the call by which it is used. */
    private static boolean isRingThere() {
        try (RingSelector tried = new RingSelector()) {
            int unused = tried.look(0, key -> {});
            return true;
        } catch (IOException | IllegalStateException none) { // no ring is given, or none may be used
            noEffect(RING, ", and loops wait by " + EPOLL + ": " + none.getMessage());
        } catch (RuntimeException | Error none) { // a JDK that is other than those that are known
            noEffect(RING, ", and loops wait by " + EPOLL + ": " + Fence.textOf(none));
        }
        return false;
    }

    private static void noEffect(String wanted, String why) {
        Reports.warning("-D" + PROPERTY + '=' + wanted + " has no effect" + why, null);
    }

    /** Says what epoll lacks here, and how to give it that; null if nothing. */
    private static @Nullable String missing() {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            return "epoll is a call of Linux, and this is " + system;
        }
        if (Runtime.version().feature() < FIRST_WITH_FOREIGN_CALLS) {
            return "Java " + Runtime.version().feature() + " has no calls of the system; Java "
                    + FIRST_WITH_FOREIGN_CALLS + " and later have";
        }
        try {
            return missingOptions();
        } catch (Throwable failed) { // a guard of the system's calls, or a JDK that is other than those that are known
            return Fence.textOf(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** Without streams and lambdas, which take their time in each program that starts. */
    private static @Nullable String missingOptions() throws ReflectiveOperationException, IOException {
        Module own = Backend.class.getModule();
        String name = own.isNamed() ? own.getName() : "ALL-UNNAMED";
        boolean isExported = Object.class.getModule().isExported("sun.nio.ch", own);
        boolean isNative =
                (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(own);
        if (!isExported || !isNative) {
            return "start java with " + (isExported ? "" : "--add-exports=java.base/sun.nio.ch=" + name)
                    + (isExported || isNative ? "" : " and ")
                    + (isNative ? "" : "--enable-native-access=" + name);
        }
        new EpollSelector().close();
        return null;
    }
}
