// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A write of a file. When there is room a thread of a pool sends what fits, and then this waits for room again: the disk is never waited for
 * on the loop's thread. Loop thread only, but for {@link #stepped}.
 */
final class SendFile extends Operation<Long> {
    private final StreamDuplex stream;
    private final SentFile file;
    private final Waiter stepped = this::stepped;

    /** The step that is under way: false if the transport had no room. */
    private @Nullable Awaitable<Boolean> step;

    /** Nobody waits any more. */
    private boolean isOver;

    SendFile(StreamDuplex stream, SentFile file) {
        super(stream, SelectionKey.OP_WRITE);
        this.stream = stream;
        this.file = file;
    }

    @Override
    protected boolean attempt() throws IOException {
        Transport transport = stream.output();
        if (waiter() == null && !file.isAllTaken()) {
            return false; // it begins when it waits, and there is room
        }
        Awaitable<Boolean> made = step;
        if (made != null && !made.isReady()) {
            stream.unwatch(SelectionKey.OP_WRITE); // room is nothing to it now
            return false;
        }
        boolean hadRoom = true;
        if (made != null) {
            step = null;
            hadRoom = resultOf(made);
        }
        DirectBuffers.write(transport, file.copied());
        if (!hadRoom || file.copied().hasRemaining()) {
            stream.watch(SelectionKey.OP_WRITE);
            return false;
        }
        if (file.isAllTaken()) {
            return true;
        }
        begin(transport); // from here on a thread of the pool has the file
        stream.unwatch(SelectionKey.OP_WRITE);
        return false;
    }

    private static boolean resultOf(Awaitable<Boolean> made) throws IOException {
        try {
            return made.result();
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) { // of a channel of others
            throw new IOException("the file could not be sent", failed);
        }
    }

    private void begin(Transport transport) throws IOException {
        Awaitable<Boolean> begun = Weft.blocking(() -> file.step(transport));
        step = begun;
        begun.subscribe(stepped);
    }

    /** On the thread that has made the step, but where time is virtual. */
    private void stepped() {
        try {
            loop().post(this::ended);
        } catch (IllegalStateException closed) { // and who waited was told
            file.close();
        }
    }

    private void ended() {
        if (isOver) {
            file.close();
        } else {
            ready();
        }
    }

    @Override
    protected void usedUp() {
        isOver = true;
        if (step == null) {
            file.close();
        } else {
            file.giveUp();
            stream.leave(file);
        }
    }

    @Override
    protected String method() {
        return "sendFile";
    }

    @Override
    protected Long value() {
        return file.sent();
    }
}
