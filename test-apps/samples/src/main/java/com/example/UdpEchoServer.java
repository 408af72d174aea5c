// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Datagram;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.DatagramNetwork;
import dev.weft.net.Udp;
import java.io.IOException;
import java.util.List;

/**
 * Sends each datagram back to who has sent it: one at a time, or, with the second argument {@code batch}, all that are there. Ends when it is
 * killed. The first argument is the port, 9999 without one.
 */
public final class UdpEchoServer {
    private UdpEchoServer() {}

    // region udp-echo-server
    @Async
    static Task<Void> echo(DatagramEndpoint endpoint) throws IOException {
        while (true) {
            Datagram received = await(endpoint.receive());
            System.out.println("Received: '" + new String(received.payload(), UTF_8) + "'");
            await(endpoint.send(received.payload(), received.peer()));
        }
    }

    @Async
    static Task<Void> serve(DatagramNetwork network, int port, boolean inBatches) throws IOException {
        try (DatagramEndpoint endpoint = network.openEndpoint("127.0.0.1", port)) {
            System.out.println("serving on port " + endpoint.localAddress().getPort());
            await(inBatches ? echoMany(endpoint) : echo(endpoint));
        }
        return Task.done();
    }
    // endregion

    // region udp-echo-batches
    @Async
    static Task<Void> echoMany(DatagramEndpoint endpoint) throws IOException {
        while (true) {
            List<Datagram> received = await(endpoint.receiveMany(64));
            await(endpoint.sendMany(received));
        }
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9999;
        run(serve(Udp.network(), port, args.length > 1 && args[1].equals("batch")));
    }
}
