// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.ByteStream;
import dev.weft.net.Connection;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TLS in the middle of a plain connection. Behaviours of asyncio's test_ssl (start_tls, and what was buffered before it). */
@Timeout(60) // what a broken stream would wait for never comes
class StartTlsTest {
    private static final byte[] LINE = {'\n'};

    private final Ends ends = new Ends(Ends.Kind.MEMORY);
    private final MemoryNetwork.Pair plain = ends.memory.pair();

    @AfterEach
    void close() {
        ends.close();
    }

    private void say(Connection from, Connection to, String line) throws IOException {
        ends.run(from.write((line + '\n').getBytes(US_ASCII)));
        assertEquals(line + '\n', new String(ends.run(to.readUntil(LINE, 100)), US_ASCII));
    }

    @Test
    void whatIsSaidFromThenOnIsEncrypted() throws IOException {
        say(plain.left(), plain.right(), "STARTTLS");
        say(plain.right(), plain.left(), "220 go ahead");
        ScheduledTask<Connection> serving = ends.loop.spawn(ends.server.upgrade(plain.right()));
        Connection client = ends.run(ends.client.upgrade(plain.left(), "server"));
        Connection server = ends.run(serving);
        say(client, server, "secret");
        assertEquals(plain.left().peerAddress(), client.peerAddress());
        assertEquals("server", Tls.session(server).serverName());
        assertEquals(plain.left() + "", client.toString().replace(" (tls server)", "") + " (handed over)");
    }

    @Test
    void thePlainConnectionIsNoneAnyMoreAndItsCloseClosesTheOther() throws IOException {
        ScheduledTask<Connection> serving = ends.loop.spawn(ends.server.upgrade(plain.right()));
        Connection client = ends.run(ends.client.upgrade(plain.left(), "server"));
        Connection server = ends.run(serving);
        assertFalse(plain.left().isOpen());
        ClosedChannelException closed = assertThrows(
                ClosedChannelException.class, () -> ends.run(plain.left().read(1)));
        assertEquals("connection left:49153->right:49153 (handed over) is closed", closed.getMessage());
        assertThrows(ClosedChannelException.class, () -> ends.run(plain.left().write(new byte[1])));
        assertThrows(IOException.class, () -> ends.run(ends.client.upgrade(plain.left(), "server")));
        ends.close(plain.left());
        assertFalse(client.isOpen());
        assertEquals(0, ends.run(server.read(1)).length);
    }

    /** As in the attacks on STARTTLS of 2011 and later: what was sent in plain is not to be taken for what came encrypted. */
    @Test
    void commandsThatWereSentAheadInPlainAreRefused() throws IOException {
        ends.run(plain.left().write("STARTTLS\nRCPT TO: somebody\n".getBytes(US_ASCII)));
        ends.run(Weft.sleep(Duration.ofMillis(1)));
        assertEquals("STARTTLS\n", new String(ends.run(plain.right().readUntil(LINE, 100)), US_ASCII));
        boolean isHere = ends.run(plain.right().read(4)).length == 4;
        assertTrue(isHere);
        IOException refused = assertThrows(IOException.class, () -> ends.run(ends.server.upgrade(plain.right())));
        assertTrue(
                refused.toString()
                        .matches(
                                ".*: \\d+ bytes of connection right:49153->left:49153 were received and not read, and whoever takes it over would not get them.*"),
                refused::toString);
        assertTrue(plain.right().isOpen());
        assertEquals(" TO: somebody\n", new String(ends.run(plain.right().readUntil(LINE, 100)), US_ASCII));
    }

    /** They are with the system still, and no record of TLS. */
    @Test
    void commandsThatComeLaterInPlainAreRefusedToo() throws IOException {
        say(plain.left(), plain.right(), "STARTTLS");
        ScheduledTask<Connection> serving = ends.start(ends.server.upgrade(plain.right()));
        ends.run(plain.left().write("RCPT TO: somebody\n".getBytes(US_ASCII)));
        IOException refused = assertThrows(IOException.class, () -> ends.run(serving));
        assertTrue(refused.toString().contains("the client does not speak TLS: it began with \"R"), refused::toString);
    }

