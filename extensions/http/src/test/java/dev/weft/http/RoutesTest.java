// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RoutesTest extends SiteTest {
    private static HttpHandler says(String text, String... variables) {
        return request -> {
            StringBuilder all = new StringBuilder(text);
            for (String variable : variables) {
                all.append(' ').append(request.variable(variable));
            }
            return Task.of(HttpResponse.of(200).text(all.toString()));
        };
    }

    @Async
    private static Task<String> ask(Site site, String line) throws IOException {
        String got = await(site.ask(line + " HTTP/1.0\r\n\r\n"));
        return Task.of(got.substring(9, 12) + ' ' + got.substring(got.indexOf("\r\n\r\n") + 4));
    }

    @AsyncTest(seeds = 1)
    void goesByPathAndMethodWithLiteralsBeforeVariables() throws Exception {
        Routes routes = Routes.none()
                .on("GET", "/files/{path...}", says("file", "path"))
                .on("GET", "/orders/{id}", says("order", "id"))
                .on("GET", "/orders/new", says("new"))
                .on("POST", "/orders", says("posted"))
                .on("GET", "/orders/{id}/items/{item}", says("item", "id", "item"))
                .on("*", "/any", says("any"))
                .on("GET", "/", says("root"));
        try (Site site = new Site(routes)) {
            assertEquals("200 root", await(ask(site, "GET /")));
            assertEquals("200 new", await(ask(site, "GET /orders/new")));
            assertEquals("200 new", await(ask(site, "GET /orders/%6Eew")), "an escape of what needs none");
            assertEquals("200 order 7/8", await(ask(site, "GET /orders/7%2f8")));
            assertEquals("200 item a b", await(ask(site, "GET /orders/a/items/b?x=/orders/new")));
            assertEquals("200 file a/b c", await(ask(site, "GET /files/a/b%20c")));
            assertEquals("200 posted", await(ask(site, "POST /orders")));
            assertEquals("200 any", await(ask(site, "BREW /any")));
            assertEquals("200 ", await(ask(site, "HEAD /orders/new")));
            for (String missing :
                    new String[] {"GET /nothing", "GET /orders/1/", "GET /orders//", "GET /files", "OPTIONS *"}) {
                assertEquals("404 ", await(ask(site, missing)), missing);
            }
            assertEquals("405 ", await(ask(site, "PUT /orders/1")));
        }
    }

    @AsyncTest(seeds = 1)
    void saysWhichMethodsThereAre() throws Exception {
        try (Site site = new Site(Routes.none().on("GET", "/a", says("")).on("POST", "/a", says("")))) {
            String got = await(site.ask("PUT /a HTTP/1.0\r\n\r\n"));
            assertEquals(
                    "allow: GET, HEAD, POST",
                    got.lines()
                            .filter(line -> line.startsWith("allow"))
                            .findFirst()
                            .orElse(got));
        }
    }

    @Test
    void refusesPatternsThatAreNone() {
        Routes routes = Routes.none().on("GET", "/a/{b}", says(""));
        for (String wrong : new String[] {"a", "/{a}{b}", "/x{a}", "/{a b}", "/{a...}/b", "/{a}/{a}", "/{}"}) {
            assertThrows(IllegalArgumentException.class, () -> routes.on("GET", wrong, says("")), wrong);
        }
        assertEquals(
                "GET /a/{c}: there is GET /a/{b} already",
                assertThrows(IllegalArgumentException.class, () -> routes.on("GET", "/a/{c}", says("")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> routes.on("GET ", "/b", says("")));
    }
}
