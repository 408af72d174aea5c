// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A channel that a {@link RingSelector} watches. Its interest is asked for by polls, each of which tells once. A stream that is read by this
 * alone has bytes received before they are asked for, unless it has so many that to copy them costs more than a call of the system.
 */
final class RingKey extends SystemKey {
    /** Nothing is under way for a direction. */
    static final byte IDLE = 0;

    /** What became of bytes that were to be sent with all else. */
    private static final byte NO_SEND = 0;

    private static final byte QUEUED = 1;
    private static final byte SENT = 2;

    /** How many small reads say that a stream has no longer much. */
    private static final int SMALL_READS = 4;

    /** How much is kept, in bytes, of a stream that is watched and not read, before no more is received. */
    private static final int MOST_KEPT = 64 * 1024;

    /** Tells this from others that had the descriptor. */
    final int generation;

    private boolean isStream;

    /** Whether whoever writes next waits. */
    private boolean isWriterPatient;

    /** What is under way to read: {@link RingEntries#POLLS_IN} or {@link RingEntries#RECEIVES}. */
    private byte in;

    /** What is under way to write: {@link RingEntries#POLLS_OUT}. */
    private byte out;

    /** Whether that was cancelled. */
    private boolean isInEnding;

    private boolean isOutEnding;

    /** What it is ready for, as far as this look has found. */
    byte found;

    /** Of a stream that has little: bytes are received before they are asked for. */
    private boolean receives = true;

    private byte smallReads;

    /** Whether the end of the stream was received. */
    private boolean isOver;

    /** The number of an error that was received; 0 for none. */
    private int failure;

    private final Received received = new Received();

    private byte send;
    private int sendEntry;
    private int sendSlot;

    /** How many bytes were sent; the number of an error if it is negative. */
    private int sent;

    RingKey(RingSelector selector, SelectableChannel channel, int descriptor, int interest, int generation) {
        super(selector, channel, descriptor, interest);
        this.generation = generation;
    }

    @Override
    public void takesAll() {
        isStream = channel() instanceof SocketChannel;
    }

    @Override
    public void nextWriteWaits() {
        isWriterPatient = isStream;
    }

    // ------------------------------------------------------------------ what is asked of the ring

    private RingSelector ring() {
        return (RingSelector) selector();
    }

    private RingEntries entries() {
        return ring().entries();
    }

    /** Has the ring know what is wanted; false if that is to be asked again at the next look, at the latest. */
    boolean isArmed() {
        received.keep(ring().buffers());
        int wanted = wanted();
        boolean reads = isStream ? isReadArmed((wanted & OP_READ) != 0) : (wanted & READS) == 0 || isPolledIn();
        return isWriteArmed((wanted & WRITES) != 0) && reads;
    }

    private boolean isReadArmed(boolean isWanted) {
        if (in == RingEntries.RECEIVES && (!isWanted || !receives || received.keptSize() >= MOST_KEPT)) {
            isInEnding = isInEnding || entries().cancel(this, in);
        }
        if (isWanted && hasInput()) {
            ring().found(this, OP_READ);
            return false;
        }
        return !isWanted || in != IDLE || (receives ? isReceiving() : isPolledIn());
    }

    private boolean isReceiving() {
        in = entries().receive(this) ? RingEntries.RECEIVES : IDLE;
        return in != IDLE;
    }

    private boolean isPolledIn() {
        if (in == IDLE && entries().poll(this, RingEntries.POLLS_IN)) {
            in = RingEntries.POLLS_IN;
        }
        return in != IDLE;
    }

    private boolean isWriteArmed(boolean isWanted) {
        if (send == QUEUED) {
            if (!isWanted) {
                takeBack();
            }
            return true;
        }
        if (isWanted && out == IDLE && entries().poll(this, RingEntries.POLLS_OUT)) {
            out = RingEntries.POLLS_OUT;
        }
        return !isWanted || out != IDLE;
    }

    /** It is watched no longer: has what is under way end. Returns whether nothing is. */
    boolean isIdleAfterAll() {
        if (!received.isEmpty()) {
            received.clear(ring().buffers());
            loses();
        }
        takeBack();
        return isIdle();
    }

