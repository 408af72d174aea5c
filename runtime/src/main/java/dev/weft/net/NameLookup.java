// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Sneaky;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question to who knows names, which blocks, and so is put by a thread of a {@link BlockingPool}. Who asks for what is being asked for
 * already gets that answer: many connects to one host keep one thread busy, and not all of them. A question that nobody waits for any more
 * still runs to its end there, unless it has not begun.
 *
 * <p>There is no cache: the JDK has one, whose times the user sets.
 */
final class NameLookup implements Runnable {
    private static final BlockingPool POOL = new BlockingPool("weft-name-lookup", 4);

    /** What is asked, and of whom. */
    private record Question(NameResolver resolver, String host) {
        List<InetAddress> addresses() throws UnknownHostException {
            List<InetAddress> answer = Objects.requireNonNull(resolver.addressesOf(host), () -> returned("null"));
            for (InetAddress address : answer) {
                Objects.requireNonNull(address, () -> returned("a list with null in it"));
            }
            return List.copyOf(answer);
        }

        private String returned(String what) {
            return resolver + " returned " + what + " for host \"" + host + '"';
        }
    }

    /** The questions that are under way. */
    private static final Map<Question, NameLookup> UNDER_WAY = new HashMap<>();

    private final Question question;

    /** Who waits. This and what follows under the lock of {@link #UNDER_WAY}. */
    private final List<Asking> waiting = new ArrayList<>();

    private boolean isAnswered;
    private List<InetAddress> found = List.of();
    private @Nullable Throwable failure;

    private NameLookup(Question question) {
        this.question = question;
    }

    /** Somebody who waits for an answer. Loop thread only, but for the waiter. */
    static final class Asking {
        private final NameLookup lookup;
        private final Waiter waiter;

        /** Of virtual time, which waits for the answer; null where time is real. */
        private final SimulatedLoop.@Nullable Hold hold;

        private Asking(NameLookup lookup, Waiter waiter) {
            this.lookup = lookup;
            this.waiter = waiter;
            this.hold = EventLoop.current() instanceof SimulatedLoop loop ? loop.hold(lookup.toString()) : null;
        }

        boolean answered() {
            synchronized (UNDER_WAY) {
                return lookup.isAnswered;
            }
        }

        /** Only when {@link #answered}. */
        List<InetAddress> addresses() throws UnknownHostException {
            synchronized (UNDER_WAY) {
                if (lookup.failure != null) {
                    throw Sneaky.rethrow(told(lookup.failure));
                }
                return lookup.found;
            }
        }

        /** Of several who are told one failure, each has a stack of its own. */
        private static Throwable told(Throwable failure) {
            if (failure.getClass() != UnknownHostException.class) {
                return failure;
            }
            UnknownHostException own = new UnknownHostException(failure.getMessage());
            own.initCause(failure.getCause());
            return own;
        }

        /** Does not wait any more. */
        void giveUp() {
            synchronized (UNDER_WAY) {
                lookup.waiting.remove(this);
            }
            release();
        }

        private void release() {
            if (hold != null) {
                hold.close();
            }
        }

        private void tell() {
            Fence.wake(waiter, lookup);
            release();
        }
    }

    /** Asks, and has the waiter woken, on any thread, when there is an answer. */
    static Asking ask(NameResolver resolver, String host, Waiter waiter) {
        Question question = new Question(resolver, host);
        synchronized (UNDER_WAY) {
            NameLookup present = UNDER_WAY.get(question);
            NameLookup lookup = present == null ? new NameLookup(question) : present;
            Asking asking = new Asking(lookup, waiter);
            lookup.waiting.add(asking);
            if (present == null) {
                lookup.begin(asking);
            }
            return asking;
        }
    }

    private void begin(Asking first) {
        UNDER_WAY.put(question, this);
        try {
            POOL.execute(this);
        } catch (Throwable refused) { // rethrown
            UNDER_WAY.remove(question);
            first.release();
            throw refused;
        }
    }

    /** What a resolver throws goes to whoever waits and not to the thread. */
    @Override
    public void run() {
        if (isForgotten()) {
            return;
        }
        List<InetAddress> addresses = List.of();
        Throwable failed = null;
        try {
            addresses = question.addresses();
            if (addresses.isEmpty()) {
                failed = new UnknownHostException("host \"" + question.host + "\" has no address");
            }
        } catch (UnknownHostException unknown) {
            failed = unknown;
            failed = new UnknownHostException("cannot resolve host \"" + question.host + '"');
            failed.initCause(unknown);
        } catch (Throwable thrown) { // as it is, for its type says more than another could
            failed = thrown;
            thrown.addSuppressed(new UnknownHostException("this came of resolving host \"" + question.host + '"'));
        } finally { // also where there was no memory to say which host
            answer(addresses, failed);
        }
    }

    /** Whether nobody waits: then it is asked for anew, once somebody does. */
    private boolean isForgotten() {
        synchronized (UNDER_WAY) {
            return waiting.isEmpty() && UNDER_WAY.remove(question, this);
        }
    }

    private void answer(List<InetAddress> addresses, @Nullable Throwable failed) {
        List<Asking> told;
        synchronized (UNDER_WAY) {
            UNDER_WAY.remove(question, this);
            found = addresses;
            failure = failed;
            isAnswered = true;
            told = List.copyOf(waiting);
        }
        told.forEach(Asking::tell);
    }

    /** Names the question, in messages. */
    @Override
    public String toString() {
        return "the lookup of host \"" + question.host + '"';
    }
}
