// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What an endpoint is watched for. It is registered when something waits for the first time. Loop thread only. */
final class Interest {
    private final Endpoint endpoint;
    private final IntConsumer onReady;
    private @Nullable Registration registration;

    /** What the registration was told last: each request asks for it, and the key would have to be asked twice. */
    private int bits;

    Interest(Endpoint endpoint, IntConsumer onReady) {
        this.endpoint = endpoint;
        this.onReady = onReady;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void add(int bit) throws ClosedChannelException {
        if (registration == null) {
            registration = endpoint.watch(bit, onReady);
            bits = bit;
        } else {
            change(registration, bits | bit);
        }
    }

    void remove(int bit) {
        if (registration != null) {
            change(registration, bits & ~bit);
        }
    }

    private void change(Registration registered, int newBits) {
        if (bits != newBits) {
            bits = newBits;
            registered.interest(newBits);
        }
    }
}
