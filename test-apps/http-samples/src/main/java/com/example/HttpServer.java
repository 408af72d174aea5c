// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpResponse;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;

/** The smallest server. Ends on a signal. The argument is the port, 8080 without one. */
public final class HttpServer {
    private HttpServer() {}

    // region http-server
    @Async
    static Task<Void> serve(int port) throws IOException {
        var server = dev.weft.http.HttpServer.start(
                Tcp.network(),
                request -> Task.of(
                        HttpResponse.of(200).text("Hello, " + request.peer().getHostString() + "\n")),
                "127.0.0.1",
                port,
                HttpOptions.defaults());
        System.out.println(
                "Serving on http://127.0.0.1:" + server.localAddress().getPort());
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(10)));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(serve(args.length > 0 ? Integer.parseInt(args[0]) : 8080));
    }
    // endregion
}
