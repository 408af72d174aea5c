// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.testing.Link;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How two ends come together, or not, in virtual time. Behaviours of asyncio's test_ssl and test_sslproto (handshake timeout, handshake loss,
 * a peer that speaks no TLS), Netty's SslHandlerTest and SniHandlerTest, and tokio-rustls.
 */
@Timeout(60) // what a broken handshake would wait for never comes
class HandshakeTest {
    private final Ends ends = new Ends(Ends.Kind.MEMORY);

    @AfterEach
    void close() {
        ends.close();
    }

    private IOException refused(Server server) {
        return assertThrows(IOException.class, () -> ends.run(ends.connect(server)));
    }

    private static void assertContains(String part, Throwable failure) {
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure::toString);
    }

    /** What the server's end was told, which nobody else sees. */
    private Throwable toldToServer() {
        ends.runUntil(() -> !ends.unseen.isEmpty());
        return ends.unseen.get(0);
    }

    private Connection plain(Server server) throws IOException {
        return ends.run(
                ends.from.openConnection(ends.host, server.localAddress().getPort()));
    }

    // ------------------------------------------------------------------ certificates

    @Test
    void aCertificateOfAnotherNameIsRefusedWithBothNames() {
        ends.server = Tls.server(Keys.OTHER);
        IOException refused = refused(ends.serve());
        assertInstanceOf(SSLHandshakeException.class, refused);
        assertEquals(
                "the tls handshake of connection client:49153->server:49153 (tls server) failed: No subject alternative DNS name"
                        + " matching server found.; for the host \"server\" the peer has shown a certificate of CN=Weft other server"
                        + " with the names other.example.com, *.wild.example.com, signed by CN=Weft test authority",
                refused.getMessage());
        assertContains("Received fatal alert: certificate_unknown", toldToServer());
        assertContains("(tls server) failed", toldToServer());
    }

    @Test
    void aNameMayBeAnAddressAndAWildcard() throws IOException {
        ends.client = ends.client.serverName("127.0.0.1");
        assertEquals(null, Tls.session(ends.open()).serverName());
        ends.server = Tls.server(Keys.OTHER);
        ends.client = ends.client.serverName("a.wild.example.com.");
        assertEquals("a.wild.example.com", Tls.session(ends.open()).serverName());
        ends.client = ends.client.serverName("10.0.0.1");
        assertContains("No subject alternative names matching IP address 10.0.0.1 found", refused(ends.serve()));
    }

    @Test
    void theCheckOfTheNameIsLeftOutWhereSomebodySaysSo() throws IOException {
        ends.server = Tls.server(Keys.OTHER);
        ends.client = ends.client.withoutHostnameCheck();
        ends.open();
        ends.server = Tls.server(Keys.SELF_SIGNED);
        assertContains(
                "the peer has shown a certificate of CN=self with the names localhost, signed by CN=self",
                refused(ends.serve()));
    }

    @Test
    void theJdksAuthoritiesAreTrustedWhereNobodySaysWhom() {
        ends.client = Tls.client();
        assertContains("unable to find valid certification path", refused(ends.serve()));
    }

    @Test
    void aServerThatNeedsACertificateRefusesWhoHasNone() throws IOException {
        ends.server = ends.server.clientAuth(ClientAuth.NEEDED);
        Connection known = ends.open();
        assertEquals(2, Tls.session(ends.peer()).peerCertificates().size());
        ends.close(known);
        ends.client = Tls.client(Keys.NOBODY).protocols("TLSv1.2");
        assertContains("Received fatal alert: ", refused(ends.serve()));
        assertContains("Empty client certificate chain", toldToServer());
    }

    /** In TLS 1.3 the client's part of the handshake has ended before the server looks at its certificate. */
    @Test
    void inTls13TheClientLearnsThatItWasRefusedByItsFirstRead() throws IOException {
        ends.server = ends.server.clientAuth(ClientAuth.NEEDED);
        ends.client = Tls.client(Keys.NOBODY);
        Connection connection = ends.run(ends.connect(ends.serve()));
        IOException told = assertThrows(IOException.class, () -> ends.run(connection.read(1)));
        assertContains("Received fatal alert: ", told);
        assertContains(connection.toString(), told);
        assertThrows(IOException.class, () -> ends.run(connection.read(1)));
        assertContains("Empty client certificate chain", toldToServer());
    }

    @Test
    void aServerThatWantsACertificateTakesWhoHasNone() throws IOException {
        ends.server = ends.server.clientAuth(ClientAuth.WANTED);
        ends.client = Tls.client(Keys.NOBODY);
        ends.open();
        assertEquals(List.of(), Tls.session(ends.peer()).peerCertificates());
    }

    // ------------------------------------------------------------------ what is agreed on

    @Test
    void theServersFirstProtocolIsChosenThatTheClientOffers() throws IOException {
        ends.server = ends.server.applicationProtocols("h2", "http/1.1");
        ends.client = ends.client.applicationProtocols("http/1.1", "h2");
        assertEquals("h2", Tls.session(ends.open()).applicationProtocol());
        assertEquals("h2", Tls.session(ends.peer()).applicationProtocol());
        ends.client = ends.client.applicationProtocols();
        assertEquals("", Tls.session(ends.open()).applicationProtocol());
        ends.client = ends.client.applicationProtocols("smtp");
        assertContains("no_application_protocol", refused(ends.serve()));
    }

    @Test
    void eachNameMayHaveAContextOfItsOwn() throws IOException {
        ends.server = ends.server.contexts(name ->
                "one.example.com".equals(name) ? Keys.SERVER : "other.example.com".equals(name) ? Keys.OTHER : null);
        ends.client = ends.client.serverName("one.example.com");
        ends.open();
        ends.client = ends.client.serverName("other.example.com");
        ends.open();
        assertEquals("other.example.com", Tls.session(ends.peer()).serverName());
        ends.client = ends.client.serverName("third.example.com");
        assertContains("unrecognized_name", refused(ends.serve()));
        assertContains("there is no context for the name \"third.example.com\"", toldToServer());
        ends.unseen.clear();
        ends.client = ends.client.serverName("127.0.0.1");
        assertContains("unrecognized_name", refused(ends.serve()));
        assertContains("there is no context for a client that names no server", toldToServer());
    }

    @Test
    void aChooserThatFailsEndsTheOneHandshake() throws IOException {
        Server server = ends.serve();
        ends.server = ends.server.contexts(name -> {
            throw new IllegalStateException("the disk is full");
        });
        refused(ends.serve());
        assertContains("the disk is full", toldToServer());
        ends.run(ends.connect(server));
    }

    @Test
    void versionsWithoutOneInCommonAreToldToBothEnds() {
        ends.server = ends.server.protocols("TLSv1.2");
        ends.client = ends.client.protocols("TLSv1.3");
        assertContains("protocol_version", refused(ends.serve()));
        assertContains("client supported protocol versions", toldToServer());
    }

    @Test
    void whatTheJdkDoesNotKnowIsRefusedWhenItIsSet() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ends.client.protocols("TLSv1.3", "TLSv9"));
        assertTrue(
                refused.toString().contains("protocols that this JDK does not know: [TLSv9]; it knows ["),
                refused::toString);
        assertThrows(IllegalArgumentException.class, () -> ends.server.cipherSuites("ROT13"));
        assertThrows(IllegalArgumentException.class, () -> ends.server.cipherSuites());
        assertThrows(IllegalArgumentException.class, () -> ends.server.applicationProtocols(""));
        assertThrows(IllegalArgumentException.class, () -> ends.server.handshakeLimit(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ends.client.handshakeLimit(Duration.ofSeconds(-1)));
    }

    @Test
    void aNetworkOfEncryptedConnectionsIsANetwork() throws IOException {
        var network = Tls.network(ends.at, ends.client, ends.server);
        Server server = ends.call(() ->
                network.startServer(connection -> Script.awaiting(connection.write(new byte[] {5})), "server", 443));
        Connection connection = ends.run(network.openConnection("server", 443));
        assertArrayEquals(new byte[] {5}, ends.run(connection.read(10)));
        assertEquals(0, ends.run(connection.read(10)).length);
        assertEquals("server server:443", server.toString());
    }

    @Test
    void aNetworkOfAClientOpensEncryptedConnectionsAndNoMore() throws IOException {
        Server server = ends.serve();
        Network network = ends.client.network(ends.from);
        Connection connection =
                ends.run(network.openConnection("server", server.localAddress().getPort()));
        assertEquals("server", Tls.session(connection).serverName());
        UnsupportedOperationException refused = assertThrows(
                UnsupportedOperationException.class,
                () -> ends.call(() ->
                        network.startServer(handled -> Script.awaiting(handled.write(new byte[1])), "client", 0)));
        assertContains("Tls.network(network, client, server) does", refused);
    }

    // ------------------------------------------------------------------ peers that do not take part

    @Test
    void aClientThatNeverBeginsIsClosedAtTheLimitAndTold() throws IOException {
        Server server = ends.serve();
        Connection silent = plain(server);
        assertEquals(0, ends.run(silent.read(10)).length);
        assertEquals(Duration.ofSeconds(30).toNanos(), ends.loop.nanoTime());
        Throwable told = toldToServer();
        assertInstanceOf(HandshakeTimeoutException.class, told);
        assertEquals(
                "the tls handshake of connection server:49153->client:49153 (tls) did not end within PT30S, and was given up: the"
                        + " client has sent nothing",
                told.getMessage());
        assertEquals(0, ends.call(server::connections));
    }

    @Test
    void aClientThatStopsInTheMiddleIsClosedAtTheLimit() throws IOException {
        ends.server = ends.server.handshakeLimit(Duration.ofSeconds(3));
        Connection slow = plain(ends.serve());
        ends.run(slow.write(new byte[] {22, 3, 1, 1, 0, 1}));
        assertEquals(0, ends.run(slow.read(10)).length);
        assertContains(
                "did not end within PT3S, and was given up: the client has sent 6 bytes of its first message, and not the rest",
                toldToServer());
    }

    @Test
    void aFunctionIsToldOfClientsWithWhomTheHandshakeFailsAndTheLogIsNot() throws IOException {
        Map<String, IOException> told = new LinkedHashMap<>();
        ends.server = ends.server.onFailedHandshake(
                (peer, failure) -> told.put(peer.getHostString() + ":" + peer.getPort(), failure));
        Server server = ends.serve();
        Connection silent = plain(server);
        assertEquals(0, ends.run(silent.read(10)).length);
        Connection confused = plain(server);
        ends.run(confused.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, lastOf(confused));
        ends.close(plain(server)); // without a byte
        ends.runUntil(() -> server.connections() == 0);
        assertEquals(List.of("client:49153", "client:49154"), List.copyOf(told.keySet()));
        assertInstanceOf(HandshakeTimeoutException.class, told.get("client:49153"));
        assertContains("the client does not speak TLS", Objects.requireNonNull(told.get("client:49154")));
        assertEquals(List.of(), ends.unseen);
    }

    /** Reads to the end, and gives the last number of bytes. */
    private int lastOf(Connection connection) throws IOException {
        int count = 1;
        while (count > 0) {
            count = ends.run(connection.read(1000)).length;
        }
        return count;
    }

    @Test
    void whatTheFunctionThrowsIsAFailureThatNobodySees() throws IOException {
        ends.server = ends.server.handshakeLimit(Duration.ofSeconds(1)).onFailedHandshake((peer, failure) -> {
            throw new IllegalStateException("no more of these");
        });
        Connection silent = plain(ends.serve());
        assertEquals(0, ends.run(silent.read(10)).length);
        assertEquals("no more of these", toldToServer().getMessage());
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAtTheLimit() throws IOException {
        Server silent = ends.call(
                () -> ends.at.startServer(connection -> Script.awaiting(Weft.sleep(Duration.ofDays(1))), "server", 0));
        ends.client = ends.client.handshakeLimit(Duration.ofSeconds(7));
        ScheduledTask<Connection> opening = ends.start(ends.connect(silent));
        ends.runUntil(() -> waits(opening).kind().equals("tls handshake"));
        WaitDescription wait = waits(opening);
        assertEquals("client:49153->server:49153 (tls server)", wait.identity());
        assertEquals("server:49153", wait.owner());
        assertEquals(Duration.ofSeconds(7).toNanos(), wait.deadlineNanos());
        HandshakeTimeoutException late = assertThrows(HandshakeTimeoutException.class, () -> ends.run(opening));
        assertTrue(
                late.toString()
                        .matches(
                                ".*did not end within PT7S, and was given up: the peer owes the next message; 0 bytes have come from it, \\d+ have gone to it"),
                late::toString);
    }

    private WaitDescription waits(ScheduledTask<?> task) {
        return ends.call(task::waitsFor);
    }

    @Test
    void aClientThatGoesBeforeItsFirstByteIsNoFailure() throws IOException {
        Server server = ends.serve();
        ends.close(plain(server));
        ends.runUntil(() -> ends.call(server::connections) == 0);
        assertEquals(List.of(), ends.unseen);
        Connection second = plain(server);
        ends.run(second.write(new byte[] {22}));
        ends.close(second);
        assertContains("the client has gone in the middle of its first message", toldToServer());
    }

    @Test
    void aClientThatSpeaksNoTlsIsToldAndNamed() throws IOException {
        Connection plain = plain(ends.serve());
        ends.run(plain.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2, 10}, ends.run(plain.readExactly(7)));
        assertContains("the client does not speak TLS: it began with \"GE", toldToServer());
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamed() {
        Server smtp = ends.call(() -> ends.at.startServer(
                connection -> Script.awaiting(
                        connection.write("220 mail.example.com\r\n".getBytes(StandardCharsets.US_ASCII))),
                "server",
                0));
        assertContains("the server does not speak TLS: it began with \"2", refused(smtp));
    }

    @Test
    void aServerThatGoesInTheMiddleIsToldAsThat() {
        Server leaving = ends.call(() -> ends.at.startServer(
                connection -> Script.of((step, last) -> step == 0 ? connection.readExactly(10) : null), "server", 0));
        IOException gone = refused(leaving);
        assertTrue(
                gone.toString().contains("failed: the peer has gone; ")
                        || gone.toString().contains("Connection reset"),
                gone::toString);
    }

    @Test
    void whatThePlainConnectFailsWithIsTold() {
        assertThrows(ConnectException.class, () -> ends.run(ends.client.openConnection(ends.from, "server", 1)));
        assertThrows(IllegalArgumentException.class, () -> ends.client.openConnection(ends.from, "server", 70_000));
    }

    // ------------------------------------------------------------------ cancelled, closed

    @Test
    void aCancelledHandshakeClosesTheConnection() throws IOException {
        Server silent =
                ends.call(() -> ends.at.startServer(connection -> Script.awaiting(reading(connection)), "server", 0));
        ScheduledTask<Connection> opening = ends.start(ends.connect(silent));
        ends.runUntil(() -> waits(opening).kind().equals("tls handshake"));
        ends.act(opening::cancel);
        assertThrows(CancellationException.class, () -> ends.run(opening));
        ends.runUntil(() -> ends.call(silent::connections) == 0);
    }

    /** Reads until the end of the stream. */
    private static Task<Void> reading(Connection connection) {
        return Script.of((step, last) -> {
            byte[] read = (byte[]) last.get();
            return read != null && read.length == 0 ? null : connection.read(1000);
        });
    }

    /** At each moment of the course of it. */
    @Test
    void aHandshakeThatIsCancelledAnywhereLeavesNothingOpen() throws IOException {
        ends.memory.link(Link.normal().latency(Duration.ofMillis(10)));
        Server server = ends.serve();
        for (int millis = 0; millis < 60; millis += 12) {
            ScheduledTask<Connection> opening = ends.start(ends.connect(server));
            ends.run(Weft.sleep(Duration.ofMillis(millis)));
            ends.act(opening::cancel);
            try {
                ends.close(ends.run(opening));
            } catch (CancellationException expected) {
                assertEquals(ScheduledTask.State.CANCELLED, opening.state());
            }
        }
        ends.run(Weft.sleep(Duration.ofSeconds(10)));
        for (Connection accepted : ends.accepted) {
            assertEquals(0, ends.run(accepted.read(10)).length);
            ends.close(accepted);
        }
        ends.run(Weft.sleep(Duration.ofSeconds(10)));
        assertEquals(ends.accepted.size(), ends.call(server::connections)); // their handlers sleep
    }

    @Test
    void whoWaitsInAHandshakeIsToldWhenThePlainConnectionIsClosed() throws IOException {
        Server silent = ends.call(
                () -> ends.at.startServer(connection -> Script.awaiting(Weft.sleep(Duration.ofDays(1))), "server", 0));
        Connection plain = plain(silent);
        ScheduledTask<Connection> upgrading = ends.start(ends.client.upgrade(plain, "server"));
        assertFalse(plain.isOpen());
        ends.close(plain);
        IOException closed = assertThrows(IOException.class, () -> ends.run(upgrading));
        assertEquals(
                "connection client:49153->server:49153 (tls server) was closed while a tls handshake waited",
                closed.getMessage());
    }

    @Test
    void aServerThatIsStoppedCancelsHandshakes() throws IOException {
        Server server = ends.serve();
        Connection silent = plain(server);
        ends.runUntil(() -> ends.call(server::connections) == 1);
        ends.run(server.stop(Duration.ZERO));
        assertEquals(0, ends.run(silent.read(1)).length);
        assertEquals(List.of(), ends.unseen);
    }

    /** A gather gives back what a part of it has when another one fails. */
    @Test
    void aConnectionThatNobodyGetsIsClosed() throws IOException {
        Server server = ends.serve();
        Task<Void> failing = Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(Duration.ofSeconds(1));
            }
            throw new IOException("the other part");
        });
        assertThrows(IOException.class, () -> ends.run(Weft.gather(ends.connect(server), failing)));
        assertEquals(0, ends.run(ends.peer().read(1)).length);
    }

    @Test
    void aWeakKeyOfRsaAndOneOfEcBothDo() throws IOException {
        ends.server = Tls.server(Keys.RSA);
        ends.open();
        ends.client = ends.client.protocols("TLSv1.2");
        ends.open();
    }
}
