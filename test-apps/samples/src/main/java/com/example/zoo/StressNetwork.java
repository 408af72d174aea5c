// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;

/** Sends bytes over a socket, and gets them back. */
final class StressNetwork {
    @Async
    Task<Void> addTo(Stress stress) throws IOException {
        Server server = Tcp.startServer(StressNetwork::echo, "127.0.0.1", 0);
        stress.add(() -> {
            try (Connection connection = await(Tcp.openConnection(server.localAddress()))) {
                for (int i = 0; i < 10; i++) {
                    await(connection.write(new byte[100]));
                    await(connection.readExactly(100));
                }
            }
            return Task.done();
        });
        return Task.done();
    }

    @Async
    private static Task<Void> echo(Connection connection) throws IOException {
        byte[] bytes = await(connection.read(1_000));
        while (bytes.length > 0) {
            await(connection.write(bytes));
            bytes = await(connection.read(1_000));
        }
        return Task.done();
    }
}
