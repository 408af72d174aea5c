// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.sync.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The table of ordinary and hostile frames, {@code frames.txt}: for each what the package ws makes of it, and what this does, as a server and as
 * a client. Where it is not the same this is stricter, and the table says why.
 */
class HostileFramesTest extends Chat {
    private static final WebSocketOptions OPTIONS = WebSocketOptions.defaults()
            .maxMessage(70_000)
            .compressTogether()
            .compressFrom(1_000_000)
            .withoutPings();

    private static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    /** What the server of a client plays, where it is cut, and what it has heard. */
    private Row row = new Row("", "", "", "", "");

    private int cut;
    private final Channel<String> played = Channel.bounded(1);

    private static final int LONG = 64;
    private static final int OF_LONG = 10;

    record Row(String name, String frames, String ws, String weft, String why) {
        boolean compresses() {
            return name.startsWith("deflate ");
        }

        boolean ends() {
            return frames.endsWith("eof");
        }

        byte[] bytes(boolean masked) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List.of(frames.split(" ")).stream()
                    .filter(token -> !token.equals("eof"))
                    .forEach(token -> all.writeBytes(HostileFrame.parse(token, masked)));
            return all.toByteArray();
        }

        /** Where it is cut: everywhere, and a long one at some places. */
        int[] cuts(boolean masked) {
            int length = bytes(masked).length;
            int step = length <= LONG ? 1 : length / OF_LONG;
            return IntStream.iterate(length, at -> at >= 0, at -> at - step).toArray();
        }

        List<String> compare(String got, int at) {
            return got.equals(weft) ? List.of() : List.of(name + ", cut at " + at + ": " + got + " and not " + weft);
        }
    }

    static List<Row> table() throws IOException {
        try (InputStream table = Objects.requireNonNull(HostileFramesTest.class.getResourceAsStream("frames.txt"))) {
            return new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(row -> new Row(row[0], row[1], row[2], row[3], row.length < 5 ? "" : row[4]))
                    .toList();
        }
    }

    /** What comes back for a row that is sent in two pieces, as whoever hears it reads it. */
    @Async
    private static Task<String> ask(Connection peer, Row row, boolean masked, int cut) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] bytes = row.bytes(masked);
        try {
            await(peer.write(Arrays.copyOf(bytes, cut)));
            await(sleep(Duration.ofMillis(1)));
            await(peer.write(Arrays.copyOfRange(bytes, cut, bytes.length)));
            if (row.ends()) {
                peer.shutdownOutput();
            }
            await(moveOnAfter(Duration.ofSeconds(1), limit -> collect(peer, got)));
        } catch (IOException broken) { // by the other end, which has said what it had to
            return Task.of(HostileFrame.verdict(got.toByteArray()));
        } finally {
            peer.close();
        }
        return Task.of(HostileFrame.verdict(got.toByteArray()));
    }

    @Async
    private static Task<Void> collect(Connection peer, ByteArrayOutputStream got) throws IOException {
        for (byte[] next = await(peer.read(4096)); next.length > 0; next = await(peer.read(4096))) {
            got.writeBytes(next);
        }
        return Task.done();
    }

    @AsyncTest(seeds = 1)
    void aServerMakesOfEachRowWhatTheTableSaysWhereverItIsCut() throws Exception {
        serve(OPTIONS, Chat::echo);
        List<String> others = new ArrayList<>();
        for (Row each : table()) {
            for (int at : each.cuts(true)) {
                Connection peer = await(raw(each.compresses() ? COMPRESSION : ""));
                others.addAll(each.compare(await(ask(peer, each, true, at)), at));
            }
        }
        assertEquals("", String.join("\n", others));
    }

    @AsyncTest(seeds = 1)
    void aClientMakesOfEachRowTheSame() throws Exception {
        Server server = network().host("server").startServer(this::play, "server", 80);
        List<String> others = new ArrayList<>();
        for (Row each : table()) {
            for (int at : each.cuts(false)) {
                row = each;
                cut = at;
                await(talk());
                others.addAll(each.compare(await(played.receive()), at));
            }
        }
        await(server.stop(Duration.ofMinutes(1)));
        assertEquals("", String.join("\n", others));
    }

    @Async
    private Task<Void> talk() throws IOException {
        WebSocket socket = await(connect(OPTIONS));
        try {
            await(echo(socket));
        } catch (WebSocketException broken) { // as most rows have it
            assertTrue(broken.code() >= 1000);
        }
        await(socket.finish());
        return Task.done();
    }

    /** A server that sends the row, whatever it is told. */
    @Async
    private Task<Void> play(Connection client) throws IOException {
        String head = new String(await(client.readUntil("\r\n\r\n".getBytes(UTF_8), 10_000)), UTF_8);
        String key = head.replaceAll("(?is).*sec-websocket-key: *([^\r]*)\r.*", "$1");
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + (row.compresses() ? COMPRESSION : "")
                + "Sec-WebSocket-Accept: " + Handshake.accept(key) + "\r\n\r\n";
        await(client.write(answer.getBytes(UTF_8)));
        played.trySend(await(ask(client, row, false, cut)));
        return Task.done();
    }

    @AsyncTest(seeds = 1)
    void isOtherThanWsOnlyWhereTheTableSaysWhy() throws Exception {
        for (Row row : table()) {
            assertTrue(row.weft.equals(row.ws) == row.why.isBlank(), row.name);
        }
    }
}
