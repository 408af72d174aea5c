// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is left of an encrypted connection that is over. Behaviours of asyncio's {@code test_ssl} and {@code test_sslproto}:
 * create_connection_memory_leak, handshake_timeout_handler_leak, shutdown_timeout_handler_leak, get_extra_info_on_closed_connection,
 * write_after_closing.
 */
@Timeout(60) // what a broken stream would wait for never comes
class TlsAfterwardsTest {
    private final Ends ends = new Ends(Ends.Kind.TCP);

    @AfterEach
    void close() {
        ends.close();
    }

    /** Of a context of its own, which would be held by whatever holds the connection. */
    private WeakReference<SSLContext> ofAConnectionThatWasUsed() throws IOException {
        SSLContext context = Keys.context("client");
        ends.client = Tls.client(context);
        Connection client = ends.open();
        ends.run(client.write(new byte[100_000]));
        ends.run(ends.peer().readExactly(100_000));
        ends.close(client);
        ends.close(ends.peer());
        ends.client = Tls.client(Keys.CLIENT);
        return new WeakReference<>(context);
    }

    private WeakReference<SSLContext> ofAHandshakeThatWasGivenUp() throws IOException {
        SSLContext context = Keys.context("client");
        Server silent = ends.call(
                () -> Tcp.startServer(connection -> Script.awaiting(Weft.sleep(Duration.ofDays(1))), "127.0.0.1", 0));
        ScheduledTask<Connection> opening = ends.start(Tls.client(context)
                .openConnection("127.0.0.1", silent.localAddress().getPort()));
        ends.runUntil(() -> ends.call(opening::waitsFor).kind().equals("tls handshake"));
        ends.act(opening::cancel);
        assertThrows(CancellationException.class, () -> ends.run(opening));
        return new WeakReference<>(context);
    }

    private void assertCollected(WeakReference<SSLContext> context) {
        ends.runUntil(() -> {
            System.gc();
            return context.get() == null;
        });
    }

    @Test
    void nothingHoldsAConnectionThatWasClosed() throws IOException {
        assertCollected(ofAConnectionThatWasUsed());
    }

    /** Least of all the deadline of the handshake, which is half a minute away. */
    @Test
    void nothingHoldsAHandshakeThatWasGivenUp() throws IOException {
        assertCollected(ofAHandshakeThatWasGivenUp());
    }

    @Test
    void whatIsKnownOfAConnectionIsKnownBehindItsEndAndNothingElseIsHad() throws IOException {
        Connection client = ends.open();
        InetSocketAddress here = client.localAddress();
        InetSocketAddress there = client.peerAddress();
        TlsSession session = Tls.session(client);
        ends.close(client);
        assertEquals(here, client.localAddress());
        assertEquals(there, client.peerAddress());
        assertEquals(session, Tls.session(client));
        assertThrows(ClosedChannelException.class, () -> ends.run(client.read(1)));
        assertThrows(ClosedChannelException.class, () -> ends.run(client.write(new byte[1])));
        assertThrows(ClosedChannelException.class, () -> ends.act(client::shutdownOutput));
    }
}
