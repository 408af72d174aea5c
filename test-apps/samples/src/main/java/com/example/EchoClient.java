// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Tcp;
import java.io.IOException;

/** Sends a message to the echo server and prints the answer. The argument is the port, 8888 without one. */
public final class EchoClient {
    private EchoClient() {}

    @Async
    static Task<Void> sayHello(int port) throws IOException {
        try (Connection connection = await(Tcp.openConnection("127.0.0.1", port))) {
            System.out.println("Send: 'hello world!'");
            await(connection.write("hello world!".getBytes(UTF_8)));
            String answer = new String(await(connection.read(100)), UTF_8);
            System.out.println("Received: '" + answer + "'");
            System.out.println("Close the connection");
        }
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(sayHello(args.length > 0 ? Integer.parseInt(args[0]) : 8888));
    }
}
