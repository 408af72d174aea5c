// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Waiter;
import dev.weft.io.BlockingPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * One question to the name service, which blocks, and so is put by a thread of a {@link BlockingPool}. A question that nobody waits
 * for any more still runs to its end there.
 */
final class NameLookup implements Runnable {
    private static final BlockingPool POOL = new BlockingPool("weft-name-lookup", 4);

    private final String host;
    private final Waiter waiter;
    private InetAddress[] found = {};
    private @Nullable UnknownHostException failure;

    /** Written last; publishes the two above. */
    private volatile boolean answered;

    private NameLookup(String host, Waiter waiter) {
        this.host = host;
        this.waiter = waiter;
    }

    /** Starts a lookup that wakes the waiter when it has an answer. */
    static NameLookup start(String host, Waiter waiter) {
        NameLookup lookup = new NameLookup(host, waiter);
        POOL.execute(lookup);
        return lookup;
    }

    @Override
    public void run() {
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            failure = new UnknownHostException("cannot resolve host \"" + host + '"');
            failure.initCause(unknown);
        } finally {
            answered = true;
            waiter.wake();
        }
    }

    boolean answered() {
        return answered;
    }

    /** Only when {@link #answered}. */
    InetAddress[] addresses() throws UnknownHostException {
        if (failure != null) {
            throw failure;
        }
        return found;
    }
}
