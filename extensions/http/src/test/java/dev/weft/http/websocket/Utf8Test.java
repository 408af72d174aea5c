// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }

    private static boolean isAccepted(byte[] bytes) {
        Utf8 utf8 = new Utf8();
        return utf8.accepts(bytes) && utf8.isWhole();
    }

    @Test
    void saysTheSameAsTheJdkOfAllPairsAndOfManyLonger() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] bytes = {(byte) (pair >> 8), (byte) pair};
            assertEquals(isUtf8(bytes), isAccepted(bytes), () -> String.format("%02x %02x", bytes[0], bytes[1]));
        }
        Random random = new Random(1);
        byte[] edges = {
            0,
            0x7F,
            (byte) 0x80,
            (byte) 0x8F,
            (byte) 0x90,
            (byte) 0x9F,
            (byte) 0xA0,
            (byte) 0xBF,
            (byte) 0xC1,
            (byte) 0xC2,
            (byte) 0xDF,
            (byte) 0xE0,
            (byte) 0xED,
            (byte) 0xEF,
            (byte) 0xF0,
            (byte) 0xF4,
            (byte) 0xF5
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[3 + random.nextInt(3)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = edges[random.nextInt(edges.length)];
            }
            assertEquals(
                    isUtf8(bytes),
                    isAccepted(bytes),
                    () -> java.util.HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void acceptsEveryCharacter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                assertEquals(true, isAccepted(Character.toString(c).getBytes(UTF_8)));
            }
        }
    }
}
