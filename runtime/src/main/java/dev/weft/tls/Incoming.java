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
import org.jspecify.annotations.Nullable;

/** What comes in: records, and what is in them. Keeps a record that has not come as a whole, and what nobody has read yet. Loop thread only. */
final class Incoming {
    /** What a look at what has come has found. */
    enum Found {
        /** A record, which may have carried nothing for the reader. */
        RECORD,
        /** No whole record is here yet. */
        NOTHING,
        /** The peer has ended the stream with close_notify. */
        END,
        /** The bytes have ended without it. */
        TRUNCATED
    }

    /** What is to be done after a record that was more than data: to answer it, or to refuse it. */
    @FunctionalInterface
    interface Answer {
        void answer() throws IOException;
    }

    /** What comes before each record, in bytes; the last two say how long it is. */
    private static final int HEADER = 5;

    private final Transport inner;
    private final SSLEngine engine;
    private final Answer answer;

    /** What was received and is not a whole record, or was not wanted yet. */
    private byte[] ciphertext;

    /** What was decrypted and not read, from a place on. */
    private byte[] plaintext = Buffers.NONE;

    private int read;
    private boolean ended;

    /** Whether a read got less than there was room for, so that there is no more just now. */
    private boolean drained;

    long received;

    Incoming(Transport inner, SSLEngine engine, byte[] first, Answer answer) {
        this.inner = inner;
        this.engine = engine;
        this.ciphertext = first;
        this.answer = answer;
        this.received = first.length;
    }

    boolean hasPlaintext() {
        return plaintext.length > 0;
    }

    /**
     * Whether a read finds something that the transport below tells nobody of any more: a reader that has got all it asked for may have left
     * whole records behind that came together with its own.
     */
    boolean isReadable() {
        return hasPlaintext() || hasRecord();
    }

    private boolean hasRecord() {
        int size = ciphertext.length - HEADER;
        return size >= 0 && size >= (((ciphertext[HEADER - 2] & 0xFF) << 8) | (ciphertext[HEADER - 1] & 0xFF));
    }

    /** Reads what is there into a buffer that has room. Says how the look for more has ended. */
    Found read(ByteBuffer target) throws IOException {
        drained = false;
        takePlaintext(target);
        Found found = Found.RECORD;
        if (!target.hasRemaining()) {
            return found; // as most small reads do: nothing is to be moved for them
        }
        try (Buffers buffers = load()) {
            try {
                while (target.hasRemaining() && found == Found.RECORD) {
                    found = record(buffers, target);
                }
            } finally {
                ciphertext = Buffers.restOf(buffers.in);
            }
        }
        return found;
    }

    /** Takes one record for the engine alone, as in a handshake. */
    Found record() throws IOException {
        drained = false;
        try (Buffers buffers = load()) {
            try {
                return record(buffers, Buffers.NOTHING);
            } finally {
                ciphertext = Buffers.restOf(buffers.in);
            }
        }
    }

    private void takePlaintext(ByteBuffer target) {
        int count = Math.min(plaintext.length - read, target.remaining());
        target.put(plaintext, read, count);
        read += count;
        if (read == plaintext.length) {
            plaintext = Buffers.NONE;
            read = 0;
        }
    }

    private Buffers load() {
        Buffers buffers = Buffers.take();
        buffers.in.clear().put(ciphertext).flip();
        ciphertext = Buffers.NONE;
        return buffers;
    }

    private Found record(Buffers buffers, ByteBuffer target) throws IOException {
        while (true) {
            SSLEngineResult result = decrypt(buffers, target);
            if (result.getStatus() == Status.OK || result.getStatus() == Status.CLOSED) {
                if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                    answer.answer();
                }
                return engine.isInboundDone() ? Found.END : result.bytesConsumed() > 0 ? Found.RECORD : Found.NOTHING;
            }
            if (!receive(buffers.in, target.remaining())) {
                return ended ? Found.TRUNCATED : Found.NOTHING;
            }
        }
    }

    /** Into the target if a whole record fits, for then there is no copy; else past it. */
    private SSLEngineResult decrypt(Buffers buffers, ByteBuffer target) throws SSLException {
        int alert = Alerts.in(buffers.in);
        SSLEngineResult result;
        try {
            result = engine.unwrap(buffers.in, target);
        } catch (SSLException said) {
            throw Alerts.meaning(alert, said);
        }
        if (result.getStatus() != Status.BUFFER_OVERFLOW) {
            return result;
        }
        buffers.plain.clear();
        result = engine.unwrap(buffers.in, buffers.plain);
        buffers.plain.flip();
        int count = Math.min(buffers.plain.remaining(), target.remaining());
        target.put(buffers.plain.slice().limit(count));
        buffers.plain.position(count);
        plaintext = Buffers.restOf(buffers.plain);
        return result;
    }

    /** Receives more, a record at least and not much more than is wanted: what is left over has to be kept. */
    private boolean receive(ByteBuffer in, int wanted) throws IOException {
        in.compact();
        int room = Math.min(in.remaining(), Math.max(Buffers.PACKET, wanted));
        in.limit(in.position() + room);
        int count;
        try {
            count = drained || ended ? 0 : inner.read(in);
        } finally {
            in.flip();
        }
        if (received == 0 && count > 0) {
            requireTls(in);
        }
        ended |= count < 0;
        drained |= count < room;
        received += Math.max(count, 0);
        return count > 0;
    }

    /** Of a server: of a client it is known already. */
    private static void requireTls(ByteBuffer in) throws SSLException {
        int first = in.get(in.position());
        if (first != ClientHello.HANDSHAKE && first != ClientHello.ALERT) {
            throw new SSLException(
                    "the server does not speak TLS: it began with " + ClientHello.textOf(Buffers.restOf(in)));
        }
    }

    /** Throws away what is there. True at the end of the bytes. */
    boolean skip() throws IOException {
        ciphertext = Buffers.NONE;
        plaintext = Buffers.NONE;
        read = 0;
        return ended || isSkipped(inner);
    }

    /** Throws away what has come to a transport, some of it at a time. True at the end of the bytes. */
    static boolean isSkipped(Transport inner) throws IOException {
        try (Buffers buffers = Buffers.take()) {
            for (int burst = 0; burst < 16; burst++) {
                int count = inner.read(buffers.in.clear());
                if (count <= 0) {
                    return count < 0;
                }
            }
            return false;
        }
    }

    /** Adds to bytes what has come to a transport; null if that was nothing and its bytes have ended. */
    static byte @Nullable [] more(Transport inner, byte[] before) throws IOException {
        try (Buffers buffers = Buffers.take()) {
            int count = inner.read(buffers.in.clear());
            if (count < 0) {
                return null;
            }
            byte[] all = Arrays.copyOf(before, before.length + count);
            buffers.in.flip().get(all, before.length, count);
            return all;
        }
    }
}
