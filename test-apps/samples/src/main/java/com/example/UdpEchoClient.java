// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.waitFor;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Datagram;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.DatagramNetwork;
import dev.weft.net.Udp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Sends datagrams to the echo server and prints the answers: one, then three at once. The argument is the port, 9999 without one. */
public final class UdpEchoClient {
    private UdpEchoClient() {}

    // region udp-echo-client
    /** A datagram may be lost, and so may be its answer: whoever hears nothing asks again. */
    @Async
    static Task<String> ask(DatagramEndpoint endpoint, String question) throws IOException {
        for (int attempt = 1; attempt <= 5; attempt++) {
            await(endpoint.send(question.getBytes(UTF_8)));
            try {
                Datagram answer = await(waitFor(endpoint.receive(), Duration.ofSeconds(1)));
                return Task.of(new String(answer.payload(), UTF_8));
            } catch (TimeoutException e) {
                System.out.println("No answer to attempt " + attempt);
            }
        }
        throw new IOException("nobody has answered");
    }

    @Async
    static Task<Void> talk(DatagramNetwork network, String host, int port) throws IOException {
        try (DatagramEndpoint endpoint = network.openEndpoint()) {
            await(endpoint.connect(host, port));
            System.out.println("Send: 'hello world!'");
            System.out.println("Received: '" + await(ask(endpoint, "hello world!")) + "'");
            await(askMany(endpoint, List.of("one", "two", "three")));
        }
        return Task.done();
    }
    // endregion

    // region udp-batch-client
    @Async
    static Task<Void> askMany(DatagramEndpoint endpoint, List<String> questions) throws IOException {
        Stream<Datagram> datagrams =
                questions.stream().map(text -> new Datagram(text.getBytes(UTF_8), endpoint.peerAddress()));
        System.out.println("Send: " + questions.size() + " at once");
        await(endpoint.sendMany(datagrams.toList()));
        for (int answers = 0; answers < questions.size(); ) {
            List<Datagram> received = await(endpoint.receiveMany(64));
            received.forEach(each -> System.out.println("Received: '" + new String(each.payload(), UTF_8) + "'"));
            answers += received.size();
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(talk(Udp.network(), "127.0.0.1", args.length > 0 ? Integer.parseInt(args[0]) : 9999));
    }
}
