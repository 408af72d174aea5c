// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.spi.Sneaky;
import dev.weft.support.Subprocess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL and curl at the other end, which share no code with the JDK. Skipped where they are not installed. */
@Timeout(120) // what a broken stream would wait for never comes
class ForeignPeersTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";

    private final Ends ends = new Ends(Ends.Kind.TCP);

    @AfterEach
    void close() {
        ends.close();
    }

    private static void assumeInstalled(String program) {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(isThere, () -> "there is no " + program + " on the PATH");
    }

    private static String pem(String name) {
        return Keys.file(name).toString();
    }

    /** Runs a program to its end while the loop runs. */
    private Subprocess.Result run(String... command) {
        return ends.run(Awaitable.of(CompletableFuture.supplyAsync(() -> {
            try {
                Process process = new Subprocess(List.of(command)).start();
                process.getOutputStream().close(); // OpenSSL goes when there is nothing more to send
                String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
                return new Subprocess.Result(process.waitFor(), output);
            } catch (IOException | InterruptedException failed) {
                throw Sneaky.rethrow(failed);
            }
        })));
    }

    /** Reads a line or the head of a request, answers, and ends. */
    private static Task<Void> answer(Connection connection) {
        return Script.of((step, last) -> switch (step) {
            case 0 -> connection.readUntil("\r\n\r\n".getBytes(US_ASCII), 10_000);
            case 1 -> {
                last.get();
                yield connection.write(ANSWER.getBytes(US_ASCII));
            }
            default -> last.get();
        });
    }

    private static String url(Server server) {
        return "https://localhost:" + server.localAddress().getPort() + "/";
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3", "1.2"})
    void curlGetsAPage(String version) {
        assumeInstalled("curl");
        Server server = ends.serve(ForeignPeersTest::answer);
        Subprocess.Result got = run(
                "curl",
                "-sS",
                "--tlsv" + version,
                "--tls-max",
                version,
                "--cacert",
                pem("ca.pem"),
                "--cert",
                pem("client.pem"),
                "--key",
                pem("client-key.pem"),
                url(server));
        assertEquals(new Subprocess.Result(0, "hello\n"), got);
        assertEquals(List.of(), ends.unseen);
    }

    @Test
    void curlRefusesACertificateThatItDoesNotTrustAndTheServerIsTold() {
        assumeInstalled("curl");
        Subprocess.Result refused = run("curl", "-sS", url(ends.serve(ForeignPeersTest::answer)));
        assertEquals(60, refused.exitCode());
        ends.runUntil(() -> !ends.unseen.isEmpty());
        assertTrue(
                ends.unseen.get(0).toString().contains("Received fatal alert: unknown_ca"),
                () -> ends.unseen.toString());
    }

    @Test
    void curlThatSpeaksHttpIsTold() {
        assumeInstalled("curl");
        Server server = ends.serve(ForeignPeersTest::answer);
        assertTrue(run("curl", "-sS", url(server).replace("https", "http")).exitCode() != 0);
        ends.runUntil(() -> !ends.unseen.isEmpty());
        assertTrue(
                ends.unseen.get(0).toString().contains("does not speak TLS: it began with \"GET / HTTP/1.1"),
                () -> ends.unseen.toString());
    }

    @Test
    void opensslHasACertificateAndResumes() {
        assumeInstalled("openssl");
        ends.server = ends.server.clientAuth(ClientAuth.NEEDED).applicationProtocols("echo");
        Server server = ends.serve();
        Subprocess.Result said = run(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + server.localAddress().getPort(),
                "-tls1_2",
                "-reconnect",
                "-CAfile",
                pem("ca.pem"),
                "-verify_return_error",
                "-verify_hostname",
                "localhost",
                "-servername",
                "localhost",
                "-alpn",
                "echo",
                "-cert",
                pem("client.pem"),
                "-key",
                pem("client-key.pem"));
        assertTrue(said.output().contains("ALPN protocol: echo"), said::output);
        assertTrue(said.output().contains("Verification: OK"), said::output);
        assertEquals(5, said.output().split("Reused, TLSv1.2", -1).length - 1, said::output);
        ends.runUntil(() -> ends.accepted.size() == 6);
        assertEquals(2, Tls.session(ends.peer()).peerCertificates().size());
        assertEquals("localhost", Tls.session(ends.peer()).serverName());
    }

    // ------------------------------------------------------------------ its server

    /** A server of OpenSSL, until it is closed. */
    private static final class OpenSsl implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;
        final int port;

        OpenSsl(String... options) throws IOException {
            List<String> command = new ArrayList<>(
                    List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pem("server.pem")));
            command.addAll(List.of("-key", pem("server-key.pem"), "-cert_chain", pem("ca.pem")));
            command.addAll(List.of(options));
            process = new Subprocess(command).start();
            lines = process.inputReader(US_ASCII);
            String line = Objects.requireNonNull(lines.readLine());
            while (!line.startsWith("ACCEPT 127.0.0.1:")) {
                line = Objects.requireNonNull(lines.readLine(), "s_server has ended");
            }
            port = Integer.parseInt(line.substring(line.indexOf(':') + 1));
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            lines.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aPageComesFromOpenssl(String version) throws IOException {
        assumeInstalled("openssl");
        try (OpenSsl server = new OpenSsl(version, "-www", "-alpn", "http/1.1")) {
            Connection client =
                    ends.run(ends.client.applicationProtocols("http/1.1").openConnection("localhost", server.port));
            ends.run(client.write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII)));
            String page = new String(ends.run(client.readUntil("</pre>".getBytes(US_ASCII), 100_000)), US_ASCII);
            assertTrue(page.contains("s_server -accept"), page);
            assertEquals("http/1.1", Tls.session(client).applicationProtocol());
            ends.close(client);
        }
    }

    @Test
    void opensslThatWantsAnotherCertificateIsUnderstood() throws IOException {
        assumeInstalled("openssl");
        try (OpenSsl server =
                new OpenSsl("-tls1_2", "-Verify", "1", "-verify_return_error", "-CAfile", pem("ca.pem"))) {
            ends.close(ends.run(ends.client.openConnection("localhost", server.port)));
            TlsClient nobody = Tls.client(Keys.NOBODY);
            IOException refused =
                    assertThrows(IOException.class, () -> ends.run(nobody.openConnection("localhost", server.port)));
            assertTrue(refused.toString().contains("Received fatal alert: "), refused::toString);
        }
    }
}
