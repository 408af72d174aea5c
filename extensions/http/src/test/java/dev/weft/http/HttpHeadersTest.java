// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What a proxy passes on. */
class HttpHeadersTest {
    private static HttpHeaders headers(String... fields) {
        HttpHeaders all = HttpHeaders.none();
        for (int i = 0; i < fields.length; i += 2) {
            all = all.with(fields[i], fields[i + 1]);
        }
        return all;
    }

    @Test
    void leavesOutWhatIsSaidToTheNextOneAlone() {
        HttpHeaders came = headers(
                "Host",
                "a",
                "Connection",
                "close",
                "Keep-Alive",
                "timeout=5",
                "Proxy-Connection",
                "close",
                "TE",
                "trailers");
        assertEquals(headers("Host", "a"), came.endToEnd());
        HttpHeaders others = headers(
                "Trailer",
                "x",
                "Transfer-Encoding",
                "chunked",
                "Upgrade",
                "websocket",
                "Content-Length",
                "3",
                "Expect",
                "100-continue",
                "Proxy-Authorization",
                "x",
                "Proxy-Authenticate",
                "x",
                "Accept",
                "*/*",
                "Accept",
                "b");
        assertEquals(headers("Accept", "*/*", "Accept", "b"), others.endToEnd());
    }

    @Test
    void leavesOutWhatTheFieldConnectionNames() {
        HttpHeaders came = headers(
                "X-One", "1", "connection", "x-one, X-Three", "X-Two", "2", "Connection", "x-four", "x-three", "3");
        assertEquals(headers("X-Two", "2"), came.endToEnd());
    }

    @Test
    void givesAnAnswerTheFieldsOfAnotherOneButForThoseThatTheServerSays() {
        HttpResponse answer = HttpResponse.of(200).header("a", "1").headers(headers("b", "2", "b", "3"));
        assertEquals(headers("a", "1", "b", "2", "b", "3"), answer.headers());
        HttpHeaders ofServer = headers("Content-Length", "2");
        assertThrows(IllegalArgumentException.class, () -> HttpResponse.of(200).headers(ofServer));
    }
}
