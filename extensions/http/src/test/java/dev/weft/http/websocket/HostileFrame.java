// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A frame as {@code frames.txt} writes it, and what came back as it says that; {@code judges/frames.mjs} does the same. */
final class HostileFrame {
    private static final Pattern FRAME = Pattern.compile("([0-9a-f]{2})(w|l16|l64|L[0-9a-f]{16})?:(.*?)(?:\\*(\\d+))?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final byte[] MASK = {1, 2, 3, 4};

    private HostileFrame() {}

    /** The bytes, masked or not as is right, if the frame does not say that it is wrong. */
    static byte[] parse(String token, boolean masked) {
        Matcher frame = FRAME.matcher(token);
        if (!frame.matches()) {
            throw new IllegalArgumentException(token);
        }
        String strange = frame.group(2) == null ? "" : frame.group(2);
        int times = frame.group(4) == null ? 1 : Integer.parseInt(frame.group(4));
        byte[] payload = unescaped(frame.group(3)).repeat(times).getBytes(ISO_8859_1);
        boolean isMasked = masked != strange.equals("w");
        long length = strange.startsWith("L") ? HexFormat.fromHexDigitsToLong(strange.substring(1)) : payload.length;
        ByteBuffer all = ByteBuffer.allocate(14 + payload.length);
        all.put((byte) Integer.parseInt(frame.group(1), 16));
        putLength(all, length, strange, isMasked ? 0x80 : 0);
        if (isMasked) {
            all.put(MASK);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= MASK[i % 4];
            }
        }
        all.put(payload);
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    private static void putLength(ByteBuffer to, long length, String strange, int mask) {
        if (strange.startsWith("L") || strange.equals("l64") || length > 65535) {
            to.put((byte) (mask | 127)).putLong(length);
        } else if (strange.equals("l16") || length > 125) {
            to.put((byte) (mask | 126)).putShort((short) length);
        } else {
            to.put((byte) (mask | length));
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(HostileFrame::character);
    }

    private static String character(MatchResult escape) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    }

    // ------------------------------------------------------------------ what came back

    static String verdict(byte[] got) {
        List<String> parts = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(got);
        while (left.hasRemaining()) {
            int first = left.get() & 0xFF;
            int second = left.get() & 0xFF;
            int length = second & 0x7F;
            length = length == 126 ? left.getShort() & 0xFFFF : length == 127 ? (int) left.getLong() : length;
            byte[] mask = new byte[4];
            left.get(mask, 0, second < 0x80 ? 0 : 4);
            byte[] payload = new byte[Math.min(length, left.remaining())];
            left.get(payload);
            if (payload.length < length) {
                parts.add(payload.length + " bytes of " + length);
            }
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            parts.add(said(first & 0x0F, payload));
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static String said(int opcode, byte[] payload) {
        return switch (opcode) {
            case 1 -> ("text " + escaped(payload)).stripTrailing();
            case 2 -> ("binary " + escaped(payload)).stripTrailing();
            case 8 ->
                payload.length == 0
                        ? "close"
                        : "close " + (ByteBuffer.wrap(payload).getShort() & 0xFFFF);
            case 10 -> ("pong " + escaped(payload)).stripTrailing();
            default -> "opcode " + opcode;
        };
    }

    private static String escaped(byte[] payload) {
        if (payload.length > 20) {
            return "of " + payload.length;
        }
        StringBuilder text = new StringBuilder();
        for (byte each : payload) {
            text.append(each >= ' ' && each <= '~' ? String.valueOf((char) each) : String.format("\\x%02x", each));
        }
        return text.toString();
    }
}
