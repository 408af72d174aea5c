// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import dev.weft.spi.WritesLater;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Both directions of a stream, with what has come in and was not taken. A read that got less than it asked for has emptied the transport.
 * The first look of each read after that answers by itself that there is nothing, until readiness tells of more, where it is going to: most
 * look once and then wait. It saves the second of two system calls for each message (decisions 16 and 67). All other looks ask the
 * transport, up to a megabyte: what comes behind that is read when readiness has been told again. Loop thread only.
 */
final class StreamDuplex extends Duplex {
    /** Another one once the first was handed over. */
    private Transport transport;

    /** Null until something is held: most streams are read as fast as bytes come, and wait with nothing. */
    private @Nullable HeldBytes held;

    /**
     * How many bytes have been taken from the transport and are nowhere yet; whoever has kept them sets it to 0. If there is no stack or no
     * memory for that they are lost, and what follows them must not be taken for them. It is a field and no method, for there may be no
     * stack for a call.
     */
    int unkept;

    /** What kept bytes from being kept, for the message. */
    @Nullable
    Throwable lostBy;

    /** Whether what is lost comes before what is held. */
    private boolean lostFirst;

    /** Whether the last read got less than it asked for; false again when readiness has told of more. */
    private boolean emptied;

    /** How many bytes were read since the transport has told of readiness. A reader whose peer is as fast as it would never have to wait. */
    private int burst;

    /** Whether the write that looks has not looked before. */
    private boolean isFirstLook;

    private boolean outputIsShutDown;

    /** What collects for a {@link StreamWriter}, while that has written something that is not sent; null if there is no such thing. */
    private @Nullable Backlog holder;

    /** A file of which a thread may still be sending something, though nobody waits for that. */
    private @Nullable SentFile leftBehind;

    StreamDuplex(Transport transport) {
        this.transport = transport;
        begin();
    }

    @Override
    protected Transport endpoint() {
        return transport;
    }

    @Override
    protected String verb(int bit) {
        return bit == SelectionKey.OP_READ ? "read" : "write";
    }

    // ------------------------------------------------------------------ reading

    /** Reads what is there, as the transport does; whoever has kept that says so by {@link #unkept}. */
    int read(ByteBuffer target) throws IOException {
        if (unkept > 0) {
            throw lost();
        }
        if (isToBeTold()) {
            return 0;
        }
        int asked = target.remaining();
        int count = transport.read(target);
        unkept = count;
        burst += Math.max(0, count);
        emptied = count >= 0 && count < asked; // the end of the stream is there for every read
        return count;
    }

    /** Whether readiness is going to tell of all that a look could find. */
    private boolean isToBeTold() {
        return (emptied && isWatched(SelectionKey.OP_READ)) || burst >= DirectBuffers.READ_BURST;
    }

    /** Whoever looks by hand once more, in the same step perhaps, is not to be told what was known before. */
    @Override
    void looks(int bit, boolean again) {
        if (bit == SelectionKey.OP_WRITE) {
            isFirstLook = !again;
        } else if (again) {
            emptied = false;
        }
    }

    private IOException lost() {
        return new IOException(
                unkept + " bytes of " + Fence.textOf(transport)
                        + " were received and lost, so nothing more can be read from it; close it",
                lostBy);
    }

    /** How many bytes come before all that is read from the transport from now on. */
    int heldSize() throws IOException {
        if (lostFirst) {
            throw lost();
        }
        return held == null ? 0 : held.size();
    }

    /** What comes before all that is read from the transport from now on. */
    HeldBytes held() throws IOException {
        if (lostFirst) {
            throw lost();
        }
        return holding();
    }

    private HeldBytes holding() {
        if (held == null) {
            held = new HeldBytes();
        }
        return held;
    }

    /**
     * Reads what has come, and holds it, for a reader that wants to have so much in the end.
     *
     * @return how many bytes came; 0 for none so far; -1 for the end of the stream
     */
    int readMore(int wanted) throws IOException {
        HeldBytes holding = holding();
        holding.makeRoom(wanted);
        ByteBuffer read = DirectBuffers.read(this, wanted - holding.size());
        if (read == null) {
            return -1;
        }
        int count = read.remaining();
        if (count > 0) {
            keep(holding, read, wanted);
        }
        return count;
    }

    /** Holds what was read, of which a reader wants at most so much. */
    private void keep(HeldBytes holding, ByteBuffer read, int wanted) {
        try {
            holding.add(read, wanted);
        } catch (Throwable noMemory) { // rethrown
            lostBy = noMemory;
            throw noMemory;
        }
        unkept = 0;
    }

