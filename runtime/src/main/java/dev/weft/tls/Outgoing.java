// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.io.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * What goes out. Small writes are gathered until somebody flushes, so that many of them make few records; records that the transport below
 * does not take are kept, and nothing more is taken meanwhile. Loop thread only.
 */
final class Outgoing {
    private final Transport inner;
    private final SSLEngine engine;

    /** What was written and is no record yet, up to a number of bytes. */
    private byte[] gathered = Buffers.NONE;

    private int count;

    /** Records, or what is left of them, from a place on. */
    private byte[] records = Buffers.NONE;

    private int taken;
    long sent;

    Outgoing(Transport inner, SSLEngine engine) {
        this.inner = inner;
        this.engine = engine;
    }

    boolean hasGathered() {
        return count > 0;
    }

    /** How many bytes wait until the transport below takes them. */
    int waiting() {
        return records.length - taken;
    }

    /** What would only be gathered otherwise, and fail when nobody writes any more. */
    void requireSendable() throws SSLException {
        if (engine.isOutboundDone()) {
            throw ended();
        }
    }

    /** Takes what there is room for: 0 while records wait. */
    int write(ByteBuffer source) throws IOException {
        if (!flushRecords()) {
            return 0;
        }
        int before = source.position();
        if (count + source.remaining() < Buffers.FRAGMENT) {
            gather(source);
        } else {
            encrypt(source);
        }
        return source.position() - before;
    }

    private void gather(ByteBuffer source) {
        int added = source.remaining();
        if (count + added > gathered.length) {
            gathered = Arrays.copyOf(gathered, count == 0 ? added : Math.min(Buffers.FRAGMENT, 2 * (count + added)));
        }
        source.get(gathered, count, added);
        count += added;
    }

    /** Makes records of what was gathered, and sends as much as goes. True if nothing is left. */
    boolean flush() throws IOException {
        if (flushRecords() && count > 0) {
            encrypt(Buffers.NOTHING);
        }
        return waiting() == 0 && count == 0;
    }

    private void encrypt(ByteBuffer source) throws IOException {
        ByteBuffer[] sources = {ByteBuffer.wrap(gathered, 0, count), source};
        gathered = Buffers.NONE;
        count = 0;
        try (Buffers buffers = Buffers.take()) {
            while (waiting() == 0 && (sources[0].hasRemaining() || source.hasRemaining())) {
                buffers.out.clear();
                while (buffers.out.remaining() >= Buffers.PACKET
                        && (sources[0].hasRemaining() || source.hasRemaining())) {
                    wrap(sources, buffers.out);
                }
                send(buffers.out.flip());
            }
        }
    }

    private void wrap(ByteBuffer[] sources, ByteBuffer out) throws SSLException {
        SSLEngineResult result = engine.wrap(sources, out);
        if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
            throw ended();
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrapWhileAsked(out);
        }
    }

    private static SSLException ended() {
        return new SSLException(
                "nothing more can be sent: the peer has ended the connection with close_notify, and TLS 1.2"
                        + " and older end both directions by that");
    }

    private void wrapWhileAsked(ByteBuffer out) throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && out.remaining() >= Buffers.PACKET) {
            SSLEngineResult result = engine.wrap(Buffers.NOTHING, out);
            if (result.bytesProduced() == 0 && result.getStatus() != Status.OK) {
                return; // closed
            }
        }
    }

    /** Sends what the engine has to say by itself: a part of a handshake, an alert, the answer to a new key. */
    void answer() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            try (Buffers buffers = Buffers.take()) {
                wrapWhileAsked(buffers.out.clear());
                if (buffers.out.position() == 0) {
                    return;
                }
                send(buffers.out.flip());
            }
        }
    }

    /** Ends the stream with close_notify, behind what was written. */
    void end() throws IOException {
        if (count > 0) {
            byte[] rest = Arrays.copyOf(gathered, count);
            count = 0;
            gathered = Buffers.NONE;
            try (Buffers buffers = Buffers.take()) {
                wrap(new ByteBuffer[] {ByteBuffer.wrap(rest)}, buffers.out.clear());
                send(buffers.out.flip());
            }
        }
        engine.closeOutbound();
        try (Buffers buffers = Buffers.take()) {
            buffers.out.clear();
            while (!engine.isOutboundDone() && buffers.out.remaining() >= Buffers.PACKET) {
                if (engine.wrap(Buffers.NOTHING, buffers.out).bytesProduced() == 0) {
                    break;
                }
            }
            send(buffers.out.flip());
        }
    }

    /** Hands records to the transport below, and keeps what that does not take. */
    private void send(ByteBuffer out) throws IOException {
        if (!out.hasRemaining()) {
            return; // the transport below may be shut by now, and would refuse even that
        }
        sent += out.remaining();
        if (flushRecords()) {
            int before;
            do {
                before = out.remaining();
                inner.write(out);
            } while (out.hasRemaining() && out.remaining() < before);
        }
        if (out.hasRemaining()) {
            int before = waiting();
            byte[] all = new byte[before + out.remaining()];
            System.arraycopy(records, taken, all, 0, before);
            out.get(all, before, out.remaining());
            records = all;
            taken = 0;
        }
    }

    /** True if the transport below has taken all records. */
    boolean flushRecords() throws IOException {
        if (waiting() == 0) {
            return true;
        }
        try (Buffers buffers = Buffers.take()) {
            while (waiting() > 0) {
                int offered = Math.min(waiting(), buffers.out.capacity());
                buffers.out.clear().put(records, taken, offered).flip();
                int count = inner.write(buffers.out);
                if (count == 0) {
                    return false;
                }
                taken += count;
            }
        }
        records = Buffers.NONE;
        taken = 0;
        return true;
    }
}
