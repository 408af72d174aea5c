// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.spi.LoopThread;
import java.nio.channels.SelectableChannel;

/** A registration that refuses other threads than that of its loop; once the loop is closed, it is cancelled for them. */
record OwnedRegistration(LoopEngine loop, SelectableChannel channel, Registration registration)
        implements Registration {
    @Override
    public int interest() {
        return isOver(loop, channel, "interest()") ? 0 : registration.interest();
    }

    @Override
    public void interest(int interest) {
        if (!isOver(loop, channel, "interest(int)")) {
            registration.interest(interest);
        }
    }

    @Override
    public void cancel() {
        if (!isOver(loop, channel, "cancel()")) {
            registration.cancel();
        }
    }

    /** Whether the loop is closed; refuses other threads before that. */
    static boolean isOver(LoopEngine loop, SelectableChannel channel, String operation) {
        if (loop.isLoopThread()) {
            return false;
        }
        if (!loop.isClosed()) {
            throw LoopThread.elsewhere(loop, operation + " of the registration of " + channel);
        }
        return true;
    }
}
