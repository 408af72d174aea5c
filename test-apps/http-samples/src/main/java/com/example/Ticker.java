// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.ClientOptions;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.http.ServerSentEvent;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Sends a browser an event each second, until it goes away. The argument is the port, 8080 without one; or the address of events, of which the
 * first three are printed.
 */
public final class Ticker {
    private static final String PAGE = """
            <!doctype html><title>Ticker</title><h1 id="tick">…</h1>
            <script>
              new EventSource('/ticks').addEventListener('tick', event => (tick.textContent = event.data))
            </script>
            """;

    private Ticker() {}

    // region ticker
    @Async
    static AsyncGenerator<ServerSentEvent> ticks(int from) {
        try {
            for (int i = from; ; i++) {
                emit(ServerSentEvent.of("tick " + i).name("tick").id(Integer.toString(i)));
                await(sleep(Duration.ofSeconds(1)));
            }
        } finally {
            System.out.println("the browser has gone");
        }
    }

    static Routes routes() {
        return Routes.none()
                .on("GET", "/ticks", request -> {
                    int last = request.header("last-event-id")
                            .map(Integer::parseInt)
                            .orElse(0);
                    return Task.of(HttpResponse.of(200).events(ticks(last + 1)));
                })
                .on(
                        "GET",
                        "/",
                        request -> Task.of(HttpResponse.of(200)
                                .header("content-type", "text/html; charset=utf-8")
                                .text(PAGE)));
    }
    // endregion

    // region listen
    @Async
    static Task<Void> listen(Http1Client client, URI ticks, int count) throws IOException {
        ClientResponse response = await(client.send(ClientRequest.get(ticks)));
        try (AsyncGenerator<ServerSentEvent> events = response.events(10_000)) {
            for (int i = 0; i < count && await(events.next()); i++) {
                ServerSentEvent event = events.current();
                System.out.println(event.name() + ": " + event.data());
            }
        }
        return Task.done();
    }
    // endregion

    @Async
    private static Task<Void> listen(URI ticks) throws IOException {
        try (Http1Client client = Http1Client.of(ClientOptions.defaults())) {
            await(listen(client, ticks, 3));
        }
        return Task.done();
    }

    @Async
    static Task<Void> serve(int port) throws IOException {
        HttpServer server = HttpServer.start(Tcp.network(), routes(), "127.0.0.1", port, HttpOptions.defaults());
        System.out.println(
                "Serving on http://127.0.0.1:" + server.localAddress().getPort() + "/");
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(1)));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].startsWith("http:")) {
            run(listen(URI.create(args[0])));
            return;
        }
        run(serve(args.length > 0 ? Integer.parseInt(args[0]) : 8080));
    }
}
