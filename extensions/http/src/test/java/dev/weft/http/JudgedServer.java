// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code judges/tools} has others ask: started with a port and a folder. */
final class JudgedServer {
    private JudgedServer() {}

    @Async
    private static Task<HttpResponse> count(HttpRequest request) throws IOException {
        long count = 0;
        for (int read = 1; read > 0; count += read) {
            read = await(request.body().read(64 * 1024)).length;
        }
        return Task.of(HttpResponse.of(200).text(count + " bytes\n"));
    }

    @Async
    private static Task<HttpResponse> echo(HttpRequest request) throws IOException {
        return Task.of(HttpResponse.of(200).body(await(request.body().readAll(10_000_000))));
    }

    @Async
    private static Task<Void> serve(int port, Path folder) throws IOException {
        HttpHandler routes = Routes.none()
                .on("GET", "/", request -> Task.of(HttpResponse.of(200).text("Hello, World!")))
                .on("*", "/count", JudgedServer::count)
                .on("*", "/echo", JudgedServer::echo)
                .on("GET", "/files/{file...}", StaticFiles.of(folder));
        HttpServer server = HttpServer.start(Tcp.network(), Gzip.of(routes), "127.0.0.1", port, HttpOptions.defaults());
        System.out.println("ready");
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(10)));
        System.out.println("heap "
                + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1_000_000 + " MB of "
                + Runtime.getRuntime().maxMemory() / 1_000_000);
        return Task.done();
    }

    public static void main(String[] args) throws IOException {
        run(serve(Integer.parseInt(args[0]), Path.of(args[1])));
    }
}
