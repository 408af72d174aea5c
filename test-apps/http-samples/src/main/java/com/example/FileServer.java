// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.Gzip;
import dev.weft.http.HttpObserver;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.http.StaticFiles;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Serves the files of a folder, and logs who has got what. The arguments are the folder and the port; the one here and 8080 without them. */
public final class FileServer {
    private FileServer() {}

    // region file-server
    @Async
    static Task<Void> serve(Path folder, int port) throws IOException {
        Routes routes = Routes.none().on("GET", "/{file...}", StaticFiles.of(folder));
        HttpOptions options = HttpOptions.defaults().observer(HttpObserver.lines(System.out::println));
        HttpServer server = HttpServer.start(Tcp.network(), Gzip.of(routes), "127.0.0.1", port, options);
        System.out.println(
                "Serving " + folder + " on 127.0.0.1:" + server.localAddress().getPort());
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(10)));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(serve(Path.of(args.length > 0 ? args[0] : "."), args.length > 1 ? Integer.parseInt(args[1]) : 8080));
    }
}
