// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A watcher of a channel: whoever has the key alone, or one of several.
 *
 * @param key the key of the channel
 * @param joined its part of a shared watch; null if it was alone when it came
 */
record KeyRegistration(SelectionKey key, SharedWatch.@Nullable Part joined) implements Registration {
    /** Its part, if it shares the key by now. */
    private SharedWatch.@Nullable Part part() {
        return joined == null && key.attachment() instanceof SharedWatch shared ? shared.first : joined;
    }

    @Override
    public int interest() {
        try {
            SharedWatch.Part part = part();
            return !key.isValid() ? 0 : part == null ? key.interestOps() : part.interest();
        } catch (CancelledKeyException gone) {
            return 0;
        }
    }

    @Override
    public void interest(int interest) {
        try {
            if (key.isValid() && interest() != interest) {
                change(interest);
            }
        } catch (CancelledKeyException gone) { // another thread has closed the channel
            return;
        } catch (IllegalArgumentException wrong) {
            throw SelectorReadiness.notForThis(key.channel(), interest, wrong);
        }
    }

    private void change(int interest) {
        SharedWatch.Part part = part();
        if (part == null) {
            key.interestOps(interest);
        } else {
            part.interest(interest);
        }
    }

    @Override
    public void cancel() {
        SharedWatch.Part part = part();
        if (part == null) {
            key.cancel();
        } else {
            part.cancel();
        }
    }
}
