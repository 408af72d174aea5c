// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bytes between nodes. Each message begins with the version of this form, and with what it is. */
final class Wire {
    static final byte VERSION = 1;

    static final byte REQUEST = 1;
    static final byte LEASE = 2;
    static final byte DUMP = 3;
    static final byte CANCEL = 4;
    static final byte OFFER = 5;
    static final byte SIGN = 6;

    private static final int USUAL_HEAD = 64;

    private Wire() {}

    /** Writes what follows the head of a message. */
    @FunctionalInterface
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static byte[] message(byte kind, Body body) {
        return bytes(USUAL_HEAD, out -> {
            out.writeByte(VERSION);
            out.writeByte(kind);
            body.writeTo(out);
        });
    }

    static byte[] bytes(int expected, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            body.writeTo(out);
        } catch (IOException impossible) { // in memory
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static DataInputStream read(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static void readVersion(DataInputStream in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "version " + version + " of what nodes say to one another, and this node knows " + VERSION);
        }
    }

    // ------------------------------------------------------------------ what is in them

    static byte[] request(Request request) {
        byte[] payload = request.payload;
        return bytes(USUAL_HEAD + (payload == null ? 0 : payload.length), out -> {
            out.writeByte(VERSION);
            out.writeByte(REQUEST);
            out.writeLong(request.number);
            out.writeLong(request.flight);
            out.writeLong(request.nanosLeft);
            out.writeUTF(request.codec);
            out.writeUTF(request.service);
            writeTextOrNull(request.entity, out);
            writePayload(payload, out);
        });
    }

    static Request readRequest(DataInputStream in) throws IOException {
        return new Request(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF(),
                readTextOrNull(in),
                readPayload(in));
    }

    static byte[] cancel(long number) {
        return message(CANCEL, out -> out.writeLong(number));
    }

    /** What a node says of itself, with a number that is higher than that of what it sent before. */
    static byte[] offer(long number, Offer offer) {
        return message(OFFER, out -> {
            out.writeLong(number);
            out.writeLong(offer.version());
            writeNames(offer.services(), out);
            writeNames(offer.kinds(), out);
            out.writeBoolean(offer.asks());
        });
    }

    static Offer readOffer(DataInputStream in) throws IOException {
        return new Offer(in.readLong(), readNames(in), readNames(in), in.readBoolean());
    }

    // ------------------------------------------------------------------ their parts

    /** The rest of the message, with a byte before it that says whether there is anything. */
    static void writePayload(byte @Nullable [] payload, DataOutputStream out) throws IOException {
        out.writeBoolean(payload != null);
        if (payload != null) {
            out.write(payload);
        }
    }

    static byte @Nullable [] readPayload(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readAllBytes() : null;
    }

    private static void writeTextOrNull(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readTextOrNull(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void writeNames(Collection<String> names, DataOutputStream out) throws IOException {
        out.writeInt(names.size());
        for (String name : new TreeSet<>(names)) {
            out.writeUTF(name);
        }
    }

    private static Set<String> readNames(DataInputStream in) throws IOException {
        Set<String> names = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }
}
