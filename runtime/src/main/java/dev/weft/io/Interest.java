// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a channel is watched for. It is registered when something waits for the first time. Loop thread only. */
final class Interest {
    private final EventLoop loop;
    private final SelectableChannel channel;
    private final IntConsumer onReady;
    private @Nullable Registration registration;

    /** What the registration was told last: each request asks for it, and the key would have to be asked twice. */
    private int bits;

    Interest(EventLoop loop, SelectableChannel channel, IntConsumer onReady) {
        this.loop = loop;
        this.channel = channel;
        this.onReady = onReady;
    }

    void add(int bit) throws ClosedChannelException {
        if (registration == null) {
            registration = loop.watch(channel, bit, onReady);
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

    void cancel() {
        if (registration != null) {
            registration.cancel();
        }
    }
}