    /** Takes bytes back that were read and that nobody got: they are the next to be read, also by whoever waits. */
    void putBack(byte[] bytes) {
        if (bytes.length > 0) {
            int before = unkept;
            unkept = bytes.length;
            lostFirst = true;
            holding().putBack(bytes);
            lostFirst = false;
            unkept = before;
            askReaderAgain();
        }
    }

    /** Also where the transport has been handed over: the registration is still that of this one. */
    @Override
    public void accept(int ready) {
        if (transport instanceof GivenAway givenAway) {
            givenAway.onReady.accept(ready);
            return;
        }
        if ((ready & SelectionKey.OP_READ) != 0) { // bytes, the end, or a failure
            emptied = false;
            burst = 0;
        }
        super.accept(ready);
    }

    // ------------------------------------------------------------------ writing

    /** Returns what takes the bytes. */
    Transport output() throws IOException {
        if (outputIsShutDown) {
            throw new EndpointClosedException("the output of " + Fence.textOf(transport)
                    + " is shut down: nothing can be written after shutdownOutput()");
        }
        settle();
        return transport;
    }

    /** Returns what takes the bytes of a write that waits to be told of room for the rest. */
    Transport outputOfWaiting() throws IOException {
        Transport output = output();
        if (isFirstLook && output instanceof WritesLater later) {
            later.nextWriteWaits();
        }
        return output;
    }

    /** Says whether a writer has bytes that are not sent. */
    void holds(Backlog writer, boolean something) {
        if (something) {
            holder = writer;
        } else if (holder == writer) {
            holder = null;
        }
    }

    /** Refuses what is written by a writer that has nothing under way, while another one has bytes, or another task writes. */
    void requireTurnOf(Backlog writer) {
        if (holder != null && holder != writer) {
            throw new IllegalStateException(
                    "Another StreamWriter of " + Fence.textOf(transport)
                            + " holds bytes that are not sent yet. Have one writer for a stream, or await flush() of that one before.");
        }
        requireNobodyWaits(SelectionKey.OP_WRITE, "write(...) of a StreamWriter");
    }

    @Override
    void requireTurn(int bit) {
        if (bit == SelectionKey.OP_WRITE) {
            requireNothingHeld("the stream itself is written to");
        }
    }

    private void requireNothingHeld(String before) {
        if (holder != null && holder.hasCollected()) { // and else it writes them itself
            throw new IllegalStateException("The StreamWriter of " + Fence.textOf(transport)
                    + " holds bytes that are not sent yet; await its flush() before " + before + ".");
        }
    }

    /** A file is sent no further, and a thread has it. */
    void leave(SentFile file) {
        leftBehind = file;
    }

    /** What goes out from here on comes behind all that ever comes of a file that was given up. */
    private void settle() {
        SentFile file = leftBehind;
        if (file != null) {
            file.settle();
            leftBehind = null;
        }
    }

    /** What is not sent by now is not to be sent. */
    void abandonOutput() {
        if (holder != null) {
            holder.abandon();
        }
    }

    void shutDownOutput() throws IOException {
        requireNobodyWaits(SelectionKey.OP_WRITE, "shutdownOutput()");
        requireOpen();
        requireNothingHeld("shutdownOutput(), or end with its finish()");
        settle();
        transport.shutdownOutput();
        outputIsShutDown = true;
    }

    // ------------------------------------------------------------------ its end

    /** Gives the transport away, and is closed from now on; whoever closes this closes the stream that has it. */
    HandedOver handOver() throws IOException {
        requireNothingUnderWay();
        settle();
        Transport given = transport;
        GivenAway gone = new GivenAway(given);
        HandedOver handedOver = new HandedOver(given, gone, giveAway());
        transport = gone;
        passOn();
        return handedOver;
    }

    private void requireNothingUnderWay() throws IOException {
        requireOpen();
        requireNobodyWaits(SelectionKey.OP_READ, "handOver(...)");
        requireNobodyWaits(SelectionKey.OP_WRITE, "handOver(...)");
        requireNothingHeld("handOver(...)");
        int unread = heldSize();
        if (unread > 0) {
            throw new IOException(unread + " bytes of " + Fence.textOf(transport)
                    + " were received and not read, and whoever takes it over would not get them; read them before");
        }
    }

    private void requireNobodyWaits(int bit, String before) {
        if (waiting(bit) != null) {
            throw new IllegalStateException(
                    "A " + verb(bit) + " waits on " + Fence.textOf(transport) + "; await it before " + before + ".");
        }
    }

    /** A transport that has closed itself has told nobody. */
    @Override
    protected void release() throws IOException {
        if (transport.isOpen() || transport instanceof GivenAway) {
            transport.close();
        }
    }
}
