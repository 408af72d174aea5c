// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Writes the head of a message into one buffer, with room for a small body behind it. */
final class MessageHead {
    private byte[] bytes;
    private int length;

    MessageHead(int expected) {
        bytes = new byte[expected];
    }

    MessageHead line(String text) {
        text(text);
        return text("\r\n");
    }

    MessageHead field(String name, String value) {
        return text(name).text(": ").line(value);
    }

    MessageHead fields(HttpHeaders headers) {
        headers.forEach(this::field);
        return this;
    }

    @SuppressWarnings("deprecation") // what is not of ISO-8859-1 was refused
    private MessageHead text(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    MessageHead bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = java.util.Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** For messages. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, ISO_8859_1);
    }
}
