// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits for the network. */
final class NetworkKinds {
    /** Nobody accepts here, and the system lets no more than a few wait for that. */
    private static final List<AutoCloseable> CROWDED = new ArrayList<>();

    private static final int MORE_THAN_BUFFERS_HOLD = 64 << 20;

    private NetworkKinds() {}

    @Async
    static Task<Void> spawnAll(Kinds kinds) throws Exception {
        Server server = Tcp.startServer(NetworkKinds::sayNothing, "127.0.0.1", 0);
        Connection idle = await(Tcp.openConnection(server.localAddress()));
        Connection stuffed = await(Tcp.openConnection(server.localAddress()));
        await(Standing.until(() -> server.connections() == 2));
        InetSocketAddress crowded = crowded();
        kinds.add("read", () -> Task.of(await(idle.read(100))));
        kinds.add("write", () -> Task.of(await(stuffed.write(new byte[MORE_THAN_BUFFERS_HOLD]))));
        kinds.add("connect", () -> Task.of(await(Tcp.openConnection(crowded))));
        kinds.add("closed", () -> Task.of(await(server.closed())));
        kinds.add("idle", () -> Task.of(await(server.idle())));
        return Task.done();
    }

    @Async
    static Task<Void> sayNothing(Connection connection) {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }

    /** Returns the address of a server socket whose line of those who wait to be accepted is full. */
    private static InetSocketAddress crowded() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CROWDED.add(server);
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        for (int i = 0; i < 2; i++) {
            CROWDED.add(new Socket(address.getAddress(), address.getPort()));
        }
        return address;
    }
}
