// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import dev.weft.support.LogRecords;
import dev.weft.testing.MemoryNetwork;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.List;

/** Whom a server behind proxies takes for its client. */
class ProxiesTest extends SiteTest {
    private static Task<HttpResponse> who(HttpRequest request) {
        return Task.of(HttpResponse.of(200)
                .text(request.peer().getAddress().getHostAddress() + ' '
                        + request.peer().getPort() + ' ' + request.scheme() + "://" + request.authority()));
    }

    @Async
    private static Task<String> asks(Site site, String fields) throws Exception {
        String got = await(site.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n"));
        return Task.of(got.substring(got.indexOf("\r\n\r\n") + 4).replaceFirst(" 49\\d+ ", " 49... "));
    }

    @AsyncTest(seeds = 1)
    void believesWhatTrustedProxiesHaveAddedAndNothingBefore() throws Exception {
        String itself = "10.0.0.1 49... http://a";
        String[][] fields = {
            {"", itself},
            {"X-Forwarded-For: 1.2.3.4\r\n", "1.2.3.4 0 http://a"},
            {"X-Forwarded-For: 9.9.9.9, 1.2.3.4\r\n", "1.2.3.4 0 http://a"},
            {"X-Forwarded-For: 1.2.3.4, 10.0.0.7, 10.0.0.8\r\n", "1.2.3.4 0 http://a"},
            {"X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 10.0.0.8\r\n", "1.2.3.4 0 http://a"},
            {
                "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: HTTPS\r\nX-Forwarded-Host: b:1\r\n",
                "1.2.3.4 0 https://b:1"
            },
            {"X-Forwarded-For: 1.2.3.4, unknown\r\n", itself},
            {"X-Forwarded-For: example.org\r\n", itself},
            {"X-Forwarded-For: ::1\r\n", "0:0:0:0:0:0:0:1 0 http://a"},
            {"X-Forwarded-Proto: https\r\n", itself},
            {"Forwarded: for=1.2.3.4\r\nX-Forwarded-For: 9.9.9.9\r\n", "1.2.3.4 0 http://a"},
            {"Forwarded: For=\"[2001:db8::1]:4711\";proto=https; host=\"b\"\r\n", "2001:db8:0:0:0:0:0:1 4711 https://b"
            },
            {"Forwarded: for=9.9.9.9;proto=https, for=1.2.3.4\r\n", "1.2.3.4 0 http://a"},
            {"Forwarded: for=1.2.3.4, for=10.0.0.2;proto=https;by=_x\r\n", "1.2.3.4 0 https://a"},
            {"Forwarded: for=_hidden;proto=https\r\n", itself},
            {"Forwarded: for=1.2.3.4;;\"\r\n", itself},
            {"Forwarded: for=1.2.3.4:99999\r\n", itself},
            {"Forwarded: for=1.2.3.4;host=\"a b\"\r\n", "1.2.3.4 0 http://a"},
            {"Forwarded: for=1.2.3.4;host=\"b/c\"\r\n", "1.2.3.4 0 http://a"},
            {"X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: me@b\r\n", "1.2.3.4 0 http://a"},
        };
        try (Site site = new Site(TrustedProxies.of(InetAddress::isSiteLocalAddress, ProxiesTest::who))) {
            for (String[] field : fields) {
                assertEquals(field[1], await(asks(site, field[0])), field[0]);
            }
        }
        try (Site site = new Site(TrustedProxies.of(address -> false, ProxiesTest::who))) {
            assertEquals(itself, await(asks(site, "X-Forwarded-For: 1.2.3.4\r\n")));
        }
    }

    @AsyncTest(seeds = 1)
    void readsAFieldAsLongAsAClientMaySendIt() throws Exception {
        try (Site site = new Site(TrustedProxies.of(InetAddress::isSiteLocalAddress, ProxiesTest::who))) {
            for (String value :
                    List.of("x".repeat(15_000), '"' + "x".repeat(15_000) + '"', '"' + "\\x".repeat(7_500) + '"')) {
                assertEquals("1.2.3.4 0 http://a", await(asks(site, "Forwarded: by=" + value + ", for=1.2.3.4\r\n")));
            }
        }
    }

    private static HttpServer proxied(MemoryNetwork network) throws Exception {
        network.host("client");
        return HttpServer.start(
                ProxyProtocol.network(network.host("server")), ProxiesTest::who, "server", 80, HttpOptions.defaults());
    }

    @Async
    private static Task<String> sends(MemoryNetwork network, byte[] header) throws Exception {
        try (Connection client = await(network.host("client").openConnection("server", 80))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(header);
            all.writeBytes(Site.bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            await(client.write(all.toByteArray()));
            String got = new String(await(client.readAll(10_000)), ISO_8859_1);
            return Task.of(got.substring(got.indexOf("\r\n\r\n") + 4));
        }
    }

    private static byte[] version2(int command, int family, byte... told) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(Site.bytes("\r\n\r\n\0\r\nQUIT\n"));
        header.writeBytes(
                new byte[] {(byte) (0x20 | command), (byte) family, (byte) (told.length >> 8), (byte) told.length});
        header.writeBytes(told);
        return header.toByteArray();
    }

    @AsyncTest
    void takesTheClientThatTheHeaderNames() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        try (HttpServer server = proxied(network)) {
            assertEquals(
                    "1.2.3.4 56324 http://a",
                    await(sends(network, Site.bytes("PROXY TCP4 1.2.3.4 5.6.7.8 56324 80\r\n"))));
            assertEquals(
                    "2001:db8:0:0:0:0:0:1 1 http://a",
                    await(sends(network, Site.bytes("PROXY TCP6 2001:db8::1 2001:db8::2 1 80\r\n"))));
            assertTrue(await(sends(network, Site.bytes("PROXY UNKNOWN\r\n"))).startsWith("10.0.0.1 "));
            byte[] addresses = {1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0, 80, 4, 0, 1, 'x'};
            assertEquals("1.2.3.4 256 http://a", await(sends(network, version2(1, 0x11, addresses))));
            assertTrue(
                    await(sends(network, version2(0, 0, addresses))).startsWith("10.0.0.1 "),
                    "a check of the proxy itself");
            assertEquals("http server server/10.0.0.2:80", server.toString());
        }
    }

    @AsyncTest
    void breaksOffWhatBeginsOtherwiseAndSaysSoOnce() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        try (HttpServer server = proxied(network);
                LogRecords log = new LogRecords()) {
            byte[] tooMuch = version2(1, 0x11);
            tooMuch[14] = (byte) 0xFF;
            for (byte[] wrong : List.of(
                    new byte[0],
                    Site.bytes("PROXY TCP4 1.2.3 5.6.7.8 1 80\r\n"),
                    Site.bytes("PROXY TCP4 1.2.3.4 5.6.7.8 99999 80\r\n"),
                    Site.bytes("PROXY TCP6 fe80::1%nowhere ::1 1 80\r\n"),
                    Site.bytes("PROXY " + "x".repeat(200) + "\r\n"),
                    tooMuch)) {
                assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(sends(network, wrong))));
            }
            assertEquals(1, log.messages().size(), () -> log.messages().toString());
            assertTrue(log.messages().get(0).contains("PROXY protocol"));
            try (Connection silent = await(network.host("client").openConnection("server", 80))) {
                assertInstanceOf(ConnectionResetException.class, await(Site.failureOf(Site.rest(silent))));
                assertEquals(10, Site.seconds());
            }
            assertEquals(80, server.localAddress().getPort());
        }
    }
}
