// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Registration;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is watched for, on behalf of its two {@link Direction}s. It is registered when something waits for the first time. Loop
 * thread only.
 */
public final class Interest {
    private Endpoint endpoint;
    private final IntConsumer onReady;
    private @Nullable Registration registration;

    /** What the registration was told last: each request asks for it, and the key would have to be asked twice. */
    private int bits;

    /**
     * Makes the interest of an endpoint in nothing.
     *
     * @param endpoint which is watched by nothing else; not null
     * @param onReady hands the bits that are ready to both directions; not null
     */
    public Interest(Endpoint endpoint, IntConsumer onReady) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.onReady = Objects.requireNonNull(onReady, "onReady");
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean includes(int bit) {
        return (bits & bit) != 0;
    }

    void add(int bit) throws ClosedChannelException {
        if (registration == null) {
            registration = Objects.requireNonNull(
                    endpoint.watch(bit, onReady), () -> "watch(...) of " + endpoint + " returned null");
            bits = bit;
        } else {
            change(registration, bits | bit);
        }
    }

    /**
     * Gives the registration away, which watches for nothing until somebody changes that: an endpoint is watched once.
     *
     * @param gone what stands here from now on, and is closed
     */
    Registration giveAway(Endpoint gone) throws ClosedChannelException {
        add(0);
        Registration given = Objects.requireNonNull(registration);
        change(given, 0);
        endpoint = gone;
        return given;
    }

    /** Asks for less. Whoever gives something up has a result or a failure already: another one is for the log. */
    void remove(int bit) {
        if (registration != null) {
            try {
                change(registration, bits & ~bit);
            } catch (Throwable failed) { // of a transport of others
                Reports.warning("The interest in " + Fence.textOf(endpoint) + " could not be changed", failed);
            }
        }
    }

    /** The bits are noted last: what the registration has refused is not there. */
    private void change(Registration registered, int newBits) {
        if (bits != newBits) {
            registered.interest(newBits);
            bits = newBits;
        }
    }
}
