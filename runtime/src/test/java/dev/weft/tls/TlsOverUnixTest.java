// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.net.Connection;
import dev.weft.net.Unix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS over Unix sockets, whose paths are no names of hosts. Behaviours of asyncio's {@code test_events} and {@code test_unix_events}
 * (create_unix_server_ssl and create_ssl_unix_connection, verified, refused, and without a name).
 */
@Timeout(60) // what a broken stream would wait for never comes
class TlsOverUnixTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    @TempDir
    Path folder;

    private String path;

    @BeforeEach
    void serve() {
        path = folder.resolve("socket").toString();
        net.loop.setExceptionHandler(refusals -> {}); // of which the server is told, too
        net.call(() -> Tls.server(Keys.SERVER)
                .startServer(
                        Unix.network(),
                        connection -> Script.of((step, last) -> switch (step) {
                            case 0 -> connection.read(10);
                            case 1 -> connection.write((byte[]) Objects.requireNonNull(last.get()));
                            default -> last.get();
                        }),
                        path,
                        0));
    }

    private Connection open(TlsClient client) throws IOException {
        return net.run(client.openConnection(Unix.network(), path, 0));
    }

    private String refusal(TlsClient client) {
        return String.valueOf(
                assertThrows(SSLHandshakeException.class, () -> open(client)).getMessage());
    }

    private void assertEchoes(Connection client) throws IOException {
        net.run(client.write(new byte[] {1, 2}));
        assertArrayEquals(new byte[] {1, 2}, net.run(client.readExactly(2)));
        assertEquals(0, net.run(client.read(1)).length);
        net.close(client);
    }

    @Test
    void aCertificateOfTheNameThatIsAskedForIsTaken() throws IOException {
        Connection client = open(Tls.client(Keys.CLIENT).serverName("localhost"));
        assertEquals(path, client.peerAddress().getHostString());
        assertEquals("localhost", Tls.session(client).serverName());
        assertEchoes(client);
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        String refused = refusal(Tls.client(Keys.CLIENT).serverName("other.example.com"));
        assertTrue(refused.contains("for the host \"other.example.com\""), refused);
    }

    @Test
    void aCertificateOfWhomNobodyTrustsIsRefused() {
        String refused = refusal(Tls.client().serverName("localhost"));
        assertTrue(refused.contains("unable to find valid certification path"), refused);
    }

    /** asyncio refuses to begin: there the name has to be given. */
    @Test
    void aPathIsTheNameOfNoCertificate() throws IOException {
        String refused = refusal(Tls.client(Keys.CLIENT));
        assertTrue(refused.contains("for the host \"" + path + '"'), refused);
        assertEchoes(open(Tls.client(Keys.CLIENT).withoutHostnameCheck()));
    }
}
