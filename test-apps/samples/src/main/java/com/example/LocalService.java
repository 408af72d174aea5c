// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.file.AsyncFiles;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import dev.weft.net.Unix;
import dev.weft.sync.Barrier;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server over a Unix socket that serves two clients at a time, and four that come at once. */
public final class LocalService {
    private LocalService() {}

    private static final Barrier PAIR = new Barrier(2);
    private static int most;
    private static int served;

    // region local-service
    @Async
    static Task<Void> greet(Connection connection) throws Exception {
        most = Math.max(most, ++served);
        await(PAIR.arrive()); // two are served together
        String name = new String(await(connection.readUntil("\n".getBytes(UTF_8), 100)), UTF_8);
        await(connection.write(("hello " + name).getBytes(UTF_8)));
        served--;
        return Task.done();
    }

    @Async
    static Task<String> ask(Path path, String name) throws IOException {
        try (Connection connection = await(Unix.openConnection(path))) {
            await(connection.write((name + "\n").getBytes(UTF_8)));
            return Task.of(new String(await(connection.readUntil("\n".getBytes(UTF_8), 100)), UTF_8).strip());
        }
    }

    @Async
    static Task<Void> serve(Path path) throws IOException {
        ServerOptions options =
                ServerOptions.defaults().maxConnections(2).connectionOption(StandardSocketOptions.SO_SNDBUF, 100_000);
        try (Server server = Unix.startServer(LocalService::greet, path, options)) {
            System.out.println(
                    "serving: " + path.equals(Path.of(server.localAddress().getHostString())));
            System.out.println(
                    await(gather(List.of(ask(path, "Ann"), ask(path, "Bob"), ask(path, "Cid"), ask(path, "Dan")))));
            System.out.println("at a time: " + most);
        }
        System.out.println("the file is left: " + await(AsyncFiles.exists(path)));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("local-service");
        run(serve(folder.resolve("socket")));
        Files.delete(folder);
    }
}
