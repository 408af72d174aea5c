// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The table of ordinary and hostile requests, {@code requests.txt}: for each what Node's parser, nginx and this server make of it. Where
 * those two agree, this is the same, or refuses what they take, and the table says why.
 */
class HostileRequestsTest extends SiteTest {
    record Row(String name, String escaped, String node, String nginx, String weft, String why) {
        byte[] request() {
            return Verdict.unescaped(escaped);
        }
    }

    static List<Row> table() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(HostileRequestsTest.class.getResourceAsStream("requests.txt"))) {
            return new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(row -> new Row(row[0], row[1], row[2], row[3], row[4], row.length < 6 ? "" : row[5]))
                    .toList();
        }
    }

    @Async
    private static Task<HttpResponse> echo(HttpRequest request) throws IOException {
        byte[] body = await(request.body().readAll(100_000));
        return Verdict.echo(request, body);
    }

    @Async
    private static Task<String> ask(Site site, byte[] request, int cut) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Connection client = await(site.connect())) {
            await(client.write(Arrays.copyOf(request, cut)));
            if (cut < request.length) {
                await(Weft.sleep(Duration.ofMillis(1)));
                await(client.write(Arrays.copyOfRange(request, cut, request.length)));
            }
            await(moveOnAfter(Duration.ofSeconds(1), limit -> collect(client, got)));
        } catch (IOException broken) { // by the server, which has said what it had to
            return Task.of(Verdict.of(got.toString(ISO_8859_1)));
        }
        return Task.of(Verdict.of(got.toString(ISO_8859_1)));
    }

    @Async
    private static Task<Void> collect(Connection client, ByteArrayOutputStream got) throws IOException {
        for (byte[] next = await(client.read(4096)); next.length > 0; next = await(client.read(4096))) {
            got.writeBytes(next);
        }
        return Task.done();
    }

    @AsyncTest(seeds = 1)
    void makesOfEachRequestWhatTheTableSaysWhereverItIsCut() throws Exception {
        try (Site site = new Site(HostileRequestsTest::echo)) {
            for (Row row : table()) {
                byte[] request = row.request();
                for (int cut = request.length; cut > 0; cut--) {
                    assertEquals(row.weft, await(ask(site, request, cut)), row.name + ", cut at " + cut);
                }
            }
        }
    }

    @AsyncTest(seeds = 1)
    void differsFromWhatOthersAgreeOnOnlyByRefusing() throws Exception {
        for (Row row : table()) {
            if (row.node.equals(row.nginx) && !row.weft.equals(row.node)) {
                assertTrue(row.weft.matches("([A-Z].*] \\+ )?[45]\\d\\d") && !row.why.isBlank(), row.name);
            }
        }
    }
}
