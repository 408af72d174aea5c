// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.http.HttpServer;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.testing.Host;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;

/** The notes in memory and in virtual time. */
class NotesIT {
    @Async
    private static Task<String> ask(Network client, String request) throws IOException {
        try (Connection connection = await(client.openConnection("notes", 80))) {
            await(connection.write(request.getBytes(UTF_8)));
            return Task.of(new String(await(connection.readAll(10_000)), UTF_8));
        }
    }

    // region notes-in-memory
    @AsyncTest(seeds = 10)
    void aClientThatStallsIsToldSoAndOthersAreServed() throws IOException {
        MemoryNetwork network = new MemoryNetwork();
        Host client = network.host("client");
        HttpServer server = HttpServer.start(network.host("notes"), new Notes().handler(), "notes", 80, Notes.LIMITS);
        String put = "PUT /notes/a HTTP/1.1\r\nHost: notes\r\nConnection: close\r\nContent-Length: 5\r\n\r\n";
        ScheduledTask<String> stalls = spawn(ask(client, put + "he"));
        assertTrue(await(ask(client, put + "hello")).startsWith("HTTP/1.1 201 "));
        assertTrue(await(ask(client, "GET /notes/a HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nhello"));
        await(sleep(Duration.ofSeconds(10)));
        assertEquals(
                "HTTP/1.1 408 Request Timeout",
                await(stalls).lines().findFirst().orElse(""));
        await(server.stop(Duration.ofSeconds(20)));
    }
    // endregion
}
