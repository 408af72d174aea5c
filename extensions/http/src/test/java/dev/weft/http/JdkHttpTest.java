// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Tcp;
import dev.weft.sync.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The client of the JDK against the server of this module, over sockets. */
@AsyncTest(virtualTime = false)
class JdkHttpTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Event begun = new Event();
    private final Event gone = new Event();
    private HttpServer server;

    @BeforeEach
    @Async
    void start() throws IOException {
        server = HttpServer.start(Tcp.network(), this::answer, "127.0.0.1", 0, HttpOptions.defaults());
    }

    @AfterEach
    @Async
    void stop() {
        await(server.stop(Duration.ZERO));
    }

    @Async
    private Task<HttpResponse> answer(HttpRequest request) throws IOException {
        return switch (request.path()) {
            case "/echo" -> Task.of(HttpResponse.of(200).body(request.body().pieces(1000)));
            case "/endless" -> Task.of(HttpResponse.of(200).body(endless()));
            default -> {
                begun.set();
                try {
                    await(sleep(Duration.ofMinutes(10)));
                } finally {
                    gone.set();
                }
                yield Task.of(HttpResponse.of(204));
            }
        };
    }

    @Async
    private AsyncGenerator<byte[]> endless() {
        try {
            while (true) {
                emit(new byte[10_000]);
            }
        } finally {
            gone.set();
        }
    }

    private java.net.http.HttpRequest.Builder to(String path) {
        return java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.localAddress().getPort() + path));
    }

    @Async
    private static AsyncGenerator<byte[]> pieces() {
        for (int i = 0; i < 100; i++) {
            emit(new byte[0]);
            emit((i + " ").repeat(500).getBytes(UTF_8));
        }
        return AsyncGenerator.done();
    }

    private static String all() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            all.append((i + " ").repeat(500));
        }
        return all.toString();
    }

    @AsyncTest
    void streamsBodiesBothWays() throws IOException {
        try (ClientResponse response = await(JdkHttp.send(
                client, to("/echo").POST(JdkHttp.body(JdkHttpTest::pieces)).build()))) {
            assertEquals(200, response.status());
            assertEquals("chunked", response.header("transfer-encoding").orElse(""));
            assertEquals(all(), await(response.text(UTF_8, 1_000_000)));
        }
    }

    @AsyncTest
    void saysTheLengthOfABodyThatHasOne() throws IOException {
        var request = to("/echo")
                .POST(JdkHttp.body(JdkHttpTest::pieces, all().length()))
                .build();
        try (ClientResponse response = await(JdkHttp.send(client, request))) {
            assertEquals(all(), await(response.text(UTF_8, 1_000_000)));
        }
    }

    @AsyncTest
    void endsTheExchangeWhenItIsCancelled() throws IOException {
        ScheduledTask<ClientResponse> task =
                spawn(JdkHttp.send(client, to("/slow").build()));
        await(begun.untilSet());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        await(gone.untilSet());
    }

    @AsyncTest
    void endsTheExchangeWhenTheResponseIsClosedInTheMiddle() throws IOException {
        try (ClientResponse response = await(JdkHttp.send(client, to("/endless").build()))) {
            await(response.body().read(100));
        }
        await(gone.untilSet());
    }

    @AsyncTest
    void endsTheExchangeWhenTheResponseIsClosedBeforeAnythingOfItWasRead() throws IOException {
        await(JdkHttp.send(client, to("/endless").build())).close();
        await(gone.untilSet());
    }

    @Async
    private static Task<Throwable> failureOf(ScheduledTask<?> task) {
        try {
            await(task);
        } catch (Exception failed) {
            return Task.of(failed);
        }
        throw new AssertionError("nothing failed");
    }

    @AsyncTest
    void failsAsTheClientOfTheJdkDoes() throws IOException {
        Throwable failure = await(Site.failureOf(JdkHttp.send(
                client,
                java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/"))
                        .POST(BodyPublishers.noBody())
                        .build())));
        assertEquals(java.net.ConnectException.class, failure.getClass());
    }
}
