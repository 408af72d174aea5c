// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.runOn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.EventLoopGroup;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.GroupServer;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;

/** A server on two loops, and a client of it. Each connection is served by one of the two threads. */
public final class ManyLoops {
    private ManyLoops() {}

    // region many-loops
    @Async
    static Task<Void> shout(Connection connection) throws IOException {
        String line = new String(await(connection.readUntil("\n".getBytes(UTF_8), 100)), UTF_8);
        await(connection.write(line.toUpperCase().getBytes(UTF_8)));
        return Task.done();
    }

    @Async
    static Task<String> ask(int port, String question) throws IOException {
        try (Connection connection = await(Tcp.openConnection("127.0.0.1", port))) {
            await(connection.write((question + "\n").getBytes(UTF_8)));
            return Task.of(new String(await(connection.readUntil("\n".getBytes(UTF_8), 100)), UTF_8).strip());
        }
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        try (EventLoopGroup group = EventLoopGroup.start("shouting", 2)) {
            GroupServer server = Tcp.startServer(group, ManyLoops::shout, "127.0.0.1", 0);
            int port = server.localAddress().getPort();
            System.out.println(runOn(group, ask(port, "hello")));
            System.out.println(runOn(group, ask(port, "world")));
            server.stop(Duration.ofSeconds(30)).block();
            System.out.println("connections left: " + server.connections());
        }
    }
    // endregion
}
