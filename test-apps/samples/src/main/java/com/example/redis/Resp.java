// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** What goes over the wire: RESP, the protocol of Redis, in its second version. */
final class Resp {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int LONGEST_LINE = 64 * 1024;

    private Resp() {}

    static byte[] command(String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (String word : words) {
            byte[] text = word.getBytes(UTF_8);
            bytes.writeBytes(("$" + text.length + "\r\n").getBytes(UTF_8));
            bytes.writeBytes(text);
            bytes.writeBytes(CRLF);
        }
        return bytes.toByteArray();
    }

    // region reply
    /** Reads a reply: a String, a Long, a List of replies, null, or a RedisException, which may be one in a list. */
    @Async
    static Task<Object> reply(ByteStream stream) throws IOException {
        byte[] bytes = await(stream.readUntil(CRLF, LONGEST_LINE));
        String line = new String(bytes, 0, bytes.length - CRLF.length, UTF_8);
        String rest = line.isEmpty() ? "" : line.substring(1);
        return switch (bytes[0]) {
            case '+' -> Task.of(rest);
            case '-' -> Task.of(new RedisException(rest));
            case ':' -> Task.of(Long.valueOf(rest));
            case '$' -> text(stream, Integer.parseInt(rest));
            case '*' -> list(stream, Integer.parseInt(rest));
            default -> throw new ProtocolException("no reply of Redis begins like this: " + line);
        };
    }

    @Async
    private static Task<Object> text(ByteStream stream, int length) throws IOException {
        if (length < 0) {
            return Task.of(null);
        }
        byte[] bytes = await(stream.readExactly(length + CRLF.length));
        return Task.of(new String(bytes, 0, length, UTF_8));
    }

    @Async
    private static Task<Object> list(ByteStream stream, int size) throws IOException {
        if (size < 0) {
            return Task.of(null);
        }
        List<Object> replies = new ArrayList<>();
        while (replies.size() < size) {
            replies.add(await(reply(stream)));
        }
        return Task.of(replies);
    }
    // endregion
}
