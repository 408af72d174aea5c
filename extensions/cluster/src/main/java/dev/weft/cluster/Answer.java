// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer as it travels: what became of a request. */
final class Answer {
    /** What may become of one. */
    enum Status {
        /** It ran, and this is what it gave. */
        VALUE(0),
        /** It ran, and failed. */
        FAILED(1),
        /** It never ran, and another node may do it. */
        NOT_SERVED(2),
        /** It never ran, since another node owns the entity. */
        NOT_OWNER(3),
        /** It was broken off, since its node leaves or lost the entity. */
        BROKEN_OFF(4),
        /** Its time was over where it ran. */
        LATE(5);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        static Status of(int code) throws IOException {
            for (Status status : values()) {
                if (status.code == code) {
                    return status;
                }
            }
            throw new IOException("an answer of kind " + code);
        }
    }

    /** Of a reason. What travels has a limit, and names in it come from others. */
    private static final int MOST_CHARS = 10_000;

    final Status status;

    /** Null for a null, and where there is no value. */
    final byte @Nullable [] payload;

    /** Why there is no value; empty where there is one. */
    final String reason;

    /** Where it failed; null where it did not. */
    final @Nullable ThrownText thrown;

    private Answer(Status status, byte @Nullable [] payload, String reason, @Nullable ThrownText thrown) {
        this.status = status;
        this.payload = payload;
        this.reason = reason;
        this.thrown = thrown;
    }

    static Answer value(byte @Nullable [] payload) {
        return new Answer(Status.VALUE, payload, "", null);
    }

    static Answer failed(Throwable failure) {
        return new Answer(Status.FAILED, null, "", ThrownText.of(failure));
    }

    static Answer without(Status status, String reason) {
        return new Answer(status, null, reason.length() > MOST_CHARS ? reason.substring(0, MOST_CHARS) : reason, null);
    }

    byte[] bytes() {
        return Wire.bytes(payload == null ? 1024 : payload.length + 4, out -> {
            out.writeByte(Wire.VERSION);
            out.writeByte(status.code);
            if (status == Status.VALUE) {
                Wire.writePayload(payload, out);
            } else if (thrown != null) {
                thrown.writeTo(out);
            } else {
                out.writeUTF(reason);
            }
        });
    }

    static Answer read(byte[] bytes) throws IOException {
        DataInputStream in = Wire.read(bytes);
        Wire.readVersion(in);
        Status status = Status.of(in.readByte());
        return switch (status) {
            case VALUE -> value(Wire.readPayload(in));
            case FAILED -> new Answer(Status.FAILED, null, "", ThrownText.read(in));
            default -> without(status, in.readUTF());
        };
    }
}
