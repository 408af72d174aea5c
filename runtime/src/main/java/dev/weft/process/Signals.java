// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.internal.SystemSignal;
import dev.weft.sync.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A signal that the operating system sends to this process, such as {@code SIGHUP} to read settings again. While this is open the signal does
 * nothing else; then it does again what it did before.
 *
 * <pre>{@code
 * try (Signals hangUp = Signals.on("HUP")) {
 *     while (true) {
 *         await(hangUp.next());
 *         reload();
 *     }
 * }
 * }</pre>
 *
 * <p>For the end of the process there is {@link dev.weft.Shutdown#begins}, which {@code SIGTERM} and Ctrl-C bring about: whoever takes {@code
 * TERM} or {@code INT} here keeps the JVM from ending by them. Several that are open for one signal are all told. Any thread.
 */
public final class Signals implements AutoCloseable {
    /** All that are open, by the name of their signal; guards itself. */
    private static final Map<String, Open> OPEN = new HashMap<>();

    private final String name;

    /** Holds the last one that nobody has waited for. */
    private final Channel<String> received;

    private @Nullable Runnable notAtClose;

    /** Those for one signal, and the one handler for them. */
    private static final class Open {
        final List<Signals> all = new ArrayList<>();
        final SystemSignal handler;

        Open(String name) {
            handler = SystemSignal.handle(name, () -> tell(name));
        }
    }

    private Signals(String name) {
        this.name = name;
        received = Channel.<String>conflated().named("SIG" + name);
    }

    /**
     * Takes a signal, until this is closed, or the loop of this thread, if it has one.
     *
     * @param name the name without {@code SIG}, such as {@code HUP}
     * @return the signal, to be closed
     * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself, as {@code QUIT}, {@code SEGV} and {@code
     *     USR2}; the message says which can be had
     * @throws UnsupportedOperationException if the JVM has no module {@code jdk.unsupported}
     * @throws IllegalStateException on the thread of a simulated loop, or of one that is closed
     */
    public static Signals on(String name) {
        Objects.requireNonNull(name, "name");
        EventLoop loop = EventLoop.current();
        if (loop instanceof SimulatedLoop) {
            throw new IllegalStateException("Signals.on(\"" + name + "\") has no place on a simulated loop, to which no"
                    + " signal comes. Give the code under test something of yours to await in its place.");
        }
        Signals signals = new Signals(name);
        synchronized (OPEN) {
            OPEN.computeIfAbsent(name, Open::new).all.add(signals);
        }
        if (loop != null) {
            signals.closeWith(loop);
        }
        return signals;
    }

    private void closeWith(EventLoop loop) {
        try {
            notAtClose = loop.onClose(this::close);
        } catch (Throwable closed) { // rethrown
            close();
            throw closed;
        }
    }

    /**
     * Suspends until the signal comes. One that has come since the last time is enough, and several count as one, as the system counts them.
     * Each signal is for one wait of this. Cancel-safe: a signal that comes in the same moment is for the next wait.
     *
     * @return gives the name of the signal; to be awaited once
     * @throws dev.weft.sync.ChannelClosedException when awaited and this is closed, also meanwhile
     */
    @CancelSafe
    public Awaitable<String> next() {
        return new NextSignal(name, received.receive());
    }

    private static void tell(String name) {
        List<Signals> told;
        synchronized (OPEN) {
            Open open = OPEN.get(name);
            told = open == null ? List.of() : List.copyOf(open.all);
        }
        told.forEach(signals -> signals.received.trySend(name));
    }

    /** Gives the signal back, and tells whoever waits for it. Idempotent. */
    @Override
    public void close() {
        Runnable ofLoop = notAtClose;
        if (ofLoop != null) {
            ofLoop.run();
        }
        synchronized (OPEN) {
            Open open = OPEN.get(name);
            if (open != null && open.all.remove(this) && open.all.isEmpty()) {
                OPEN.remove(name);
                open.handler.close();
            }
        }
        received.close();
    }

    /** The signal, for messages. */
    @Override
    public String toString() {
        return "SIG" + name;
    }
}
