// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a server has to know of the first message of a client before there is an engine: which name it asks for (RFC 8446, 4.1.2 and RFC
 * 6066, 3). Everything else the engine judges.
 *
 * @param serverName the name; null if there is none
 */
record ClientHello(@Nullable String serverName) {
    /** More than any client sends. */
    static final int MOST = 48 * 1024;

    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;

    /**
     * Reads the first bytes of a client.
     *
     * @return the message; null if it has not come as a whole
     * @throws SSLException if it is none
     */
    static @Nullable ClientHello parse(byte[] bytes) throws SSLException {
        if (bytes.length == 0) {
            return null;
        }
        if (bytes[0] == ALERT) {
            return new ClientHello(null);
        }
        if (bytes[0] != HANDSHAKE) {
            throw new SSLException("the client does not speak TLS: it began with " + textOf(bytes));
        }
        ByteBuffer message = messageOf(bytes);
        if (message == null && bytes.length > MOST) {
            throw new SSLException("the first message of the client is longer than " + MOST + " bytes");
        }
        return message == null ? null : new ClientHello(serverName(message));
    }

    /** The beginning of what is no TLS, as a person would read it. */
    static String textOf(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 40), US_ASCII);
        return '"' + text.replaceAll("[^ -~]", ".") + '"';
    }

    /** Puts the message together, which may lie in several records; null if a part is missing. */
    private static @Nullable ByteBuffer messageOf(byte[] bytes) {
        ByteBuffer message = ByteBuffer.allocate(bytes.length);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.remaining() >= RECORD_HEADER && rest.get(rest.position()) == HANDSHAKE) {
            int length = rest.getShort(rest.position() + 3) & 0xFFFF;
            if (rest.remaining() < RECORD_HEADER + length) {
                break;
            }
            message.put(rest.slice(rest.position() + RECORD_HEADER, length));
            rest.position(rest.position() + RECORD_HEADER + length);
        }
        message.flip();
        if (message.remaining() < MESSAGE_HEADER
                || message.remaining() < MESSAGE_HEADER + (message.getInt(0) & 0xFFFFFF)) {
            return null;
        }
        return message;
    }

    private static @Nullable String serverName(ByteBuffer message) {
        try {
            if (message.get() != CLIENT_HELLO) {
                return null;
            }
            skip(message, 3 + 2 + 32); // length, version, random
            skip(message, message.get() & 0xFF); // session
            skip(message, message.getShort() & 0xFFFF); // cipher suites
            skip(message, message.get() & 0xFF); // compression
            return nameIn(part(message));
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return null; // the engine says so
        }
    }

    private static void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + count);
    }

    /** Takes a part that begins with its length. */
    private static ByteBuffer part(ByteBuffer buffer) {
        int length = buffer.getShort() & 0xFFFF;
        ByteBuffer part = buffer.slice().limit(length);
        skip(buffer, length);
        return part;
    }

    private static @Nullable String nameIn(ByteBuffer extensions) {
        while (extensions.hasRemaining()) {
            int type = extensions.getShort();
            ByteBuffer extension = part(extensions);
            if (type == SERVER_NAME) {
                ByteBuffer names = part(extension);
                return names.get() == 0 ? US_ASCII.decode(part(names)).toString() : null;
            }
        }
        return null;
    }
}
