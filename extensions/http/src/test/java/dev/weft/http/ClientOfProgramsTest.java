// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.http.ClientException.Phase;
import dev.weft.junit.AsyncTest;
import dev.weft.process.Command;
import dev.weft.process.Subprocess;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The client asks {@code node} and {@code nginx}, where they are installed, on sockets, plain and over TLS. */
@AsyncTest(virtualTime = false)
class ClientOfProgramsTest {
    private static final String NODE = """
            const fs = require('fs');
            const answer = (request, response) => {
                let length = 0;
                request.on('data', piece => length += piece.length);
                request.on('end', () => {
                    if (request.url === '/nothing') {
                        response.writeHead(204).end();
                    } else if (request.url === '/trailers') {
                        response.writeHead(200, {Trailer: 'sum'});
                        response.write('one');
                        response.addTrailers({sum: '3'});
                        response.end();
                    } else {
                        response.end(request.method + ' ' + length + ' from ' + request.socket.remotePort);
                    }
                });
            };
            const [folder, isEncrypted] = process.argv.slice(1);
            const server = isEncrypted === 'true'
                ? require('https').createServer({
                    cert: fs.readFileSync(folder + '/server.pem'),
                    key: fs.readFileSync(folder + '/server-key.pem')}, answer)
                : require('http').createServer(answer);
            server.listen(0, '127.0.0.1', () => console.log(server.address().port));
            """;

    private static final String NGINX = """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                client_max_body_size 1m;
                server {
                    listen 127.0.0.1:%2$d;
                    listen 127.0.0.1:%3$d ssl;
                    ssl_certificate %4$s/server.pem;
                    ssl_certificate_key %4$s/server-key.pem;
                    keepalive_requests 3;
                    root %1$s;
                }
            }
            """;

    @TempDir
    Path folder;

    /** Where the keys are, of the tests of TLS of the runtime. */
    private static Path keys() throws Exception {
        var key = Objects.requireNonNull(ClientOfProgramsTest.class.getResource("server.pem"));
        return Objects.requireNonNull(Path.of(key.toURI()).getParent());
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assumeInstalled(String program) {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(there -> Files.isExecutable(Path.of(there, program)));
        assumeTrue(isInstalled, program + " is not installed here");
    }

    private static Http1Client client() throws Exception {
        return Http1Client.of(ClientOptions.defaults()
                .tls(Tls.client(
                        Credentials.none().trust(keys().resolve("ca.pem")).context())));
    }

    @Async
    private static Task<String> ask(Http1Client client, ClientRequest request) throws IOException {
        try (ClientResponse response = await(client.send(request))) {
            String body = await(response.text(UTF_8, 10_000_000));
            return Task.of((response.status() + " " + body + response.body().trailers()).strip());
        }
    }

    @Async
    private static AsyncGenerator<byte[]> hundredPieces() {
        for (int i = 0; i < 100; i++) {
            Weft.emit(new byte[10_000]);
        }
        return AsyncGenerator.done();
    }

    // ------------------------------------------------------------------ node

    @AsyncTest
    void asksNode() throws Exception {
        await(asksNode(false));
    }

    @AsyncTest
    void asksNodeOverTls() throws Exception {
        await(asksNode(true));
    }

    @Async
    private static Task<Void> asksNode(boolean isEncrypted) throws Exception {
        assumeInstalled("node");
        Command node = Command.of("node", "-e", NODE, keys().toString(), Boolean.toString(isEncrypted));
        try (Subprocess server = await(node.start());
                Http1Client client = client()) {
            String port = new String(await(server.stdout().readUntil(new byte[] {'\n'}, 100)), UTF_8).strip();
            URI uri = URI.create((isEncrypted ? "https" : "http") + "://localhost:" + port + "/");
            String first = await(ask(client, ClientRequest.get(uri)));
            assertTrue(first.matches("200 GET 0 from \\d+"), first);
            String from = first.substring("200 GET 0".length());
            assertEquals(
                    "200 POST 1000000" + from,
                    await(ask(client, ClientRequest.post(uri).body(hundredPieces()))));
            assertEquals(
                    "200 PUT 5" + from,
                    await(ask(client, ClientRequest.of("PUT", uri).body("hello".getBytes(UTF_8)))));
            assertEquals("200", await(ask(client, ClientRequest.of("HEAD", uri))));
            assertEquals("204", await(ask(client, ClientRequest.get(uri.resolve("/nothing")))));
            assertEquals("200 onesum: 3", await(ask(client, ClientRequest.get(uri.resolve("/trailers")))));
            assertEquals(
                    "200 POST 9" + from,
                    await(ask(
                            client,
                            ClientRequest.post(uri)
                                    .body("wait here".getBytes(UTF_8))
                                    .expectContinue())),
                    "all over one connection");
            server.kill();
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ nginx

    @AsyncTest
    void asksNginx() throws Exception {
        assumeInstalled("nginx");
        written("digits", "0123456789");
        int plain = freePort();
        int encrypted = freePort();
        Path configuration = written("nginx.conf", NGINX.formatted(folder, plain, encrypted, keys()));
        Command nginx = Command.of("nginx", "-p", folder.toString(), "-c", configuration.toString())
                .stderr(Redirect.DISCARD);
        try (Subprocess server = await(nginx.start());
                Http1Client client = client()) {
            await(untilItListens(client, URI.create("http://localhost:" + plain + "/digits")));
            for (String base : List.of("http://localhost:" + plain, "https://localhost:" + encrypted)) {
                await(asksNginx(client, URI.create(base + "/digits")));
            }
            server.kill();
        }
    }

    /** After every third request nginx closes the connection. */
    @Async
    private static Task<Void> asksNginx(Http1Client client, URI uri) throws IOException {
        for (int i = 0; i < 10; i++) {
            assertEquals("200 0123456789", await(ask(client, ClientRequest.get(uri))));
        }
        assertEquals("206 234", await(ask(client, ClientRequest.get(uri).header("range", "bytes=2-4"))));
        assertEquals("200", await(ask(client, ClientRequest.of("HEAD", uri))));
        assertTrue(await(ask(client, ClientRequest.get(uri.resolve("/none")))).startsWith("404 "));
        String tooLong = await(ask(client, ClientRequest.post(uri).body(new byte[20_000_000])));
        assertTrue(tooLong.startsWith("413 "), tooLong);
        return Task.done();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** It takes a while to be there; until then it is said that nobody listens. */
    @Async
    private static Task<Void> untilItListens(Http1Client client, URI uri) throws IOException {
        for (boolean isThere = false; !isThere; ) {
            try {
                await(ask(client, ClientRequest.get(uri)));
                isThere = true;
            } catch (ClientException notYet) {
                assertEquals(Phase.CONNECT, notYet.phase());
                await(sleep(Duration.ofMillis(10)));
            }
        }
        return Task.done();
    }
}
