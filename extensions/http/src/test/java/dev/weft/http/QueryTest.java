// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest extends SiteTest {
    private static void check(String query, String name, String... values) {
        assertEquals(List.of(values), Query.values(query, name));
    }

    @Test
    void givesAllValuesOfANameInTheirOrder() {
        check("a=1&b=2&a=3", "a", "1", "3");
        check("a=1&b=2&a=3", "b", "2");
        check("a=1&b=2&a=3", "c");
        check("a=1&ab=2&ba=3&A=4", "a", "1");
        check("a=b=c", "a", "b=c");
        check("", "a");
    }

    @Test
    void aNameWithoutAValueHasTheEmptyText() {
        check("a", "a", "");
        check("a=&a&&b", "a", "", "");
        check("=1&a", "", "1");
        check("&&", "");
    }

    @Test
    void takesEscapesOffNamesAndValues() {
        check("gr%C3%BCn=t%26e%3Da+2%2B", "gr\u00fcn", "t&e=a 2+");
        check("a+b=1&a%20b=2", "a b", "1", "2");
        check("a=100%&a=%zz&a=%4", "a", "100%", "%zz", "%4");
    }

    @AsyncTest
    void aRequestHasItsParameters() throws Exception {
        HttpHandler handler = request -> Task.of(
                HttpResponse.of(200).text(request.parameter("page").orElse("none") + ' ' + request.parameters("tag")));
        try (Site site = new Site(handler)) {
            assertTrue(
                    await(site.ask("GET /?tag=a&page=2&tag=b HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n2 [a, b]"));
            assertTrue(await(site.ask("GET / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nnone []"));
        }
    }
}
