// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.Udp;
import java.io.IOException;

/** An echo of datagrams, in batches. */
public final class WeftDatagrams {
    /** As many as there are most of the time. */
    private static final int MOST = 256;

    private WeftDatagrams() {}

    @Async
    static Task<Void> serve(Arguments arguments) throws IOException {
        try (DatagramEndpoint endpoint = Udp.openEndpoint(Arguments.HOST, arguments.port())) {
            Arguments.sayReady();
            while (true) {
                await(endpoint.sendMany(await(endpoint.receiveMany(MOST))));
            }
        }
    }

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        run(serve(Arguments.of(args)));
    }
}
