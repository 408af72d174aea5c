// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Several addresses of one host (RFC 8305): what asyncio's {@code test_base_events} and {@code staggered_race} ask of {@code
 * happy_eyeballs_delay}, and Netty's {@code Bootstrap} of a resolver. An address that does not answer is a listener whose backlog is full.
 */
@Timeout(60) // what a broken loop would wait for never comes
class HappyEyeballsTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private ServerSocket answering;
    private ServerSocket silent;
    private final List<SocketChannel> fillers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        FileDescriptors.assumeCounted();
        answering = new ServerSocket(0, 50, Loopback.HOST);
        silent = new ServerSocket(0, 1, Loopback.HOST);
        TcpTest.fill(addressOf(silent), fillers);
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        answering.close();
        silent.close();
    }

    private static InetSocketAddress addressOf(ServerSocket listening) {
        return new InetSocketAddress(Loopback.HOST, listening.getLocalPort());
    }

    /** One at which nobody listens. */
    private static InetSocketAddress refusing() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, Loopback.HOST)) {
            return addressOf(free);
        }
    }

    private static Connect to(Duration delay, InetSocketAddress... addresses) {
        return new Connect(
                InetSocketAddress.createUnresolved("example.test", 1),
                List.of(addresses),
                ConnectOptions.defaults().attemptDelay(delay));
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }

    @Test
    void bothFamiliesComeInTurnBeginningWithThatOfTheFirst() throws IOException {
        assertEquals(
                addresses("::1", "1.1.1.1", "::2", "1.1.1.2", "::3"),
                Addresses.interleaved(addresses("::1", "::2", "::3", "1.1.1.1", "1.1.1.2")));
        assertEquals(addresses("1.1.1.1", "::1", "::2"), Addresses.interleaved(addresses("1.1.1.1", "::1", "::2")));
        assertEquals(addresses("1.1.1.1"), Addresses.interleaved(addresses("1.1.1.1")));
        assertEquals(List.of(), Addresses.interleaved(List.of()));
    }

    @Test
    void oneThatDoesNotAnswerHoldsNobodyUp() throws IOException {
        long before = FileDescriptors.sockets();
        Connection connection =
                net.run(to(Duration.ofMillis(20), addressOf(silent), addressOf(silent), addressOf(answering)));
        assertEquals(answering.getLocalPort(), connection.peerAddress().getPort());
        net.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(before + 1, FileDescriptors.sockets(), "the others are closed");
    }

    @Test
    void theNextBeginsAtOnceWhenOneIsRefused() throws IOException {
        Connection connection = net.run(to(NEVER, refusing(), refusing(), addressOf(answering)));
        assertEquals(answering.getLocalPort(), connection.peerAddress().getPort());
    }

    @Test
    void beforeTheDelayIsOverOneIsTried() throws IOException {
        long before = FileDescriptors.sockets();
        ScheduledTask<Connection> connecting = net.start(to(NEVER, addressOf(silent), addressOf(answering)));
        for (int i = 0; i < 20; i++) {
            net.run(Weft.sleep(Duration.ofNanos(1)));
        }
        assertFalse(connecting.isReady());
        assertEquals(before + 1, FileDescriptors.sockets());
        connecting.cancel();
        assertThrows(CancellationException.class, () -> net.run(connecting));
    }

    @Test
    void aCancelledRaceClosesAllThatRun() throws IOException {
        long before = FileDescriptors.sockets();
        ScheduledTask<Connection> connecting =
                net.start(to(Duration.ofMillis(1), addressOf(silent), addressOf(silent), addressOf(silent)));
        net.runUntil(() -> FileDescriptors.sockets() == before + 3);
        connecting.cancel();
        assertThrows(CancellationException.class, () -> net.run(connecting));
        net.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(before, FileDescriptors.sockets());
    }

    @Test
    void theEndOfTheLoopClosesAllThatRun() throws IOException {
        long before = FileDescriptors.sockets();
        net.start(to(Duration.ofMillis(1), addressOf(silent), addressOf(silent)));
        net.runUntil(() -> FileDescriptors.sockets() == before + 2);
        net.loop.close();
        assertEquals(before, FileDescriptors.sockets());
    }

    @Test
    void eachFailureIsNamedInTheOrderOfFailing() throws IOException {
        InetSocketAddress first = refusing();
        InetSocketAddress second = refusing();
        ConnectException refused =
                assertThrows(ConnectException.class, () -> net.run(to(Duration.ofMillis(1), first, second)));
        assertEquals(
                "cannot connect to example.test:1: " + Addresses.text(first) + ": Connection refused; "
                        + Addresses.text(second) + ": Connection refused",
                refused.getMessage());
        assertEquals(1, refused.getSuppressed().length);
    }

    @Test
    void aResolverOfItsOwnSaysWhoIsTried() throws IOException {
        List<String> asked = new ArrayList<>();
        NameResolver resolver = host -> {
            synchronized (asked) {
                asked.add(host);
            }
            return addresses("127.0.0.2", "127.0.0.1");
        };
        ConnectOptions options = ConnectOptions.defaults().resolver(resolver);
        Connection connection = net.run(Tcp.openConnection("shop.internal", answering.getLocalPort(), options));
        assertEquals(addressOf(answering), connection.peerAddress());
        assertEquals(List.of("shop.internal"), asked);
        net.run(Tcp.openConnection("127.0.0.1", answering.getLocalPort(), options));
        assertEquals(List.of("shop.internal"), asked, "numbers are not looked up");
    }

    @Test
    void whatAResolverThrowsIsTold() {
        SecurityException denied = new SecurityException("denied");
        ConnectOptions options = ConnectOptions.defaults().resolver(host -> {
            throw denied;
        });
        assertSame(
                denied,
                assertThrows(SecurityException.class, () -> net.run(Tcp.openConnection("shop.internal", 1, options))));
    }

    @Test
    void aDelayThatIsTooShortIsRefused() {
        String refused = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> ConnectOptions.defaults().attemptDelay(Duration.ZERO))
                .getMessage());
        assertTrue(refused.endsWith("at least a millisecond"), refused);
    }
}
