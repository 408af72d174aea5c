// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameParserTest {
    /** What a parser makes of bytes, as one text; pieces of a message are joined. */
    private static String parsed(FrameParser parser, byte[]... inputs) throws WebSocketException {
        StringBuilder text = new StringBuilder();
        for (byte[] input : inputs) {
            parser.feed(input);
            for (Piece piece = parser.next(); piece != null; piece = parser.next()) {
                text.append(HexFormat.of().formatHex(piece.bytes()));
                if (piece.isLast()) {
                    text.append('/').append(piece.opcode()).append(piece.isCompressed() ? "c " : " ");
                }
            }
        }
        return text.toString().strip();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "81 05 48656c6c6f, 48656c6c6f/1",
        "01 03 48656c 80 02 6c6f, 48656c6c6f/1",
        "02 01 aa 89 02 3131 00 01 bb 80 00, aa3131/9 bb/2",
        "82 00, /2",
        "01 00 00 00 80 00, /1",
        "8a 00 88 02 03e8, /10 03e8/8",
        "c1 01 aa, aa/1c",
        "41 01 aa 80 01 bb, aabb/1c",
    })
    void takesFramesApart(String sent, String expected) throws WebSocketException {
        byte[] bytes = hex(sent);
        assertEquals(expected, parsed(new FrameParser(false, true), bytes));
        for (int at = 0; at <= bytes.length; at++) {
            byte[] first = Arrays.copyOf(bytes, at);
            byte[] second = Arrays.copyOfRange(bytes, at, bytes.length);
            assertEquals(expected, parsed(new FrameParser(false, true), first, second), "cut at " + at);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "91 00, reserved",
        "c0 00, compressed",
        "83 00, unknown opcode 3",
        "8b 00, unknown opcode 11",
        "09 00, cut in fragments",
        "89 7e 007e, more than 125",
        "80 00, continuation of no message",
        "01 01 61 81 01 62, inside of another",
        "81 80 00000000, masked frame of a server",
        "82 7f ffffffffffffffff, 2^63",
        "82 7e 007d, longer than it need be",
        "82 7f 000000000000ffff, longer than it need be",
    })
    void refusesWhatIsNoFrame(String sent, String why) {
        var refused = assertThrows(WebSocketException.class, () -> parsed(new FrameParser(false, true), hex(sent)));
        assertEquals(1002, refused.code());
        assertEquals(true, String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    }

    @Test
    void refusesCompressionWhereNoneIsAgreedOn() {
        assertThrows(WebSocketException.class, () -> parsed(new FrameParser(false, false), hex("c1 01 aa")));
    }

    @Test
    void refusesAClientWithoutAMask() {
        assertThrows(WebSocketException.class, () -> parsed(new FrameParser(true, false), hex("81 01 61")));
    }

    @Test
    void readsWhatItWrites() throws WebSocketException {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, 70000}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            int first = Frame.FIN | (length == 1 ? Frame.PING : Frame.BINARY);
            String expected = HexFormat.of().formatHex(payload) + "/" + (first & 15);
            byte[] plain = Chat.joined(Frame.of(first, payload));
            byte[] masked = Chat.joined(Frame.masked(first, payload, random.nextInt()));
            assertEquals(expected, parsed(new FrameParser(false, false), plain));
            assertEquals(expected, parsed(new FrameParser(true, false), masked));
            assertEquals(expected, parsed(new FrameParser(true, false), cut(masked, random)), "cut, of " + length);
        }
    }

    private static byte[][] cut(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length < 1000 ? 3 : 3000));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return pieces.toArray(byte[][]::new);
    }
}
