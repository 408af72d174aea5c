// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
    /** What RFC 3986 has for a host and a port. */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.example:80",
                "a.example:",
                ":80",
                "127.0.0.1:65535",
                "[::1]",
                "[::ffff:1.2.3.4]:8080",
                "a%20b"
            })
    void takesWhatIsAHost(String text) throws Exception {
        assertEquals(text, HttpTarget.requireAuthority(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/",
                "me@a",
                "a:b",
                "a:123456",
                "a:80:80",
                "[]",
                "[::1",
                "::1",
                "[::g]",
                "[::1]a",
                "[::1]:x",
                "a[::1]",
                "\u00e4",
                "[\uff11]"
            })
    void refusesWhatIsNone(String text) {
        assertEquals(
                "\"" + text + "\", which is no host",
                assertThrows(BadMessageException.class, () -> HttpTarget.requireAuthority(text))
                        .getMessage());
    }

    @Test
    void takesWhatTheGrammarTakesOfTextsByChance() {
        Random random = new Random(1);
        String signs = "a.Zf0%9:::[]@/-~ ";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(10); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertEquals(AUTHORITY.matcher(text).matches(), isTaken(text.toString()), text.toString());
        }
    }

    private static boolean isTaken(String text) {
        try {
            HttpTarget.requireAuthority(text);
            return true;
        } catch (BadMessageException refused) {
            return false;
        }
    }
}
