// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.Gzip;
import dev.weft.http.HttpHandler;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.net.ServerOptions;
import dev.weft.net.Tcp;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Keeps notes. The arguments are the port, 8080 without one, and the certificate and its key for TLS. */
public final class Notes {
    // region notes
    static final HttpOptions LIMITS = HttpOptions.defaults()
            .server(ServerOptions.defaults().maxConnections(10_000))
            .maxBody(100_000)
            .headLimit(Duration.ofSeconds(5))
            .bodyLimit(Duration.ofSeconds(10))
            .requestLimit(Duration.ofSeconds(30));

    private final Map<String, String> notes = new TreeMap<>(); // of one loop, so that nothing else is needed

    HttpHandler handler() {
        return Gzip.of(Routes.none()
                .on("GET", "/notes", request -> Task.of(HttpResponse.of(200).text(String.join("\n", notes.keySet()))))
                .on("GET", "/notes/{name}", this::read)
                .on("PUT", "/notes/{name}", this::write));
    }

    private Task<HttpResponse> read(HttpRequest request) {
        String note = notes.get(request.variable("name"));
        return Task.of(
                note == null ? HttpResponse.of(404) : HttpResponse.of(200).text(note));
    }

    @Async
    private Task<HttpResponse> write(HttpRequest request) throws IOException {
        String note = await(request.body().readText(UTF_8, 100_000));
        return Task.of(HttpResponse.of(notes.put(request.variable("name"), note) == null ? 201 : 204));
    }

    @Async
    static Task<Void> serve(int port, HttpOptions options) throws IOException {
        HttpServer server = HttpServer.start(Tcp.network(), new Notes().handler(), "127.0.0.1", port, options);
        System.out.println(
                "Serving on http://127.0.0.1:" + server.localAddress().getPort());
        await(Shutdown.begins()); // on SIGTERM, as systemd and Kubernetes send it
        await(server.stop(Duration.ofSeconds(20)));
        return Task.done();
    }

    private static HttpOptions encrypted(Path chain, Path key) throws IOException, GeneralSecurityException {
        return LIMITS.tls(Tls.server(Credentials.none().key(chain, key).context()));
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        run(serve(port, args.length < 3 ? LIMITS : encrypted(Path.of(args[1]), Path.of(args[2]))));
    }
    // endregion
}
