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
import org.jspecify.annotations.Nullable;

/**
 * One question to the name service, which blocks, and so is put by a thread of a {@link BlockingPool}. A question that nobody waits
 * for any more still runs to its end there.
 */
final class NameLookup implements Runnable {
    private static final BlockingPool POOL = new BlockingPool("weft-name-lookup", 4);

    /** Who is asked: the JDK, or a test. */
    @FunctionalInterface
    interface Resolver {
        /** As {@link InetAddress#getAllByName}. */
        InetAddress[] getAllByName(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final String host;
    private final Waiter waiter;

    /** Of virtual time, which waits for the answer; null where time is real. */
    private final SimulatedLoop.@Nullable Hold hold;

    private InetAddress[] found = {};
    private @Nullable Throwable failure;

    /** Written last; publishes the two above. */
    private volatile boolean answered;

    NameLookup(Resolver resolver, String host, Waiter waiter) {
        this.resolver = resolver;
        this.host = host;
        this.waiter = waiter;
        this.hold = EventLoop.current() instanceof SimulatedLoop loop ? loop.hold(toString()) : null;
    }

    /** Starts a lookup that wakes the waiter when it has an answer. */
    static NameLookup start(String host, Waiter waiter) {
        NameLookup lookup = new NameLookup(InetAddress::getAllByName, host, waiter);
        try {
            POOL.execute(lookup);
        } catch (Throwable refused) {
            lookup.release();
            throw refused;
        }
        return lookup;
    }

    private void release() {
        if (hold != null) {
            hold.close();
        }
    }

    /** What a resolver throws, which may be one that the JDK was given, goes to whoever waits and not to the thread. */
    @Override
    public void run() {
        try {
            found = resolver.getAllByName(host);
            if (found.length == 0) {
                failure = new UnknownHostException("host \"" + host + "\" has no address");
            }
        } catch (UnknownHostException unknown) {
            failure = unknown;
            failure = new UnknownHostException("cannot resolve host \"" + host + '"');
            failure.initCause(unknown);
        } catch (Throwable thrown) { // as it is, for its type says more than another could
            failure = thrown;
            thrown.addSuppressed(new UnknownHostException("this came of resolving host \"" + host + '"'));
        } finally { // also where there was no memory to say which host
            answered = true;
            Fence.wake(waiter, this);
            release();
        }
    }

    /** Names the question, in messages. */
    @Override
    public String toString() {
        return "the lookup of host \"" + host + '"';
    }

    boolean answered() {
        return answered;
    }

    /** Only when {@link #answered}. */
    InetAddress[] addresses() throws UnknownHostException {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
        return found;
    }
}
