// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Answers on a Unix socket as a process with Weft does. What was asked is kept. */
public final class FakeDoor implements AutoCloseable {
    private final ServerSocketChannel server;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final Function<String, String> answers;

    /** Listens; the answer is a function of the path, and empty for none at all. */
    public FakeDoor(Path socket, Function<String, String> answers) throws IOException {
        this.answers = answers;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "fake door");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns a whole answer of a body and lines of its head. */
    public static String ok(String body, String... headers) {
        return answer("200 OK", body, headers);
    }

    /** Returns a whole answer. */
    public static String answer(String status, String body, String... headers) {
        String head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.0 " + status + "\r\nWeft-Schema: weft-dump/1\r\n" + head + "\r\n" + body;
    }

    /** Returns the next path that was asked for. */
    public String asked() throws InterruptedException {
        return asked.take();
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (serve(client)) {
                    client.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                asked.add(e.toString());
            }
        }
    }

    /** Returns false if the client is to wait for ever. */
    private boolean serve(SocketChannel client) throws IOException {
        Scanner lines = new Scanner(Channels.newInputStream(client), UTF_8);
        if (!lines.hasNextLine()) {
            return true; // the client has gone
        }
        String path = lines.nextLine().replaceAll("^GET | HTTP/1.0$", "");
        asked.add(path);
        String answer = answers.apply(path);
        ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
        return !answer.isEmpty();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