    /** Has what is under way end, and keeps what has come. Returns whether nothing is. */
    boolean isIdle() {
        isInEnding = isInEnding || (in != IDLE && entries().cancel(this, in));
        isOutEnding = isOutEnding || (out != IDLE && entries().cancel(this, out));
        return in == IDLE && out == IDLE;
    }

    /** The ring is another one: nothing is under way, and what lies in buffers of the old one is kept. */
    void moves() {
        received.keep(ring().buffers());
        if (send == QUEUED) {
            entries().freeSlot(sendSlot);
            send = NO_SEND;
        }
        readIdle();
        writeIdle();
    }

    // ------------------------------------------------------------------ what the ring says

    /** Nothing is under way to read any more. */
    void readIdle() {
        in = IDLE;
        isInEnding = false;
        ring().changed(this);
    }

    /** Nothing is under way to write any more. */
    void writeIdle() {
        out = IDLE;
        isOutEnding = false;
        ring().changed(this);
    }

    /** Bytes have come into a buffer. */
    void received(int buffer, int bytes) {
        if (!isValid()) {
            ring().buffers().giveBack(buffer);
            loses();
            return;
        }
        received.add(ring().buffers(), buffer, bytes);
        ring().changed(this); // what is not read by then is kept
        if (bytes == ReceiveBuffers.SIZE) {
            receives = false;
            smallReads = 0;
        }
        ring().found(this, OP_READ);
    }

    /** The system resets a connection that is closed with bytes unread, and is not to know less of these because they are here. */
    private void loses() {
        if (!channel().isOpen()) {
            ring().resetAtClose(descriptor);
        }
    }

    /** The stream has ended, by an error if the number is not 0. */
    void ended(int error) {
        failure = error;
        isOver = error == 0;
        ring().found(this, OP_READ);
    }

    private boolean hasInput() {
        return isOver || failure != 0 || !received.isEmpty();
    }

    /** What was to be sent was, or not: as the system says it. */
    void sent(int result) {
        entries().freeSlot(sendSlot);
        send = NO_SEND;
        ring().changed(this);
        if (result != -Calls.EAGAIN && result != -Calls.EINTR && (wanted() & OP_WRITE) != 0) {
            send = SENT;
            sent = result;
            ring().found(this, OP_WRITE);
        }
    }

    // ------------------------------------------------------------------ bytes

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!isValid()) {
            return GONE;
        }
        if (!received.isEmpty()) {
            return received.read(ring().buffers(), target);
        }
        if (failure != 0) {
            int error = failure;
            failure = 0;
            throw Errors.ofRead(error);
        }
        if (isOver) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = super.read(target);
        if (!receives && count > 0) {
            smallReads = count < ReceiveBuffers.SIZE ? (byte) (smallReads + 1) : 0;
            receives = smallReads >= SMALL_READS;
        }
        return count;
    }

    /** Whoever writes and then waits to write again has it sent with all else that the next look submits. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        if (!isValid()) {
            return GONE;
        }
        boolean waits = (wanted() & OP_WRITE) != 0;
        if (send == SENT) {
            return outcome(source);
        }
        if (send == QUEUED && waits) {
            return 0;
        }
        takeBack();
        boolean isPatient = isWriterPatient && !waits && send == NO_SEND;
        isWriterPatient = false;
        if (!isPatient || !ring().sendsTogether() || !entries().canSend(source.remaining())) {
            return super.write(source);
        }
        sendSlot = entries().copy(source);
        sendEntry = entries().send(this, sendSlot, source.remaining());
        send = QUEUED;
        ring().changed(this);
        return 0;
    }

    private int outcome(ByteBuffer source) throws IOException {
        send = NO_SEND;
        ring().changed(this);
        if (sent < 0) {
            throw Errors.ofWrite(-sent);
        }
        source.position(source.position() + sent);
        return sent;
    }

    /** Whoever has written and waits no longer has written nothing, if it is not too late. */
    @Override
    public SelectionKey interestOps(int wanted) {
        super.interestOps(wanted);
        if ((wanted & OP_WRITE) == 0 && send != NO_SEND) {
            if (send == SENT) {
                send = NO_SEND;
            }
            takeBack();
        }
        return this;
    }

    private void takeBack() {
        if (send == QUEUED && entries().takeBack(sendEntry)) {
            entries().freeSlot(sendSlot);
            send = NO_SEND;
        }
    }
}
