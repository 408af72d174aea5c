// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.io.ByteStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes to a pipe, and closes it. That nobody reads is no failure: many programs do not read to the end. Loop thread only. */
final class Feed {
    private final ByteStream pipe;
    private final Consumer<@Nullable Throwable> over;
    private final Waiter again = this::goOn;
    private @Nullable Awaitable<Void> write;

    /** Tells once when it is over, with what has failed or null. */
    Feed(ByteStream pipe, Consumer<@Nullable Throwable> over) {
        this.pipe = pipe;
        this.over = over;
    }

    void begin(byte[] input) {
        try {
            write = pipe.write(input);
            if (write.isReady()) {
                goOn();
            } else {
                write.subscribe(again);
            }
        } catch (Throwable failed) { // for whoever waits
            end(failed);
        }
    }

    private void goOn() {
        Awaitable<Void> done = write;
        if (done == null) {
            return;
        }
        try {
            if (!done.isReady()) {
                return;
            }
            done.result();
            end(null);
        } catch (BrokenPipeException nobodyReads) {
            end(null);
        } catch (Throwable failed) { // for whoever waits
            end(failed);
        }
    }

    private void end(@Nullable Throwable failed) {
        write = null;
        pipe.close();
        over.accept(failed);
    }

    void stop() {
        if (write != null) {
            write.withdraw(again);
            write = null;
        }
    }
}
