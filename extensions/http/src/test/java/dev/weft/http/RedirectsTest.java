// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where redirects lead, and what goes along. */
@AsyncTest(seeds = 2)
class RedirectsTest extends UpstreamTest {
    private static final ClientOptions OPTIONS = ClientOptions.defaults().maxRedirects(2);

    /** Leads from {@code /3} to {@code /2} and so on, and answers at {@code /0}. */
    private static Upstream.Script leading(int status) {
        return visit -> {
            for (String head = await(visit.head()); !head.isEmpty(); head = await(visit.head())) {
                String path = head.split(" ", -1)[1];
                int left = Integer.parseInt(path.substring(1));
                if (head.contains("content-length: 5")) {
                    await(visit.connection().readExactly(5));
                }
                await(visit.write(
                        left == 0
                                ? Upstream.OK
                                : "HTTP/1.1 " + status + " Moved\r\nLocation: " + (left - 1)
                                        + "\r\nContent-Length: 4\r\n\r\ngone"));
            }
            return Task.done();
        };
    }

    @AsyncTest
    void followsAsFarAsItMay() throws IOException {
        Upstream upstream = upstream(OPTIONS, leading(302));
        assertEquals("200 ok", await(upstream.ask(Upstream.get("/2"))));
        assertEquals(1, upstream.connections);
        Throwable failure = await(Site.failureOf(upstream.ask(Upstream.get("/3"))));
        assertTrue(
                String.valueOf(failure.getMessage()).endsWith("more than 2 redirects, from http://server/3"),
                failure.getMessage());
    }

    @AsyncTest
    void followsNothingUnlessItIsSaid() throws IOException {
        Upstream upstream = upstream(leading(302));
        assertEquals("302 gone", await(upstream.ask(Upstream.get("/1"))));
    }

    @AsyncTest
    void makesAGetOfAPostWhereBrowsersDo() throws IOException {
        Upstream upstream = upstream(OPTIONS, leading(303));
        assertEquals(
                "200 ok", await(upstream.ask(Upstream.post("/1").text("hello").header("a", "b"))));
        assertEquals("GET /0 HTTP/1.1\r\nhost: server\r\na: b\r\n\r\n", upstream.heads.get(1));
    }

    @AsyncTest
    void sendsTheBodyAgainWhereTheMethodStays() throws IOException {
        Upstream upstream = upstream(OPTIONS, leading(307));
        assertEquals("200 ok", await(upstream.ask(Upstream.post("/1").text("hello"))));
        assertTrue(upstream.heads.get(1).startsWith("POST /0 "), upstream.heads.get(1));
        assertTrue(upstream.heads.get(1).contains("content-length: 5"), upstream.heads.get(1));
    }

    private static Optional<ClientRequest> next(ClientRequest request, int status, String location) {
        HttpHeaders headers = HttpHeaders.of("location", location);
        return Redirects.next(request, new ResponseHead(status, headers, true));
    }

    @Test
    void tellsNobodyElseWhoAsks() {
        ClientRequest request = ClientRequest.get(URI.create("https://a/x/y"))
                .header("Authorization", "secret")
                .header("Cookie", "secret")
                .header("host", "b")
                .header("accept", "*/*");
        assertEquals(4, next(request, 302, "../z?q").orElseThrow().headers().size());
        assertEquals(
                "https://a/z?q",
                next(request, 302, "../z?q").orElseThrow().uri().toString());
        for (String other : new String[] {"https://b/", "https://a:8443/", "//b/"}) {
            assertEquals(
                    HttpHeaders.of("accept", "*/*"),
                    next(request, 302, other).orElseThrow().headers(),
                    other);
        }
    }

    @Test
    void followsNothingThatIsLessSafeOrNoAddress() {
        ClientRequest request = ClientRequest.get(URI.create("https://a/"));
        for (String location :
                new String[] {"http://a/", "ftp://a/", "javascript:x", "https://ann@a/", "http://[", ""}) {
            assertFalse(
                    next(request, 302, location)
                            .map(to -> !to.uri().equals(request.uri()))
                            .orElse(false),
                    location);
        }
        assertFalse(next(request, 300, "https://b/").isPresent());
    }
}
