// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JSON by a library of the user's choice. */
class BodyCodecTest extends SiteTest {
    record Order(String item, int count) {}

    private static final BodyCodec JSON = new BodyCodec() {
        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public byte[] encode(Object value) throws IOException {
            return mapper.writeValueAsBytes(value);
        }

        @Override
        public Object decode(byte[] bytes, Type type) throws IOException {
            return mapper.readValue(bytes, mapper.constructType(type));
        }
    };

    @Async
    private static Task<HttpResponse> doubled(HttpRequest request) throws IOException {
        Order order = await(request.body().readAs(JSON, Order.class, 100));
        return Task.of(HttpResponse.of(200).encoded(new Order(order.item, 2 * order.count), JSON));
    }

    @Async
    private static Task<String> post(Site site, String body) throws IOException {
        return Task.of(await(site.ask("POST / HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)));
    }

    @AsyncTest
    void readsAndWritesValues() throws Exception {
        try (Site site = new Site(BodyCodecTest::doubled)) {
            String got = await(post(site, "{\"item\":\"tea\",\"count\":21}"));
            assertTrue(got.contains("content-type: application/json\r\n"), got);
            assertTrue(got.endsWith("\r\n\r\n{\"item\":\"tea\",\"count\":42}"), got);
        }
    }

    @Async
    private static Task<HttpResponse> counted(HttpRequest request) throws IOException {
        List<Order> orders = await(request.body().readAs(JSON, new TypeReference<List<Order>>() {}.getType(), 100));
        int all = orders.stream().mapToInt(Order::count).sum();
        return Task.of(HttpResponse.of(200).text(Integer.toString(all)));
    }

    @AsyncTest
    void readsValuesOfTypesWithParameters() throws Exception {
        try (Site site = new Site(BodyCodecTest::counted)) {
            String tea = "{\"item\":\"tea\",\"count\":21}";
            String got = await(post(site, '[' + tea + ',' + tea + ']'));
            assertTrue(got.endsWith("\r\n\r\n42"), got);
            assertTrue(await(post(site, tea)).startsWith("HTTP/1.1 400 "));
        }
    }

    @AsyncTest
    void tellsTheClientAndNotTheLogOfABodyThatIsNoValue() throws Exception {
        try (Site site = new Site(BodyCodecTest::doubled);
                LogRecords log = new LogRecords()) {
            assertTrue(await(post(site, "{\"item\":")).startsWith("HTTP/1.1 400 "));
            assertTrue(await(post(site, "null")).startsWith("HTTP/1.1 400 "), "there is no value");
            assertTrue(await(post(site, " ".repeat(101))).startsWith("HTTP/1.1 413 "));
            assertEquals(List.of(), log.messages());
        }
    }

    @Test
    void saysOfWhatNoBodyCanBeMade() {
        Throwable thrown = assertThrows(
                IllegalArgumentException.class, () -> HttpResponse.of(200).encoded(new Object(), JSON));
        assertEquals("no body can be made of a java.lang.Object", thrown.getMessage());
        assertTrue(thrown.getCause() instanceof IOException);
    }
}
