// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import dev.weft.spi.Sneaky;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link StreamWriter} has been given and the transport has not taken: one write is under way, and the next one collects. Loop thread only. */
final class Backlog {
    private final ByteStream stream;
    private final Waiter again = this::goOn;
    private final HeldBytes collected = new HeldBytes();
    private final List<Drained> waiting = new ArrayList<>(0);

    /** What the write that is under way still holds. */
    private ByteBuffer sending = DirectBuffers.NONE;

    /** Null while none is under way. */
    private @Nullable Awaitable<Void> write;

    /** Whether a write is going to begin in a turn to come. */
    private boolean isPosted;

    /** How many bytes were given to this, ever. */
    private long given;

    private boolean isFinished;

    /** Whether nobody wants to hear of what was not sent. */
    private boolean isAbandoned;

    private @Nullable Throwable failure;

    Backlog(ByteStream stream) {
        this.stream = stream;
    }

    StreamDuplex duplex() {
        return stream.duplex;
    }

    void collect(ByteBuffer[] buffers) throws IOException {
        throwFailure();
        if (isFinished) {
            throw new EndpointClosedException(
                    "the writer of " + Fence.textOf(stream) + " is finished: nothing can be written after finish()");
        }
        if (write == null) {
            stream.duplex.requireTurnOf(this);
        }
        for (ByteBuffer buffer : buffers) {
            given += buffer.remaining();
            collected.add(buffer, HeldBytes.LARGEST);
        }
        noteWhatIsHeld();
        if (write == null && !isPosted && hasCollected()) {
            stream.loop().post(this::posted);
            isPosted = true;
        }
    }

    private void noteWhatIsHeld() {
        stream.duplex.holds(this, write != null || hasCollected());
    }

    /** Whether it has bytes that it has not begun to send, so that nothing else may be sent now. */
    boolean hasCollected() {
        return collected.size() > 0;
    }

    /** Whoever breaks the stream off means what is not sent to be lost. */
    void abandon() {
        isAbandoned = true;
    }

    long pending() {
        return (long) collected.size() + sending.remaining();
    }

    boolean isIdle() {
        return write == null && collected.capacity() == 0 && sending.capacity() == 0 && waiting.isEmpty();
    }

    long given() {
        return given;
    }

    long sent() {
        return given - pending();
    }

    void throwFailure() {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
    }

    private void posted() {
        isPosted = false;
        begin();
    }

    /** Sends what is collected, as far as the transport takes it now, unless an earlier write is under way. */
    void begin() {
        if (write == null && failure == null && hasCollected()) {
            sending = collected.takeAll();
            try {
                write = stream.write(sending);
                if (write.isReady()) {
                    goOn();
                } else {
                    write.subscribe(again);
                }
            } catch (Throwable failed) { // for whoever calls next
                fail(failed);
            }
        }
    }

    private void goOn() {
        Awaitable<Void> underWay = write;
        try {
            if (underWay != null && underWay.isReady()) {
                underWay.result();
                write = null;
                sending = DirectBuffers.NONE;
                begin();
                noteWhatIsHeld();
            }
        } catch (Throwable failed) { // for whoever calls next
            fail(failed);
        }
        tell();
    }

    private void fail(Throwable failed) {
        long lost = pending();
        failure = failed;
        write = null;
        sending = DirectBuffers.NONE;
        collected.drop(collected.size());
        noteWhatIsHeld();
        if (waiting.isEmpty()
                && isClosedHere(failed)
                && !isAbandoned) { // which nobody need find out who does not call again
            Reports.warning(
                    lost + " bytes that were written to " + Fence.textOf(stream)
                            + " were not sent, for it was closed before; await flush() or finish() of its writer first",
                    null); // whose trace is that of a close or a later turn, and names nobody who wrote
        }
        tell();
    }

    /** Whether it was closed by the program, or what it writes to was, such as a file, of which the stream does not know; and not by a peer. */
    private boolean isClosedHere(Throwable failed) {
        return !stream.isOpen() || failed instanceof ClosedChannelException;
    }

    private void tell() {
        for (Drained each : List.copyOf(waiting)) {
            each.look();
        }
    }

    void add(Drained waits) {
        waiting.add(waits);
    }

    void remove(Drained waits) {
        waiting.remove(waits);
    }

    void refuseMore() {
        isFinished = true;
    }

    void endOutput() throws IOException {
        stream.shutdownOutput();
    }

    @Override
    public String toString() {
        return "writer of " + stream;
    }
}
