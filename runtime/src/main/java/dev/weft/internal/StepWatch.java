// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Packages;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds steps of simulated loops that block the loop's thread and do not end. Once a second one thread looks where the threads of running
 * loops stand; that costs the loops nothing. A loop fails whose thread has stood in one turn, in one and the same call that waits, each
 * time for ten times: how fast the machine is decides nothing about that.
 */
final class StepWatch {
    /** As often as this the same call has to be seen. */
    static final int LOOKS = 10;

    /** For all loops. */
    static final StepWatch SHARED = new StepWatch();

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    /** The methods in which a thread stands that waits for time, for another thread, or for a peer. */
    private static final Set<String> WAITS = Set.of(
            "java.lang.Thread.sleep",
            "java.lang.Thread.sleep0",
            "java.lang.Thread.sleepNanos",
            "java.lang.Thread.sleepNanos0",
            "java.lang.Object.wait",
            "java.lang.Object.wait0",
            "jdk.internal.misc.Unsafe.park",
            "java.lang.VirtualThread.park",
            "java.lang.VirtualThread.parkNanos",
            "java.io.FileInputStream.readBytes",
            "java.io.FileInputStream.read0",
            "sun.nio.ch.Net.poll",
            "sun.nio.ch.Net.accept",
            "sun.nio.ch.SocketDispatcher.read0",
            "sun.nio.ch.FileDispatcherImpl.read0",
            "sun.nio.ch.UnixFileDispatcherImpl.read0",
            "sun.nio.ch.EPoll.wait");

    private static final Set<String> RUNTIME = Set.of(Packages.RUNTIME.split(","));

    private final Map<RunFailure, Stand> watched = new ConcurrentHashMap<>();
    private volatile boolean looking;

    /** Where the thread of a loop stood, and how often since it was seen there first. */
    private record Stand(long turn, StackTraceElement call, int looks) {
        static final Stand NOWHERE = new Stand(-1, new StackTraceElement("", "", null, 0), 0);

        Stand next(long nowTurn, StackTraceElement nowCall) {
            return new Stand(nowTurn, nowCall, nowTurn == turn && nowCall.equals(call) ? looks + 1 : 1);
        }
    }

    /** A loop begins to turn. */
    void add(RunFailure run) {
        register(run);
        if (!looking) {
            start();
        }
    }

    /** Has {@link #look} count for a loop. */
    void register(RunFailure run) {
        watched.put(run, Stand.NOWHERE);
    }

    /** A loop turns no longer. */
    void remove(RunFailure run) {
        watched.remove(run);
    }

    private synchronized void start() {
        if (!looking) {
            looking = true;
            Thread thread = new Thread(null, this::lookOnAndOn, "weft-step-watch", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    private void lookOnAndOn() {
        do {
            LockSupport.parkNanos(PERIOD);
            watched.keySet().forEach(this::look);
        } while (!isOver());
    }

    /** Ends the thread where no loop turns. Who adds one meanwhile starts another, or is seen here. */
    private synchronized boolean isOver() {
        looking = false;
        looking = !watched.isEmpty();
        return !looking;
    }

    /** Looks where the thread of a loop stands, and has the loop fail that has stood there long enough. */
    void look(RunFailure run) {
        long turn = run.turn();
        Thread thread = run.thread();
        if (thread == null) {
            return;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        Optional<StackTraceElement> call = blockingCall(stack);
        Stand stand = call.isEmpty()
                ? Stand.NOWHERE
                : watched.getOrDefault(run, Stand.NOWHERE).next(turn, call.get());
        if (watched.replace(run, stand) != null && stand.looks >= LOOKS) {
            watched.replace(run, Stand.NOWHERE);
            run.isBlocked(turn, stand.call, stack);
        }
    }

    /** The line of the user's code that has called what waits; empty if the thread does not wait, or the loop itself does. */
    static Optional<StackTraceElement> blockingCall(StackTraceElement[] stack) {
        if (stack.length == 0 || !WAITS.contains(stack[0].getClassName() + '.' + stack[0].getMethodName())) {
            return Optional.empty();
        }
        return Arrays.stream(stack)
                .filter(frame -> !isOfJdk(frame.getClassName()))
                .findFirst()
                .filter(frame -> !isOfRuntime(frame.getClassName()))
                .map(frame -> new StackTraceElement( // without the loader and the module, for people
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
    }

    private static boolean isOfJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.");
    }

    private static boolean isOfRuntime(String className) {
        return RUNTIME.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
    }
}
