// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static byte[] inflated(Inflation inflation, byte[] compressed, boolean isLast) throws WebSocketException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        inflation.feed(compressed, isLast);
        while (inflation.isUnderWay()) {
            out.writeBytes(inflation.next());
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inflatesWhatItDeflates(boolean keepsContext) throws WebSocketException {
        Random random = new Random(3);
        try (Deflation deflation = new Deflation(keepsContext);
                Inflation inflation = new Inflation(keepsContext)) {
            for (int length : new int[] {0, 1, 0, 5, 100, 16 * 1024, 16 * 1024, 100_000, 0}) {
                byte[] message = new byte[length];
                for (int i = 0; i < length; i++) {
                    message[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a');
                }
                assertArrayEquals(message, inflated(inflation, deflation.of(message, true), true), "of " + length);
            }
        }
    }

    @Test
    void inflatesAMessageThatIsMadeInParts() throws WebSocketException {
        try (Deflation deflation = new Deflation(false);
                Inflation inflation = new Inflation(false)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (String part : List.of("one ", "", "two ", "three")) {
                byte[] compressed = deflation.of(part.getBytes(UTF_8), false);
                for (byte each : compressed) {
                    out.writeBytes(inflated(inflation, new byte[] {each}, false));
                }
            }
            out.writeBytes(inflated(inflation, deflation.of(new byte[0], true), true));
            assertEquals("one two three", out.toString(UTF_8));
        }
    }

    @Test
    void makesLaterMessagesThatAreAlikeSmallerIfTheyMayReferToEarlierOnes() {
        byte[] message = "{\"price\":12.5,\"size\":100,\"venue\":\"XETR\"}".getBytes(UTF_8);
        try (Deflation together = new Deflation(true);
                Deflation apart = new Deflation(false)) {
            int first = together.of(message, true).length;
            assertTrue(together.of(message, true).length < first / 3);
            assertEquals(first, apart.of(message, true).length);
            assertEquals(first, apart.of(message, true).length);
        }
    }

    @ParameterizedTest // examples of RFC 7692, 7.2.3
    @ValueSource(
            strings = {"f248cdc9c90700", "000500faff48656c6c6f00", "f348cdc9c9070000", "f2480500 0000ffff cac9c90700"})
    void inflatesTheExamplesOfItsRfc(String hex) throws WebSocketException {
        try (Inflation inflation = new Inflation(true)) {
            byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
            assertEquals("Hello", new String(inflated(inflation, bytes, true), UTF_8));
        }
    }

    @Test
    void handsOnInSmallPiecesWhatInflatesToMuch() throws WebSocketException {
        byte[] bomb;
        try (Deflation deflation = new Deflation(false)) {
            bomb = deflation.of(new byte[10_000_000], true);
        }
        assertTrue(bomb.length < 15_000, "a bomb of " + bomb.length);
        try (Inflation inflation = new Inflation(false)) {
            inflation.feed(bomb, true);
            int most = 0;
            long sum = 0;
            while (inflation.isUnderWay()) {
                int count = inflation.next().length;
                most = Math.max(most, count);
                sum += count;
            }
            assertEquals(10_000_000, sum);
            assertTrue(most <= 16 * 1024);
        }
    }

    @Test
    void refusesWhatIsNotCompressed() {
        try (Inflation inflation = new Inflation(false)) {
            byte[] wrong = new byte[100];
            Arrays.fill(wrong, (byte) 0xFF);
            assertEquals(
                    1007,
                    assertThrows(WebSocketException.class, () -> inflated(inflation, wrong, true))
                            .code());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | false | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate | true | permessage-deflate",
                "permessage-deflate; client_max_window_bits | true | permessage-deflate",
                "permessage-deflate; client_max_window_bits=9 | true | permessage-deflate",
                "permessage-deflate; server_no_context_takeover | true | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15 | true | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\" | true | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=10 | true | none",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | true | permessage-deflate",
                "permessage-deflate; unknown | true | none",
                "permessage-deflate; server_no_context_takeover=1 | true | none",
                "permessage-deflate; client_max_window_bits=7 | true | none",
                "x-webkit-deflate-frame, PERMESSAGE-deflate | true | permessage-deflate",
                "permessage-bzip2 | true | none",
            })
    void takesTheFirstOfferThatItCanKeepTo(String offer, boolean keepsContext, String answer) {
        assertEquals(
                answer,
                Compression.take(Extension.parse(List.of(offer)), keepsContext)
                        .map(Compression.Answer::field)
                        .orElse("none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;", "a; b=", "a b", ",", "a;b;b", "a; b=\"", "a; b=\"x y\"", "=a"})
    void refusesWhatIsNoListOfExtensions(String text) {
        assertThrows(IllegalArgumentException.class, () -> Extension.parse(List.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate, permessage-deflate",
                "permessage-bzip2"
            })
    void refusesAnAnswerOfAServerToWhatWasNotOffered(String answer) {
        assertThrows(
                IllegalArgumentException.class,
                () -> Compression.agreed(Extension.parse(List.of(answer)), true, false));
    }
}
