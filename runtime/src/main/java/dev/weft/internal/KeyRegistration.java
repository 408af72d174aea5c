// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.SocketCalls;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A watcher of a channel: whoever has the key alone, or one of several. It refuses other threads than that of its loop by itself, without an
 * {@link OwnedRegistration} around it, for there is one for each connection.
 */
final class KeyRegistration implements SocketCalls.Registered {
    private final SelectionKey key;

    /** Its part of a shared watch; null if it was alone when it came. */
    private final SharedWatch.@Nullable Part joined;

    /** Null as long as nobody but the loop has it. */
    private @Nullable LoopEngine owner;

    KeyRegistration(SelectionKey key, SharedWatch.@Nullable Part joined) {
        this.key = key;
        this.joined = joined;
    }

    KeyRegistration ownedBy(LoopEngine loop) {
        owner = loop;
        return this;
    }

    private boolean isOver(String operation) {
        return owner != null && OwnedRegistration.isOver(owner, key.channel(), operation);
    }

    /** Its part, if it shares the key by now. */
    private SharedWatch.@Nullable Part part() {
        return joined == null && key.attachment() instanceof SharedWatch shared ? shared.first : joined;
    }

    @Override
    public int interest() {
        return isOver("interest()") ? 0 : wanted();
    }

    private int wanted() {
        try {
            SharedWatch.Part part = part();
            return !key.isValid() ? 0 : part == null ? key.interestOps() : part.interest();
        } catch (CancelledKeyException gone) {
            return 0;
        }
    }

    @Override
    public void interest(int interest) {
        if (isOver("interest(int)")) {
            return;
        }
        try {
            if (key.isValid() && wanted() != interest) {
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
        if (isOver("cancel()")) {
            return;
        }
        SharedWatch.Part part = part();
        if (part == null) {
            key.cancel();
        } else {
            part.cancel();
        }
    }

    @Override
    public @Nullable SocketCalls calls() {
        return key instanceof SocketCalls own ? own : null;
    }
}
