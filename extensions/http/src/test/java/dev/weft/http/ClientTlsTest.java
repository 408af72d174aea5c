// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import dev.weft.tls.TlsClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The client over TLS, in memory, with a server that speaks HTTP/2 as well. */
class ClientTlsTest extends SiteTest {
    /** What an observer is told. */
    private final List<String> seen = new ArrayList<>();

    /** With which ends the handler had to do. */
    private final Set<String> peers = new HashSet<>();

    private static Path file(String name) throws Exception {
        return Path.of(Objects.requireNonNull(ClientTlsTest.class.getResource(name), name)
                .toURI());
    }

    private static TlsClient trusting() throws Exception {
        return Tls.client(Credentials.none().trust(file("ca.pem")).context());
    }

    private HttpOptions encrypted() throws Exception {
        return HttpOptions.defaults()
                .observer(HttpObserver.lines(seen::add))
                .tls(Tls.server(Credentials.none()
                        .key(file("server.pem"), file("server-key.pem"))
                        .context()));
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        peers.add(request.scheme() + " from " + request.peer().getPort());
        return Task.of(HttpResponse.of(200).body(await(request.body().readAll(1_000_000))));
    }

    private static Http1Client client(Site site, TlsClient tls) throws IOException {
        return Http1Client.of(ClientOptions.defaults()
                .network(site.network.host("client"))
                .tls(tls)
                .idleLimit(Duration.ofSeconds(5)));
    }

    @Async
    private static Task<String> ask(Http1Client client, ClientRequest request) throws IOException {
        try (ClientResponse response = await(client.send(request))) {
            return Task.of(response.status() + " " + await(response.text(StandardCharsets.UTF_8, 1_000_000)));
        }
    }

    @AsyncTest(seeds = 3)
    void keepsAnEncryptedConnectionForTheNextRequest() throws Exception {
        URI uri = URI.create("https://server:80/a");
        String body = "hello ".repeat(50_000);
        try (Site site = new Site(this::handle, encrypted());
                Http1Client client = client(site, trusting())) {
            for (int i = 0; i < 3; i++) {
                String got = await(ask(client, ClientRequest.post(uri).body(body.getBytes(StandardCharsets.UTF_8))));
                assertEquals("200 " + body, got);
                assertEquals(1, client.statistics().idle());
            }
            assertEquals(Set.of("https from 49153"), peers);
        }
    }

    @AsyncTest
    void refusesAServerOfAnotherName() throws Exception {
        try (Site site = new Site(this::handle)) {
            HttpServer other = HttpServer.start(site.network.host("other"), this::handle, "other", 443, encrypted());
            SiteTest.started(other);
            try (Http1Client client = client(site, trusting())) {
                ClientException refused = assertInstanceOf(
                        ClientException.class,
                        await(Site.failureOf(ask(client, ClientRequest.get(URI.create("https://other/"))))));
                assertEquals(Phase.CONNECT, refused.phase());
                String told = String.valueOf(refused.getMessage());
                assertTrue(told.startsWith("GET https://other/: no connection: the tls handshake of "), told);
                assertTrue(told.contains("No subject alternative DNS name matching other found"), told);
                assertEquals(0, client.statistics().active());
            }
            other.close();
        }
        await(sleep(Duration.ofSeconds(1)));
        assertRefused();
    }

    @AsyncTest
    void refusesAServerThatNobodyItTrustsVouchesFor() throws Exception {
        try (Site site = new Site(this::handle, encrypted());
                Http1Client client = client(site, Tls.client())) {
            Throwable refused = await(Site.failureOf(ask(client, ClientRequest.get(URI.create("https://server:80/")))));
            String told = String.valueOf(refused.getMessage());
            assertTrue(told.startsWith("GET https://server:80/: no connection: the tls handshake of "), told);
            assertTrue(told.contains("unable to find valid certification path"), told);
        }
        await(sleep(Duration.ofSeconds(1)));
        assertRefused();
    }

    @AsyncTest
    void saysSoWhereTheServerSpeaksNoTls() throws Exception {
        try (Site site = new Site(this::handle);
                Http1Client client = client(site, trusting())) {
            Throwable refused = await(Site.failureOf(ask(client, ClientRequest.get(URI.create("https://server:80/")))));
            String told = String.valueOf(refused.getMessage());
            assertTrue(told.startsWith("GET https://server:80/: no connection: the tls handshake of "), told);
        }
        assertEquals(Set.of(), peers);
    }

    private void assertRefused() {
        assertEquals(1, seen.size(), seen.toString());
        assertTrue(seen.get(0).startsWith("client refused 0, the tls handshake of "), seen.get(0));
        assertEquals(Set.of(), peers);
    }
}
