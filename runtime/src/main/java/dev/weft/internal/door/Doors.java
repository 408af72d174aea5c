// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.DebugThread;
import dev.weft.internal.lost.LostSearch;
import dev.weft.spi.Fence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The ways into this program, open while it has event loops, or coroutines without one (decision 49). Runs on the daemon thread that {@link DebugThread} starts, and
 * waits a moment first: a program that has ended by then has paid for a thread and nothing else.
 */
public final class Doors implements Runnable {
    /**
     * Loaded first. What debuggers evaluate, who only know classes that are loaded (decision 48); and the second kind of coroutine, with which
     * a later look at the tasks would take the compiled code away from loops that have only seen the first (decision 46).
     */
    private static final List<String> LOADED =
            List.of("dev.weft.debug.TaskDump", "dev.weft.internal.DetachedCoroutine");

    /** After how many milliseconds the doors open. */
    private static final long DELAY_MILLIS = 250;

    /** How often this thread looks whether Java Management has come, and whether there still is a loop. */
    private static final long LOOK_MILLIS = 1_000;

    private final SocketAtExit socket = new SocketAtExit();
    private final Deque<AutoCloseable> others = new ArrayDeque<>();
    private final @Nullable Management management = isPresent("java.management") ? new Management() : null;
    private @Nullable Recorder recorder;

    /** Makes the work of the thread. */
    public Doors() {}

    /** Makes a thread that keeps no program from ending. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setContextClassLoader(Doors.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Opens the doors, and closes them when there is nothing to see any more. */
    @Override
    public void run() {
        try {
            LOADED.forEach(Doors::load);
            add(SignalDoor.open(Views::tree));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS));
            if (!DebugThread.DOORS.ends() && socket.open(SocketFolder.standard(), Views.resources())) {
                add(management);
                recorder = isPresent("jdk.jfr") ? Recorder.open() : null;
                add(recorder);
                serve();
            }
        } finally {
            socket.close();
            others.forEach(Doors::close);
        }
    }

    private static void load(String type) {
        try {
            Class<?> unused = Class.forName(type);
        } catch (ClassNotFoundException absent) { // the application was packed without it
            log(type + " cannot be loaded", absent);
        }
    }

    private void add(@Nullable AutoCloseable door) {
        if (door != null) {
            others.push(door);
        }
    }

    private static void close(AutoCloseable door) {
        try {
            door.close();
        } catch (Exception failed) {
            log("A way to look into this program was not closed", failed);
        }
    }

    /** Whether this JDK has a module, and the program has it too. */
    private static boolean isPresent(String module) {
        return ModuleLayer.boot().findModule(module).isPresent();
    }

    /** Serves until there has been nothing to see for a time. */
    private void serve() {
        for (boolean wasWanted = true; ; ) {
            socket.passUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            if (management != null) {
                management.look();
            }
            if (recorder != null) {
                tryTo(recorder::look, "It was not looked what recordings want");
            }
            tryTo(LostSearch::look, "Lost tasks were not looked for");
            boolean isWanted = DebugThread.DOORS.isWanted();
            if (!isWanted && !wasWanted && DebugThread.DOORS.ends()) {
                return;
            }
            wasWanted = isWanted;
        }
    }

    private static void tryTo(Runnable look, String failure) {
        try {
            look.run();
        } catch (Throwable lacking) { // memory, or a logger that fails: the next look may do better
            log(failure, lacking);
        }
    }

    /** Logs what the user of the program need not know, and whoever looks for it finds. */
    static void log(String what, Throwable why) {
        System.getLogger("dev.weft").log(System.Logger.Level.DEBUG, what + ": " + Fence.textOf(why), why);
    }
}
