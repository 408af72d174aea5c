// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server in memory that answers with the bytes a test says, and a client for it. */
final class Upstream {
    /** What is done with a connection. */
    interface Script {
        Task<Void> run(Visit visit) throws Exception;
    }

    /** One connection, and which it is. */
    record Visit(Connection connection, int number, List<String> heads) {
        /** The head of the next request; empty at the end. */
        @Async
        Task<String> head() throws IOException {
            if (await(connection.peek(1)).length == 0) {
                return Task.of("");
            }
            String head = new String(await(connection.readUntil(Site.bytes("\r\n\r\n"), 100_000)), ISO_8859_1);
            heads.add(head);
            return Task.of(head);
        }

        @Async
        Task<Void> write(String bytes) throws IOException {
            await(connection.write(Site.bytes(bytes)));
            return Task.done();
        }

        /** In two pieces, of which the second comes later. */
        @Async
        Task<Void> writeCut(String bytes, int at) throws IOException {
            await(write(bytes.substring(0, at)));
            await(sleep(Duration.ofSeconds(1)));
            await(write(bytes.substring(at)));
            return Task.done();
        }
    }

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    final MemoryNetwork network = new MemoryNetwork();
    final List<String> heads = new ArrayList<>();
    final Server server;
    final Http1Client client;

    /** How many connections there were. */
    int connections;

    /** How many there are. */
    int open;

    Upstream(Script script) throws IOException {
        this(ClientOptions.defaults(), script);
    }

    Upstream(ClientOptions options, Script script) throws IOException {
        server = network.host("server").startServer(connection -> serve(connection, script), "server", 80);
        client = Http1Client.of(options.network(network.host("client")));
    }

    /** Answers each request with the same. */
    static Script always(String response) {
        return visit -> {
            while (!await(visit.head()).isEmpty()) {
                await(visit.write(response));
            }
            return Task.done();
        };
    }

    @Async
    private Task<Void> serve(Connection connection, Script script) throws Exception {
        open++;
        try {
            await(script.run(new Visit(connection, ++connections, heads)));
        } catch (IOException gone) {
            return Task.done();
        } finally {
            open--;
        }
        return Task.done();
    }

    static ClientRequest get(String path) {
        return ClientRequest.get(uri(path));
    }

    static ClientRequest post(String path) {
        return ClientRequest.post(uri(path));
    }

    static URI uri(String path) {
        return URI.create("http://server" + path);
    }

    /** Status and body, and the trailers if there are any. */
    @Async
    Task<String> ask(ClientRequest request) throws IOException {
        try (ClientResponse response = await(client.send(request))) {
            String body = await(response.text(ISO_8859_1, 1_000_000));
            String trailers = response.body().trailers().toString();
            return Task.of(response.status() + " " + body + (trailers.isEmpty() ? "" : " " + trailers.strip()));
        }
    }

    /** Suspends until what the server does has ended, too, and what is under way has come. */
    @Async
    static Task<Void> settles() {
        await(sleep(Duration.ofSeconds(5)));
        return Task.done();
    }

    String statistics() {
        ClientStatistics now = client.statistics();
        return now.active() + " active, " + now.idle() + " idle, " + now.waiting() + " waiting";
    }
}
