// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.io.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a pipe to its end, up to a limit. Loop thread only. */
final class Drain {
    private static final int CHUNK = 64 * 1024;

    private final ByteStream pipe;
    private final int limit;
    private final Consumer<@Nullable Throwable> over;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Waiter again = this::goOn;
    private @Nullable Awaitable<byte[]> read;

    /** Tells once when it is over, with what has failed or null. */
    Drain(ByteStream pipe, int limit, Consumer<@Nullable Throwable> over) {
        this.pipe = pipe;
        this.limit = limit;
        this.over = over;
    }

    void begin() {
        goOn();
    }

    private void goOn() {
        try {
            while (true) {
                Awaitable<byte[]> next = read == null ? pipe.read(CHUNK) : read;
                boolean isNew = read == null;
                read = next;
                if (!next.isReady()) {
                    if (isNew) {
                        next.subscribe(again);
                    }
                    return;
                }
                read = null;
                byte[] chunk = next.result();
                if (chunk.length == 0) {
                    over.accept(null);
                    return;
                }
                keep(chunk);
            }
        } catch (Throwable failed) { // for whoever waits
            read = null;
            over.accept(failed);
        }
    }

    private void keep(byte[] chunk) throws IOException {
        if (chunk.length > limit - bytes.size()) {
            throw new OutputLimitException(
                    pipe + " had more than " + limit + " bytes, the limit of what is held; the process was killed");
        }
        bytes.writeBytes(chunk);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    void stop() {
        if (read != null) {
            read.withdraw(again);
            read = null;
        }
    }
}
