// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Numbered bytes from one end of a stream to the other. A write that was cancelled goes on where it stopped, and whatever a read has put into
 * its buffer counts as read; so each byte has to come, once and in its order.
 */
final class Flow {
    private static final Waiter NOBODY = () -> {};

    private final World world;
    private final ByteStream writer;
    private final ByteStream reader;
    private final ByteBuffer lookedAt = ByteBuffer.allocate(64);
    private ByteBuffer outgoing = ByteBuffer.allocate(0);
    private int written;
    private int read;
    private boolean writes;
    private boolean reads;
    private boolean shut;
    private boolean ended;

    private Flow(World world, ByteStream writer, ByteStream reader) {
        this.world = world;
        this.writer = writer;
        this.reader = reader;
    }

    /** Returns the flows of both directions. */
    static List<Flow> between(World world, ByteStream left, ByteStream right) {
        return List.of(new Flow(world, left, right), new Flow(world, right, left));
    }

    /** Returns the flow there and back over a connection to a server that sends back what it gets. */
    static Flow echoed(World world, ByteStream connection) {
        return new Flow(world, connection, connection);
    }

    /** Takes the direction for one operation of the kind; false if another one has it. */
    boolean take(Kind kind) {
        if (kind.isRead() ? reads : writes) {
            return false;
        }
        set(kind, true);
        return true;
    }

    void giveBack(Kind kind) {
        set(kind, false);
    }

    private void set(Kind kind, boolean taken) {
        if (kind.isRead()) {
            reads = taken;
        } else {
            writes = taken;
        }
    }

    /** What was not written of the last buffer; that many bytes more if nothing was left. */
    Awaitable<Void> write(int count) throws IOException {
        if (!outgoing.hasRemaining()) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) written++;
            }
            outgoing = ByteBuffer.wrap(bytes);
        }
        return writer.write(outgoing);
    }

    ByteStream reader() {
        return reader;
    }

    void received(byte[] bytes) {
        for (byte next : bytes) {
            byte expected = (byte) read;
            world.expect(next == expected, () -> "byte " + next + " came in place of " + expected);
            read++;
        }
    }

    void received(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        buffer.clear();
        received(bytes);
    }

    /** Ends the stream where nobody writes, and reads what lies there where nobody reads: only looks, and never waits. True if all was read. */
    boolean drain() throws Exception {
        if (!writes && !shut) {
            shut = true;
            writer.shutdownOutput();
        }
        while (!reads && !ended) {
            Awaitable<Integer> look = reader.read(lookedAt);
            if (!look.isReady()) {
                look.withdraw(NOBODY);
                break;
            }
            ended = look.result() < 0;
            received(lookedAt);
        }
        return ended && !writes && !reads;
    }

    /** Tells the world of bytes that are lost. */
    void check() {
        int sent = written - outgoing.remaining();
        world.expect(read == sent, () -> sent + " bytes sent, " + read + " received");
    }
}
