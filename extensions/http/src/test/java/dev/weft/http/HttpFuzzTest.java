// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests of the table with bytes changed, left out, doubled and put together, by seed: whatever comes, the server answers or closes. */
class HttpFuzzTest extends SiteTest {
    private static final int ROUNDS = 1_000;
    private static final byte[] LIKELY = "\r\n :;,0123456789abcxTransfer-Encoding\0\t\"/".getBytes(ISO_8859_1);

    @Async
    private static Task<HttpResponse> echo(HttpRequest request) throws IOException {
        return Verdict.echo(request, await(request.body().readAll(100_000)));
    }

    private static byte[] changed(List<byte[]> requests, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        do {
            byte[] request = requests.get(random.nextInt(requests.size()));
            int changeAt = random.nextInt(request.length);
            int kind = random.nextInt(5);
            for (int i = 0; i < request.length; i++) {
                if (i != changeAt || kind == 0) {
                    all.write(request[i]);
                } else if (kind == 1) {
                    all.write(LIKELY[random.nextInt(LIKELY.length)]);
                } else if (kind == 2) {
                    all.write(random.nextInt(256));
                } else if (kind == 3) {
                    all.writeBytes(new byte[] {request[i], request[i], LIKELY[random.nextInt(LIKELY.length)]});
                }
            }
        } while (random.nextInt(3) == 0);
        return all.toByteArray();
    }

    @AsyncTest(seeds = 3)
    void answersOrClosesWhateverComes(SimulatedLoop loop) throws Exception {
        List<byte[]> requests = new ArrayList<>();
        for (HostileRequestsTest.Row row : HostileRequestsTest.table()) {
            requests.add(row.request());
        }
        Random random = new Random(loop.seed().orElseThrow());
        try (Site site = new Site(HttpFuzzTest::echo);
                LogRecords log = new LogRecords()) {
            for (int i = 0; i < ROUNDS; i++) {
                byte[] request = changed(requests, random);
                String got = await(ask(site, request));
                assertFalse(got.contains("HTTP/1.1 500"), () -> new String(request, ISO_8859_1));
                assertTrue(got.isEmpty() || got.startsWith("HTTP/1.1 "), got);
            }
            assertEquals(
                    "GET /last []",
                    Verdict.of(await(site.ask("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))));
            assertEquals(List.of(), log.messages());
        }
    }

    @Async
    private static Task<String> ask(Site site, byte[] request) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Connection client = await(site.connect())) {
            await(client.write(request));
            await(moveOnAfter(Duration.ofMillis(100), limit -> collect(client, got)));
        } catch (IOException broken) {
            return Task.of(got.toString(ISO_8859_1));
        }
        return Task.of(got.toString(ISO_8859_1));
    }

    @Async
    private static Task<Void> collect(Connection client, ByteArrayOutputStream got) throws IOException {
        for (byte[] next = await(client.read(4096)); next.length > 0; next = await(client.read(4096))) {
            got.writeBytes(next);
        }
        return Task.done();
    }
}
