// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.ClientException;
import dev.weft.http.ClientOptions;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.ClientTimeoutException;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpHeaders;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.net.Tcp;
import java.net.URI;
import java.time.Duration;

/**
 * A reverse proxy: what clients ask is asked of a server behind it, and both bodies pass through as they come. With the arguments {@code 8080
 * http://localhost:9000} it listens on the port 8080 until it is told to stop; without, it stands before a server of its own.
 */
public final class ReverseProxy {
    private static final int PIECE = 64 * 1024;

    // region proxy
    private final Http1Client client;
    private final URI behind;

    ReverseProxy(Http1Client client, URI behind) {
        this.client = client;
        this.behind = behind;
    }

    /** Answers with what the server behind answers. A client that goes away cancels this, which ends the request behind. */
    @Async
    Task<HttpResponse> forward(HttpRequest request) throws Exception {
        try {
            return Task.of(answer(await(client.send(passedOn(request)))));
        } catch (ClientTimeoutException late) {
            System.out.println(late.getMessage());
            return Task.of(HttpResponse.of(504));
        } catch (ClientException failed) {
            System.out.println(failed.getMessage());
            return Task.of(HttpResponse.of(502));
        } catch (IllegalArgumentException strange) { // a path, or a method, that cannot be sent on
            return Task.of(HttpResponse.of(400));
        }
    }

    private ClientRequest passedOn(HttpRequest request) throws Exception {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpHeaders headers = request.headers()
                .endToEnd()
                .without("host")
                .with("via", "1.1 weft")
                .with("x-forwarded-for", request.peer().getAddress().getHostAddress())
                .with("x-forwarded-host", request.authority())
                .with("x-forwarded-proto", request.scheme());
        ClientRequest same = ClientRequest.of(request.method(), behind.resolve(request.path() + query))
                .headers(headers);
        long length = request.body().length();
        if (length == 0) {
            return same;
        }
        return length > 0
                ? same.body(request.body().pieces(PIECE), length)
                : same.body(request.body().pieces(PIECE));
    }

    private static HttpResponse answer(ClientResponse response) throws Exception {
        HttpResponse passed = HttpResponse.of(response.status())
                .headers(response.headers().endToEnd().with("via", "1.1 weft"));
        long length =
                response.headers().first("content-length").map(Long::valueOf).orElse(-1L); // also of HEAD
        return length < 0 ? passed.body(response.pieces(PIECE)) : passed.body(response.pieces(PIECE), length);
    }
    // endregion

    @Async
    static Task<Void> serve(int port, URI behind) throws Exception {
        ClientOptions options = ClientOptions.defaults().maxConnections(500).headLimit(Duration.ofSeconds(30));
        try (Http1Client client = Http1Client.of(options)) {
            ReverseProxy proxy = new ReverseProxy(client, behind);
            HttpServer server =
                    HttpServer.start(Tcp.network(), proxy::forward, "0.0.0.0", port, HttpOptions.defaults());
            System.out.println("listening on port " + server.localAddress().getPort() + " for " + behind);
            await(Shutdown.begins());
            await(server.stop(Duration.ofSeconds(10)));
        }
        return Task.done();
    }

    /** Asks a server of its own through a proxy of its own. */
    @Async
    static Task<Void> show() throws Exception {
        HttpServer server = HttpServer.start(
                Tcp.network(),
                request -> Task.of(HttpResponse.of(200)
                        .text(request + " by " + request.header("via").orElse("nobody"))),
                "127.0.0.1",
                0,
                HttpOptions.defaults());
        try (Http1Client client = Http1Client.of(ClientOptions.defaults())) {
            URI behind = URI.create("http://127.0.0.1:" + server.localAddress().getPort());
            ReverseProxy proxy = new ReverseProxy(client, behind);
            HttpServer front = HttpServer.start(Tcp.network(), proxy::forward, "127.0.0.1", 0, HttpOptions.defaults());
            URI notes = URI.create("http://127.0.0.1:" + front.localAddress().getPort() + "/notes?of=today");
            try (ClientResponse response = await(client.send(ClientRequest.get(notes)))) {
                System.out.println(response.status() + ": " + await(response.text(UTF_8, 10_000)));
            }
            await(front.stop(Duration.ofSeconds(1)));
        }
        await(server.stop(Duration.ofSeconds(1)));
        return Task.done();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            run(serve(Integer.parseInt(arguments[0]), URI.create(arguments[1])));
        } else {
            run(show());
        }
    }
}
