// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;

/** A client that reads from a server which says nothing. */
final class IdleReader {
    private IdleReader() {}

    @Async
    static Task<Void> open(String argument) throws IOException {
        Server server = Tcp.startServer(IdleReader::listen, "127.0.0.1", 0);
        Connection connection = await(Tcp.openConnection(server.localAddress()));
        ScheduledTask<Void> reader = spawn("reader", listen(connection));
        await(Standing.untilAwaits("read", reader));
        return Task.done();
    }

    @Async
    static Task<Void> listen(Connection connection) throws IOException {
        await(connection.read(100));
        return Task.done();
    }
}
