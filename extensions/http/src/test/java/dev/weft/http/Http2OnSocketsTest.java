// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Tcp;
import dev.weft.sync.Event;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;

/** The client of the JDK speaks HTTP/2 with our server over TLS, on sockets. */
@AsyncTest(virtualTime = false)
class Http2OnSocketsTest {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static final SSLContext CLIENT = context(Credentials.none());
    private static final SSLContext SERVER = context(keys());

    private final Event cancelled = new Event();

    @AfterAll
    static void stop() {
        THREADS.shutdown();
    }

    /** Of the tests of TLS of the runtime, where a script beside them makes them. */
    private static Path file(String name) throws Exception {
        return Path.of(Objects.requireNonNull(Http2OnSocketsTest.class.getResource(name), name)
                .toURI());
    }

    private static Credentials keys() {
        try {
            return Credentials.none().key(file("server.pem"), file("server-key.pem"));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static SSLContext context(Credentials credentials) {
        try {
            return credentials.trust(file("ca.pem")).context();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .executor(THREADS)
                .sslContext(CLIENT)
                .version(version)
                .build();
    }

    private HttpServer start(HttpOptions options) throws IOException {
        return HttpServer.start(Tcp.network(), this::handle, "127.0.0.1", 0, options.tls(Tls.server(SERVER)));
    }

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        if (request.path().equals("/sleeps")) {
            try {
                await(Weft.sleep(Duration.ofHours(1)));
            } finally {
                cancelled.set();
            }
        }
        byte[] body = await(request.body().readAll(10_000_000));
        return Task.of(HttpResponse.of(200).header("asked", request.toString()).body(body));
    }

    private static java.net.http.HttpRequest post(HttpServer server, String path, byte[] body) {
        URI uri = URI.create("https://localhost:" + server.localAddress().getPort() + path);
        return java.net.http.HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    @AsyncTest
    void answersManyRequestsOfOneConnection() throws Exception {
        HttpClient client = client(HttpClient.Version.HTTP_2);
        try (HttpServer server = start(HttpOptions.defaults().maxStreams(10))) {
            await(client.sendAsync(post(server, "/", new byte[1]), BodyHandlers.ofByteArray()));
            List<CompletableFuture<java.net.http.HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(client.sendAsync(post(server, "/" + i, new byte[i]), BodyHandlers.ofByteArray()));
            }
            for (int i = 0; i < all.size(); i++) {
                java.net.http.HttpResponse<byte[]> answer = await(all.get(i));
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                assertEquals("POST /" + i, answer.headers().firstValue("asked").orElseThrow());
                assertEquals(i, answer.body().length);
            }
            await(server.stop(Duration.ofSeconds(20)));
        }
    }

    @AsyncTest
    void takesAndGivesBodiesThatAreLongerThanAllWindows() throws Exception {
        byte[] body = new byte[5_000_000];
        new Random(1).nextBytes(body);
        HttpClient client = client(HttpClient.Version.HTTP_2);
        try (HttpServer server = start(HttpOptions.defaults())) {
            assertArrayEquals(
                    body,
                    await(client.sendAsync(post(server, "/", body), BodyHandlers.ofByteArray()))
                            .body());
            await(server.stop(Duration.ofSeconds(20)));
        }
    }

    @AsyncTest
    void cancelsTheHandlerOfARequestThatItsClientCancels() throws Exception {
        HttpClient client = client(HttpClient.Version.HTTP_2);
        try (HttpServer server = start(HttpOptions.defaults())) {
            await(client.sendAsync(post(server, "/", new byte[0]), BodyHandlers.discarding()));
            CompletableFuture<?> asked =
                    client.sendAsync(post(server, "/sleeps", new byte[0]), BodyHandlers.discarding());
            await(Weft.sleep(Duration.ofMillis(100)));
            asked.cancel(true);
            await(cancelled.untilSet());
            await(server.stop(Duration.ofSeconds(20)));
        }
    }

    @AsyncTest
    void speaksHttp11WithAClientThatKnowsNoOther() throws Exception {
        HttpClient old = client(HttpClient.Version.HTTP_1_1);
        HttpClient recent = client(HttpClient.Version.HTTP_2);
        try (HttpServer server = start(HttpOptions.defaults());
                HttpServer plain = start(HttpOptions.defaults().withoutHttp2())) {
            assertEquals(HttpClient.Version.HTTP_1_1, await(version(old, server)));
            assertEquals(HttpClient.Version.HTTP_1_1, await(version(recent, plain)));
            await(server.stop(Duration.ofSeconds(20)));
            await(plain.stop(Duration.ofSeconds(20)));
        }
    }

    @Async
    private static Task<HttpClient.Version> version(HttpClient client, HttpServer server) {
        return Task.of(await(client.sendAsync(post(server, "/", new byte[1]), BodyHandlers.discarding()))
                .version());
    }
}
