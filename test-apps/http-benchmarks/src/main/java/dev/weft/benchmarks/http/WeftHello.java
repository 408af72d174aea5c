// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;

/** Weft with its defaults: all limits are on, and a client that goes away is looked for. The answer is made anew for each request. */
public final class WeftHello {
    private WeftHello() {}

    @Async
    static Task<Void> serve(int port) throws IOException {
        HttpServer server = HttpServer.start(
                Tcp.network(),
                request -> Task.of(HttpResponse.of(200).text(Hello.TEXT)),
                Hello.HOST,
                port,
                HttpOptions.defaults());
        Hello.sayReady();
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(1)));
        return Task.done();
    }

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        run(serve(Integer.parseInt(args[0])));
    }
}
