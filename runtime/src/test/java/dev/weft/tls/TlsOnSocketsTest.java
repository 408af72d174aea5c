// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.BlockingPool;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.FileDescriptors;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only real sockets show: descriptors, threads, and what the system does with bytes that nobody reads. */
@Timeout(60) // what a broken stream would wait for never comes
class TlsOnSocketsTest {
    private final Ends ends = new Ends(Ends.Kind.TCP);

    @AfterEach
    void close() {
        ends.close();
    }

    @Test
    void whateverEndsAHandshakeLeavesNoDescriptor() throws Exception {
        FileDescriptors.assumeCounted();
        Server server = ends.serve();
        long before = FileDescriptors.sockets();
        for (int i = 0; i < 5; i++) {
            ends.close(ends.open(server));
            ends.close(ends.peer());
            ends.client = ends.client.serverName("wrong.example.com");
            assertThrows(IOException.class, () -> ends.run(ends.connect(server)));
            ends.client = Tls.client(Keys.CLIENT);
            ScheduledTask<Connection> cancelled = ends.start(ends.connect(server));
            ends.act(cancelled::cancel);
            assertThrows(CancellationException.class, () -> ends.run(cancelled));
        }
        ends.runUntil(() -> FileDescriptors.sockets() == before);
    }

    @Test
    void aClientThatNeverBeginsCostsTheServerNothingAfterTheLimit() throws IOException {
        FileDescriptors.assumeCounted();
        ends.server = ends.server.handshakeLimit(Duration.ofMillis(50));
        Server server = ends.serve();
        long before = FileDescriptors.sockets();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            silent.add(new Socket(
                    InetAddress.getLoopbackAddress(), server.localAddress().getPort()));
        }
        ends.runUntil(() -> ends.unseen.size() == 10);
        ends.runUntil(() -> FileDescriptors.sockets() == before + 10);
        for (Socket one : silent) {
            assertEquals(-1, one.getInputStream().read());
            one.close();
        }
        assertEquals(0, ends.call(server::connections));
    }

    @Test
    void theLoopThatClosesInTheMiddleOfAHandshakeLeavesNoDescriptor() throws Exception {
        FileDescriptors.assumeCounted();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long before = FileDescriptors.sockets();
            Connection plain = ends.run(Tcp.openConnection("127.0.0.1", silent.getLocalPort()));
            var upgrade = ends.client.upgrade(plain, "localhost");
            List<Throwable> told = new ArrayList<>();
            ends.act(() -> upgrade.subscribe(() -> told.add(assertThrows(IOException.class, upgrade::result))));
            assertEquals(before + 1, FileDescriptors.sockets());
            ends.loop.close();
            assertEquals(before, FileDescriptors.sockets());
            assertTrue(told.get(0).toString().endsWith(" was closed while a tls handshake waited"), told::toString);
        }
    }

    /** The pool of the context, as for all that blocks. */
    @Test
    void whatTakesLongIsComputedOnThePoolAndNotOnTheLoop() throws IOException {
        List<Thread> threads = new ArrayList<>();
        Executor noting = work -> BlockingPool.shared().execute(() -> {
            synchronized (threads) {
                threads.add(Thread.currentThread());
            }
            work.run();
        });
        Server server = ends.serve();
        Connection client = ends.run(BlockingPool.EXECUTOR.where(noting, () -> Script.awaiting(ends.connect(server))));
        assertTrue(client.isOpen());
        assertFalse(threads.isEmpty());
        assertFalse(threads.contains(Thread.currentThread()));
    }

    /** Notes who has random numbers made, as for a pair of keys. */
    private static final class NotingRandom extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient List<Thread> users = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void nextBytes(byte[] bytes) {
            users.add(Thread.currentThread());
            super.nextBytes(bytes);
        }
    }

    private static final class TrustingAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** A loop that opens a hundred connections would stand still meanwhile. */
    @Test
    void noKeysAreMadeOnTheLoopOfAClient() throws Exception {
        NotingRandom random = new NotingRandom();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAll()}, random);
        random.users.clear(); // the context has made a seed
        ends.client = Tls.client(context);
        assertTrue(ends.open().isOpen());
        assertFalse(random.users.isEmpty());
        assertFalse(random.users.contains(Thread.currentThread()), random.users::toString);
    }

    /** Netty SocketSslGreetingTest: testSslGreeting. */
    @Test
    void theServerMaySpeakFirst() throws IOException {
        Server server = ends.serve(connection -> Script.of((step, last) -> {
            last.get();
            return step == 0 ? connection.write(new byte[] {'a'}) : null;
        }));
        Connection client = ends.run(ends.connect(server));
        assertArrayEquals(new byte[] {'a'}, ends.run(client.readAll(10)));
    }

    /** It is the system's buffers that are full, and the goodbye waits behind them. */
    @Test
    void aCloseSendsWhatWasWrittenThoughThePeerIsSlow() throws IOException {
        ends.client =
                ends.client.cipherSuites("TLS_CHACHA20_POLY1305_SHA256"); // which takes least where C1 alone compiles
        Connection client = ends.open();
        ScheduledTask<Void> filling = ends.start(client.write(new byte[10 << 20]));
        int read = 0;
        while (!filling.isReady()) {
            read += ends.run(ends.peer().read(1 << 16)).length;
        }
        ends.close(client);
        for (byte[] more = ends.run(ends.peer().read(1 << 16)); more.length > 0; ) {
            read += more.length;
            more = ends.run(ends.peer().read(1 << 16));
        }
        assertEquals(10 << 20, read);
    }

    @Test
    void aPeerThatNeverGoesIsLeftAfterAWhile() throws IOException {
        try (Ends virtual = new Ends(Ends.Kind.MEMORY)) {
            Connection client = virtual.open();
            virtual.close(client);
            virtual.run(Weft.sleep(Duration.ofSeconds(4)));
            assertTrue(RecordCount.inner(client).isOpen());
            virtual.run(Weft.sleep(Duration.ofSeconds(2)));
            assertFalse(RecordCount.inner(client).isOpen());
        }
    }

    @Test
    void aPeerThatGoesIsNotWaitedFor() throws IOException {
        Connection client = ends.open();
        ends.close(client);
        ends.close(ends.peer());
        ends.runUntil(() -> !RecordCount.inner(client).isOpen());
    }
}
