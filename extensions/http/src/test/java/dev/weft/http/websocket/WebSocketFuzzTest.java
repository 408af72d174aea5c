// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.support.LogRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody wrote by hand, by seed. */
@AsyncTest
class WebSocketFuzzTest extends Chat {
    private static final int ROUNDS = 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Async
    void givesBackAllThatIsSentWhicheverWay(long seed) throws IOException {
        Random random = new Random(seed);
        WebSocketOptions options = WebSocketOptions.defaults().compressFrom(100);
        serve(options, socket -> sendsBackSomehow(socket, new Random(seed)));
        WebSocket socket = await(connect(random.nextBoolean() ? options.compressTogether() : options));
        List<byte[]> sent = new ArrayList<>();
        var sending = Weft.spawn(sends(socket, random, sent));
        for (int i = 0; i < ROUNDS; i++) {
            var message = await(moveOnAfter(Duration.ofMillis(random.nextInt(20)), limit -> socket.receive()));
            if (message == null) {
                i--;
                continue;
            }
            byte[] bytes = ((WebSocketMessage.Binary) message.get()).bytes();
            assertEquals(ByteBuffer.wrap(sent.get(i)), ByteBuffer.wrap(bytes), "message " + i);
        }
        await(sending);
        await(socket.finish());
    }

    @Async
    private static Task<Void> sends(WebSocket socket, Random random, List<byte[]> sent) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] message = message(random);
            sent.add(message);
            if (random.nextInt(3) == 0) {
                await(socket.sendBinary(cut(message, random)));
            } else {
                await(socket.send(message));
            }
            if (random.nextInt(5) == 0) {
                await(socket.ping());
            }
            await(sleep(Duration.ofMillis(random.nextInt(5))));
        }
        return Task.done();
    }

    private static byte[] message(Random random) {
        byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(200)];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i % 7 == 0 ? random.nextInt() : 'a');
        }
        return message;
    }

    @Async
    private static AsyncGenerator<byte[]> cut(byte[] message, Random random) {
        for (int at = 0; at < message.length; ) {
            int to = Math.min(message.length, at + random.nextInt(20_000));
            Weft.emit(java.util.Arrays.copyOfRange(message, at, to));
            at = to;
            await(sleep(Duration.ofMillis(random.nextInt(2))));
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> sendsBackSomehow(WebSocket socket, Random random) throws IOException {
        while (true) {
            var next = await(socket.receiveInParts());
            if (next.isEmpty()) {
                return Task.done();
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part = await(next.get().read());
                    part.length > 0;
                    part = await(next.get().read())) {
                all.writeBytes(part);
            }
            await(sleep(Duration.ofMillis(random.nextInt(10))));
            await(socket.send(all.toByteArray()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Async
    void endsWhateverComesWithoutAFailureOfItsOwn(long seed) throws IOException {
        Random random = new Random(seed);
        WebSocketOptions options = WebSocketOptions.defaults()
                .maxMessage(10_000)
                .pingEvery(Duration.ofSeconds(5))
                .closeLimit(Duration.ofSeconds(5));
        int[] ended = new int[1];
        serve(options, socket -> counts(socket, ended));
        try (LogRecords log = new LogRecords()) {
            for (int i = 0; i < ROUNDS; i++) {
                Connection raw = await(raw());
                try {
                    await(raw.write(junk(random)));
                    if (random.nextBoolean()) {
                        raw.shutdownOutput();
                    }
                    await(moveOnAfter(Duration.ofSeconds(random.nextInt(3)), limit -> rest(raw)));
                } catch (IOException gone) { // which this is about
                    assertNotNull(gone);
                } finally {
                    if (random.nextInt(3) == 0) {
                        raw.reset();
                    }
                    raw.close();
                }
            }
            await(sleep(Duration.ofMinutes(1)));
            assertEquals(List.of(), log.all());
        }
        assertEquals(ROUNDS, ended[0], "handlers that have ended");
    }

    @Async
    private static Task<Void> counts(WebSocket socket, int[] ended) throws IOException {
        try {
            await(echo(socket));
        } finally {
            ended[0]++;
        }
        return Task.done();
    }

    /** Frames, most of them right, with a byte changed here and there. */
    private static byte[] junk(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] firsts = {0x81, 0x82, 0x01, 0x80, 0x89, 0x8A, 0x88, 0xC1, 0xC2, 0x83, 0x91};
        for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(130)];
            random.nextBytes(payload);
            int first = firsts[random.nextInt(random.nextInt(3) == 0 ? firsts.length : 2)];
            out.writeBytes(joined(Frame.masked(first, payload, random.nextInt())));
        }
        byte[] all = out.toByteArray();
        for (int i = random.nextInt(4); i > 1; i--) {
            all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return all;
    }
}
