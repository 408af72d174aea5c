// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.http.ClientException;
import dev.weft.http.ClientOptions;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.net.Tcp;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Asks a server of its own: one thing after the other and two at a time, with a body that is made as it is sent, and again if it fails. */
public final class HttpClientCalls {
    private HttpClientCalls() {}

    // region client
    @Async
    static Task<String> fetch(Http1Client client, ClientRequest request) throws IOException {
        try (ClientResponse response = await(client.send(request))) {
            return Task.of(response.status() + " " + await(response.text(UTF_8, 1_000_000)));
        }
    }

    @Async
    static Task<Void> ask(Http1Client client, URI server) throws IOException {
        System.out.println(await(fetch(client, ClientRequest.get(server.resolve("/notes")))));
        var both = await(gather(
                fetch(client, ClientRequest.get(server.resolve("/one"))),
                fetch(client, ClientRequest.get(server.resolve("/two")))));
        System.out.println(both.first() + ", " + both.second());
        System.out.println(
                await(fetch(client, ClientRequest.post(server.resolve("/lines")).body(lines()))));
        System.out.println(client.statistics());
        return Task.done();
    }

    /** A body that is made while it is sent. */
    @Async
    static AsyncGenerator<byte[]> lines() {
        for (int i = 1; i <= 3; i++) {
            emit(("line " + i + "\n").getBytes(UTF_8));
        }
        return AsyncGenerator.done();
    }
    // endregion

    // region retry
    static final Retry.Limited RETRY = Retry.times(3)
            .on(ClientException.class)
            .eachWithin(Duration.ofSeconds(2))
            .within(Duration.ofSeconds(5));

    @Async
    static Task<String> fetchAtLast(Http1Client client, URI uri) throws Exception {
        return Task.of(await(RETRY.run(() -> fetch(client, ClientRequest.get(uri)))));
    }
    // endregion

    @Async
    static Task<HttpResponse> answer(HttpRequest request) throws IOException {
        byte[] body = await(request.body().readAll(1_000));
        return Task.of(HttpResponse.of(200).text(request + " with " + body.length + " bytes"));
    }

    @Async
    static Task<Void> show() throws Exception {
        HttpServer server =
                HttpServer.start(Tcp.network(), HttpClientCalls::answer, "127.0.0.1", 0, HttpOptions.defaults());
        URI here = URI.create("http://127.0.0.1:" + server.localAddress().getPort());
        try (Http1Client client = Http1Client.of(ClientOptions.defaults())) {
            await(ask(client, here));
            System.out.println(await(fetchAtLast(client, here.resolve("/again"))));
        }
        await(server.stop(Duration.ofSeconds(1)));
        return Task.done();
    }

    public static void main(String[] arguments) throws Exception {
        run(show());
    }
}
