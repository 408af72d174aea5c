// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Registration;
import java.util.function.IntConsumer;

/** Who is told what a transport without a channel is ready for: in a turn to come, as long as it is. Loop thread only. */
final class Told implements Registration {
    private final BlockingTransport transport;
    private IntConsumer onReady = bits -> {};
    private int interest;
    private boolean announced;

    Told(BlockingTransport transport) {
        this.transport = transport;
    }

    Registration watch(int first, IntConsumer handler) {
        onReady = handler;
        interest(first);
        return this;
    }

    /** Tells in a turn to come, if there is something to tell and it is not about to. */
    void announce() {
        if (!announced && transport.ready(interest) != 0) {
            announced = transport.post(this::tell);
        }
    }

    private void tell() {
        announced = false;
        int bits = transport.ready(interest);
        if (bits != 0) {
            onReady.accept(bits);
        }
    }

    @Override
    public int interest() {
        return interest;
    }

    @Override
    public void interest(int bits) {
        interest = bits;
        announce();
    }

    @Override
    public void cancel() {
        interest = 0;
    }
}
