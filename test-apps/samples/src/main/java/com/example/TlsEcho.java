// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import dev.weft.tls.TlsClient;
import dev.weft.tls.TlsServer;
import dev.weft.tls.TlsSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;

/** An echo server and its clients over TLS: one that gets its answer, and one that wants to speak to somebody else. */
public final class TlsEcho {
    private TlsEcho() {}

    // region tls-server
    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        TlsSession session = Tls.session(connection);
        System.out.println("server: a client of " + session.serverName() + ", " + session.protocol() + ", speaks "
                + session.applicationProtocol());
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(buffer.flip()));
            buffer.clear();
        }
        System.out.println("server: the client has said goodbye");
        return Task.done();
    }
    // endregion

    // region tls-client
    @Async
    static Task<Void> ask(TlsClient client, int port) throws IOException {
        try (Connection connection = await(client.openConnection("localhost", port))) {
            await(connection.write("hello".getBytes(UTF_8)));
            System.out.println("client: " + new String(await(connection.readExactly(5)), UTF_8));
        }
        return Task.done();
    }
    // endregion

    // region tls-upgrade
    @Async
    static Task<Connection> startTls(Connection connection, TlsClient client) throws IOException {
        await(connection.write("STARTTLS\r\n".getBytes(UTF_8)));
        String answer = new String(await(connection.readUntil("\r\n".getBytes(UTF_8), 1000)), UTF_8);
        if (!answer.startsWith("220")) {
            throw new IOException("the server speaks no TLS: " + answer);
        }
        return Task.of(await(client.upgrade(connection, "mail.example.com")));
    }
    // endregion

    @Async
    static Task<Void> talk(TlsServer tlsServer, TlsClient client) throws IOException {
        Server server = tlsServer.startServer(TlsEcho::echo, "127.0.0.1", 0);
        int port = server.localAddress().getPort();
        await(ask(client, port));
        await(server.idle());
        try {
            await(ask(client.serverName("bank.example.com"), port));
        } catch (SSLHandshakeException refused) {
            System.out.println("client: " + why(refused));
        }
        await(server.idle());
        server.close();
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        // region tls-contexts
        Path chain = file("localhost.pem");
        Path key = file("localhost-key.pem");
        TlsServer server =
                Tls.server(Credentials.none().key(chain, key).context()).applicationProtocols("echo");
        TlsClient client = Tls.client(Credentials.none().trust(chain).context()).applicationProtocols("echo");
        // endregion
        try (EventLoop loop = EventLoop.create()) {
            loop.setExceptionHandler(unseen -> System.out.println("server: " + why(unseen.failure())));
            loop.run(talk(server, client));
        }
    }

    /** Without the ports, which are others each time. */
    private static String why(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceFirst(".* failed: ", "");
    }

    /** A file of the sample, which may lie in a jar, as a file of its own until the JVM ends. */
    private static Path file(String name) throws IOException {
        Path copy = Files.createTempFile("tls-echo-", '-' + name);
        copy.toFile().deleteOnExit();
        try (InputStream there = TlsEcho.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(there, name), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
