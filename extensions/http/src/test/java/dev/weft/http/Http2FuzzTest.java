// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames that are changed, repeated, mixed and cut off: the connection ends, nothing is told as a failure, and no buffer is left. */
class Http2FuzzTest extends SiteTest {
    private static final int ROUNDS = 40;
    private static final long HELD = Http2Codec.BUFFERS.metric().usedHeapMemory();

    private int running;

    @Async
    private Task<HttpResponse> handle(HttpRequest request) throws IOException {
        running++;
        try {
            await(Weft.sleep(Duration.ofMillis(request.path().length())));
            byte[] body = await(request.body().readAll(1_000));
            return Task.of(HttpResponse.of(200).body(body.length == 0 ? new byte[100_000] : body));
        } finally {
            running--;
        }
    }

    @AsyncTest(seeds = 25)
    void endsEveryConnectionInGoodOrder(SimulatedLoop loop) throws Exception {
        HttpOptions options = HttpOptions.defaults()
                .maxBody(900)
                .idleLimit(Duration.ofSeconds(5))
                .bodyLimit(Duration.ofSeconds(3))
                .writeLimit(Duration.ofSeconds(3));
        Random random = new Random(loop.seed().orElseThrow());
        try (LogRecords log = new LogRecords();
                Site site = new Site(this::handle, options)) {
            for (int i = 0; i < ROUNDS; i++) {
                await(one(site, random));
            }
            await(Weft.sleep(Duration.ofSeconds(10)));
            assertEquals(List.of(), log.all());
        }
        assertEquals(0, running);
        assertEquals(HELD, Http2Codec.BUFFERS.metric().usedHeapMemory());
    }

    @Async
    private static Task<Void> one(Site site, Random random) throws IOException {
        try (Connection connection = await(site.connect())) {
            byte[] bytes = conversation(random);
            try {
                await(connection.write(
                        random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes));
                if (random.nextInt(4) != 0) {
                    await(connection.readAll(100_000_000)); // until the server ends it
                }
            } catch (IOException reset) {
                return Task.done();
            }
        }
        return Task.done();
    }

    private static byte[] conversation(Random random) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(Frames.begin(4, random.nextInt(200_000)));
        for (int id = 1; id < 9; id += 2) {
            boolean hasBody = random.nextBoolean();
            frames.add(Frames.head(
                    id, !hasBody, Frames.request(hasBody ? "POST" : "GET", "/" + "x".repeat(random.nextInt(9)))));
            if (hasBody) {
                frames.add(Frames.frame(Frames.DATA, random.nextInt(2), id, new byte[random.nextInt(1_000)]));
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            frames.add(1 + random.nextInt(frames.size()), odd(random));
        }
        byte[] all = Frames.joined(frames.toArray(byte[][]::new));
        for (int i = random.nextInt(4); i > 0; i--) {
            all[random.nextInt(all.length)] = (byte) random.nextInt(256);
        }
        return all;
    }

    /** A frame of any type, for a stream that may be there. */
    private static byte[] odd(Random random) {
        byte[] payload = new byte[random.nextInt(3) == 0 ? random.nextInt(20) : 4];
        random.nextBytes(payload);
        if (random.nextBoolean()) {
            payload = Frames.number(random.nextInt(20));
        }
        return Frames.frame(
                random.nextInt(11), random.nextInt(3) == 0 ? random.nextInt(256) : 0, random.nextInt(10), payload);
    }
}