    @Test
    void aConnectionInWhichSomebodyWaitsIsRefused() throws IOException {
        ScheduledTask<byte[]> reading = ends.start(plain.left().read(1));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> ends.run(ends.client.upgrade(plain.left(), "server")));
        assertEquals(
                "A read waits on connection left:49153->right:49153; await it before handOver(...).",
                refused.getMessage());
        ends.run(plain.right().write(new byte[] {1}));
        assertArrayEquals(new byte[] {1}, ends.run(reading));
    }

    @Test
    void anUpgradeThatNobodyAwaitsTouchesNothing() throws IOException {
        var unused = ends.client.upgrade(plain.left(), "server");
        say(plain.left(), plain.right(), "still plain");
        assertTrue(plain.left().isOpen());
    }

    @Test
    void anyStreamMayBeEncrypted() throws IOException {
        ByteStream right = plain.right();
        ByteStream left = plain.left();
        ScheduledTask<ByteStream> serving = ends.loop.spawn(ends.server.upgrade(right));
        ByteStream client = ends.run(ends.client.upgrade(left, "server"));
        ends.run(client.write(new byte[] {1, 2}));
        assertArrayEquals(new byte[] {1, 2}, ends.run(ends.run(serving).readExactly(2)));
    }

    /** As to a server behind a proxy that is itself reached by TLS. */
    @Test
    void tlsGoesOverTls() throws IOException {
        ScheduledTask<Connection> serving = ends.loop.spawn(ends.server.upgrade(plain.right()));
        Connection outer = ends.run(ends.client.upgrade(plain.left(), "server"));
        ScheduledTask<Connection> servingInner = ends.loop.spawn(ends.server.upgrade(ends.run(serving)));
        Connection inner = ends.run(ends.client.serverName("one.example.com").upgrade(outer, "server"));
        Connection server = ends.run(servingInner);
        byte[] sent = new byte[300_000];
        new Random(1).nextBytes(sent);
        ScheduledTask<Void> writing = ends.loop.spawn(inner.write(sent));
        assertArrayEquals(sent, ends.run(server.readExactly(sent.length)));
        ends.run(writing);
        assertEquals("one.example.com", Tls.session(server).serverName());
        assertEquals("connection left:49153->right:49153 (tls server) (tls one.example.com)", inner.toString());
        ends.close(inner);
        assertEquals(0, ends.run(server.read(1)).length);
        ends.close(server);
    }

    /** asyncio: close_during_ssl_over_ssl. */
    @Test
    void aHandshakeOverTlsIsToldWhenWhatCarriesItIsClosed() throws IOException {
        ScheduledTask<Connection> serving = ends.loop.spawn(ends.server.upgrade(plain.right()));
        Connection outer = ends.run(ends.client.upgrade(plain.left(), "server"));
        ScheduledTask<Connection> inner = ends.start(ends.client.upgrade(outer, "server"));
        ends.close(outer);
        assertThrows(IOException.class, () -> ends.run(inner));
        assertFalse(plain.left().isOpen());
        assertTrue(ends.run(ends.run(serving).readAll(10_000)).length > 0); // the first message, and then the end
    }

    /** asyncio: start_tls_slow_client_cancel. */
    @Test
    void anUpgradeThatIsGivenUpClosesTheConnection() throws IOException {
        say(plain.left(), plain.right(), "STARTTLS");
        assertThrows(
                TimeoutException.class,
                () -> ends.run(Weft.waitFor(ends.client.upgrade(plain.left(), "server"), Duration.ofSeconds(1))));
        assertFalse(plain.left().isOpen());
        assertTrue(ends.run(plain.right().readAll(10_000)).length > 0);
        ends.run(Weft.sleep(Duration.ofMinutes(1)));
        assertEquals(List.of(), ends.unseen);
    }

    @Test
    void aHandshakeThatFailsClosesThePlainConnection() throws IOException {
        ends.server = Tls.server(Keys.OTHER);
        ScheduledTask<Connection> serving = ends.loop.spawn(ends.server.upgrade(plain.right()));
        assertThrows(IOException.class, () -> ends.run(ends.client.upgrade(plain.left(), "server")));
        assertThrows(IOException.class, () -> ends.run(serving));
        assertFalse(plain.left().isOpen());
        assertFalse(plain.right().isOpen());
    }
}
