// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of a channel that has more than one: a selector has one key for all of them, which is watched for what any of them wants. They
 * are told in the order in which they came. Loop thread only.
 */
final class SharedWatch implements IntConsumer {
    private final SelectionKey key;
    private final List<Part> parts = new ArrayList<>();

    /** The watcher that was alone before the second came, and does not know that it shares. */
    final Part first;

    /** One of the watchers. */
    final class Part {
        private final IntConsumer handler;
        private int interest;

        Part(IntConsumer handler, int interest) {
            this.handler = handler;
            this.interest = interest;
        }

        int interest() {
            return interest;
        }

        /** Changes what this one wants; the key is asked first, which may refuse it. */
        void interest(int wanted) {
            if (parts.contains(this)) {
                key.interestOps(othersThan(this) | wanted);
                interest = wanted;
            }
        }

        /** Leaves the others; the last one lets go of the channel. */
        void cancel() {
            interest = 0;
            if (parts.remove(this)) {
                if (parts.isEmpty()) {
                    key.cancel();
                } else if (key.isValid()) {
                    key.interestOps(othersThan(null));
                }
            }
        }
    }

    private SharedWatch(SelectionKey key, IntConsumer handler) {
        this.key = key;
        first = new Part(handler, key.interestOps());
        parts.add(first);
    }

    /** Returns those who watch the channel of a key, which from now on may be several. */
    static SharedWatch of(SelectionKey key) {
        if (key.attachment() instanceof SharedWatch shared) {
            return shared;
        }
        SharedWatch shared = new SharedWatch(key, (IntConsumer) key.attachment());
        key.attach(shared);
        return shared;
    }

    /** Adds a watcher; the key is asked first, which may refuse what it wants. */
    Part add(IntConsumer handler, int interest) {
        key.interestOps(othersThan(null) | interest);
        Part added = new Part(handler, interest);
        parts.add(added);
        return added;
    }

    private int othersThan(@Nullable Part one) {
        int interest = 0;
        for (Part part : parts) {
            if (part != one) {
                interest |= part.interest;
            }
        }
        return interest;
    }

    /** Tells those that want to know; not those that another one has taken out, or whose interest it has taken back. */
    @Override
    public void accept(int ready) {
        for (Part part : List.copyOf(parts)) {
            int bits = ready & part.interest;
            if (bits != 0) {
                tell(part.handler, bits);
            }
        }
    }

    private void tell(IntConsumer handler, int bits) {
        try {
            handler.accept(bits);
        } catch (Throwable thrown) { // one watcher's failure is nothing to the others
            Fence.failed(SelectorReadiness.HANDLER, handler, key.channel(), thrown);
        }
    }
}
