// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.timeout;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.io.Framing;
import dev.weft.io.StreamWriter;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A server that is asked in lines, one that is asked in frames, and one that takes anything as long as something comes. */
public final class Frames {
    private Frames() {}

    // region lines
    /** Answers each line, until the client has no more. */
    @Async
    static Task<Void> shout(Connection connection) throws IOException {
        StreamWriter writer = StreamWriter.of(connection);
        try (AsyncGenerator<String> lines = connection.lines(UTF_8, 8192)) {
            while (await(lines.next())) {
                writer.write((lines.current().toUpperCase() + "\n").getBytes(UTF_8));
                await(writer.drain()); // waits only if the client does not read
            }
        }
        await(writer.finish());
        return Task.done();
    }
    // endregion

    // region frames
    /** Four bytes with the length, the highest first, and then so many bytes. */
    private static final Framing FRAMES = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 64 * 1024);

    /** Sends each frame back, until the client has no more. */
    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        try (AsyncGenerator<byte[]> frames = FRAMES.frames(connection)) {
            while (await(frames.next())) {
                await(connection.write(FRAMES.frame(frames.current()))); // both buffers in one call of the system
            }
        }
        return Task.done();
    }

    @Async
    static Task<String> ask(Connection connection, String question) throws IOException {
        await(connection.write(FRAMES.frame(question.getBytes(UTF_8))));
        byte[] answer = await(FRAMES.read(connection));
        return Task.of(answer == null ? "the server has gone" : new String(answer, UTF_8));
    }
    // endregion

    // region idle
    /** Counts what comes, until nothing has come for half a minute. */
    @Async
    static Task<Void> receive(Connection connection) throws IOException, TimeoutException {
        int received = await(timeout(Duration.ofSeconds(30), idle -> {
            int count = 0;
            while (true) {
                byte[] bytes = await(connection.read(1000));
                if (bytes.length == 0) {
                    return Task.of(count);
                }
                idle.renew();
                count += bytes.length;
            }
        }));
        System.out.println(received + " bytes have come");
        return Task.done();
    }
    // endregion

    @Async
    static Task<Void> all() throws IOException {
        try (Server server = Tcp.startServer(Frames::shout, "127.0.0.1", 0);
                Connection connection = await(
                        Tcp.openConnection("127.0.0.1", server.localAddress().getPort()))) {
            await(connection.write("hello\nworld\r\n".getBytes(UTF_8)));
            connection.shutdownOutput();
            System.out.print(new String(await(connection.readAll(1000)), UTF_8));
        }
        try (Server server = Tcp.startServer(Frames::echo, "127.0.0.1", 0);
                Connection connection = await(
                        Tcp.openConnection("127.0.0.1", server.localAddress().getPort()))) {
            System.out.println(await(ask(connection, "of any bytes,\nalso of the end of a line")));
        }
        try (Server server = Tcp.startServer(Frames::receive, "127.0.0.1", 0);
                Connection connection = await(
                        Tcp.openConnection("127.0.0.1", server.localAddress().getPort()))) {
            await(connection.write(new byte[1500]));
            connection.shutdownOutput();
            await(connection.readAll(0)); // the server closes it when it has received all
        }
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(all());
    }
}
