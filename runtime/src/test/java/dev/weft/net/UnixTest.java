// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.io.LoopFixture;
import dev.weft.io.OpenDescriptors;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unix sockets. The behaviours are those of asyncio's {@code test_server} and {@code test_unix_events} (the file is removed with the server, is
 * not when another has its place, and a stale one is replaced), and of tokio's {@code uds_stream} (addresses, credentials, echo).
 */
@Timeout(60) // what a broken loop would wait for never comes
class UnixTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("socket");
    }

    private Server start(ConnectionHandler handler) {
        return start(handler, ServerOptions.defaults());
    }

    private Server start(ConnectionHandler handler, ServerOptions options) {
        return net.call(() -> Unix.startServer(handler, path, options));
    }

    private String refusal() {
        return String.valueOf(assertThrows(BindException.class, () -> start(Handwritten::echo))
                .getMessage());
    }

    private void echoes() throws IOException {
        Connection client = net.run(Unix.openConnection(path));
        net.run(client.write("over a file".getBytes(UTF_8)));
        assertEquals("over a file", new String(net.run(client.readExactly(11)), UTF_8));
        net.close(client);
    }

    @Test
    void anEmptyPathIsRefused() {
        path = Path.of("");
        for (IllegalArgumentException refused : List.of(
                assertThrows(IllegalArgumentException.class, () -> Unix.openConnection(path)),
                assertThrows(IllegalArgumentException.class, () -> start(Handwritten::echo)))) {
            assertEquals("the path of a Unix socket is empty; give that of its file", refused.getMessage());
        }
    }

    /** Or else nobody knows which of a thousand connections a task or a line of the log is about. */
    @Test
    void clientsAreToldApartByNumbers() throws IOException {
        start(Handwritten::echo);
        List<Connection> clients = List.of(net.run(Unix.openConnection(path)), net.run(Unix.openConnection(path)));
        net.runUntil(() -> net.call(net.loop::tasks).stream()
                        .map(ScheduledTask::name)
                        .filter(name -> name.matches("connection unnamed-\\d+"))
                        .distinct()
                        .count()
                == 2);
        assertNotEquals(clients.get(0).toString(), clients.get(1).toString());
        clients.forEach(net::close);
    }

    @Test
    void echoesAndIsCalledByItsPath() throws IOException {
        Server server = start(Handwritten::echo);
        assertEquals("server " + path, server.toString());
        assertEquals(path.toString(), server.localAddress().getHostString());
        Connection client = net.run(Unix.openConnection(path));
        assertEquals(
                "connection unnamed-N->" + path, client.toString().replaceFirst("unnamed-[1-9][0-9]*", "unnamed-N"));
        assertEquals(path.toString(), client.peerAddress().getHostString());
        assertEquals("", client.localAddress().getHostString());
        net.close(client);
        echoes();
    }

    @Test
    void codeThatTakesANetworkRunsOverIt() throws IOException {
        Network network = Unix.network();
        net.call(() -> network.startServer(Handwritten::echo, path.toString(), 0));
        Connection client = net.run(network.openConnection(path.toString(), 0));
        net.run(client.write(new byte[5]));
        assertEquals(5, net.run(client.readExactly(5)).length);
        assertEquals(
                "port 80 of " + path + ": a Unix socket has none. Give 0, and the path of its file as the host.",
                assertThrows(IllegalArgumentException.class, () -> network.openConnection(path.toString(), 80))
                        .getMessage());
    }

    @Test
    void theServerSeesWhoseProcessTheClientIs() throws IOException {
        List<String> users = new ArrayList<>();
        start(connection -> {
            SocketOption<?> whose = connection.supportedOptions().stream()
                    .filter(option -> option.name().equals("SO_PEERCRED"))
                    .findAny()
                    .orElseThrow();
            users.add(String.valueOf(connection.getOption(whose)));
            return Handwritten.echo(connection);
        });
        echoes();
        assertTrue(users.get(0).contains("user=" + System.getProperty("user.name")), users::toString);
    }

    @Test
    void theFileGoesWithTheServer() throws IOException {
        Server server = start(Handwritten::echo);
        assertTrue(Files.exists(path));
        net.close(server);
        assertFalse(Files.exists(path));
        net.close(server);
        start(Handwritten::echo); // at once
        net.loop.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void theFileOfAnotherServerStays() throws IOException {
        Server server = start(Handwritten::echo);
        Files.move(path, folder.resolve("moved"));
        Server other = start(Handwritten::echo);
        net.close(server);
        assertTrue(Files.exists(path));
        echoes();
        net.close(other);
    }

    @Test
    void aFileThatIsGoneIsNoMatter() throws IOException {
        Server server = start(Handwritten::echo);
        Files.delete(path);
        net.close(server);
    }

    @Test
    void aFileThatAServerHasLeftBehindIsReplaced() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        start(Handwritten::echo);
        echoes();
    }

    @Test
    void aServerThatListensIsNotReplaced() throws IOException {
        start(Handwritten::echo);
        assertEquals("cannot listen on " + path + ": Address already in use", refusal());
        echoes();
    }

    @Test
    void anotherFileIsNotReplaced() throws IOException {
        Files.writeString(path, "precious");
        assertEquals("cannot listen on " + path + ": there is a file of that name, which is no socket", refusal());
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void aNamedPipeIsNotReplaced() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo here");
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/mkfifo", path.toString()).start().waitFor());
        assertEquals("cannot listen on " + path + ": there is a file of that name, which is no socket", refusal());
        assertTrue(Files.exists(path));
    }

    @Test
    void ofManyThatStartAtOnceOnAFileThatIsLeftOneListens() throws Exception {
        int starting = 4;
        try (EventLoopGroup group = EventLoopGroup.start(starting)) {
            for (int i = 0; i < 200; i++) {
                path = folder.resolve("socket" + i);
                try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    killed.bind(UnixDomainSocketAddress.of(path));
                }
                CyclicBarrier together = new CyclicBarrier(starting);
                List<CompletableFuture<Boolean>> listens = new ArrayList<>();
                for (EventLoop loop : group.loops()) {
                    CompletableFuture<Boolean> told = new CompletableFuture<>();
                    listens.add(told);
                    loop.post(() -> told.complete(startsBeside(together)));
                }
                assertEquals(1, listens.stream().filter(CompletableFuture::join).count());
            }
        }
    }

    private boolean startsBeside(CyclicBarrier together) {
        try {
            together.await();
            Unix.startServer(Handwritten::echo, path);
            return true;
        } catch (BindException taken) {
            return false;
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void whatIsTooLongSaysHowLongItIs() throws IOException {
        path = folder.resolve("x".repeat(200));
        String expected = ": Unix domain path too long: " + path.toString().length()
                + " bytes, where Linux takes 107 and macOS 103. Use a shorter one, such as one relative to the current folder.";
        assertEquals("cannot listen on " + path + expected, refusal());
        assertEquals(
                "cannot connect to " + path + expected,
                assertThrows(ConnectException.class, () -> net.run(Unix.openConnection(path)))
                        .getMessage());
    }

    @Test
    void saysWhichPathNobodyListensOn() throws IOException {
        assertEquals(
                "cannot connect to " + path + ": No such file or directory",
                assertThrows(ConnectException.class, () -> net.run(Unix.openConnection(path)))
                        .getMessage());
        Files.createFile(path);
        assertEquals(
                "cannot connect to " + path + ": Connection refused",
                assertThrows(ConnectException.class, () -> net.run(Unix.openConnection(path)))
                        .getMessage());
        path = folder.resolve("missing").resolve("socket");
        assertEquals("cannot listen on " + path + ": No such file or directory", refusal());
    }

    /** asyncio test_unix_events: create_unix_server_bind_error. */
    @Test
    void whatCannotListenLeavesNoSocket() throws IOException {
        OpenDescriptors.assumeCounted();
        Files.writeString(path, "precious");
        refusal();
        long before = OpenDescriptors.count("socket:");
        for (int i = 0; i < 5; i++) {
            refusal();
        }
        net.runUntil(() -> OpenDescriptors.count("socket:") <= before);
    }

    @Test
    void theFileHasThePermissionsThatItIsGiven() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
        start(
                Handwritten::echo,
                ServerOptions.defaults().filePermissions(PosixFilePermissions.fromString("rw-rw----")));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        echoes();
    }

    /** A connect that does not block is told that the backlog is full, and asks again. */
    @Test
    void aConnectWaitsWhileTheBacklogIsFull() throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path), 1);
            List<ScheduledTask<Connection>> connecting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                connecting.add(net.start(Unix.openConnection(path)));
            }
            assertFalse(connecting.get(4).isReady());
            listening.configureBlocking(false);
            List<SocketChannel> accepted = new ArrayList<>();
            net.runUntil(() -> {
                LoopFixture.unchecked(() -> {
                            SocketChannel next = listening.accept();
                            if (next != null) {
                                accepted.add(next);
                            }
                        })
                        .run();
                return connecting.stream().allMatch(ScheduledTask::isReady);
            });
            for (ScheduledTask<Connection> each : connecting) {
                net.close(net.run(each));
            }
            for (SocketChannel each : accepted) {
                each.close();
            }
        }
    }

    @Test
    void aConnectThatWaitsIsCancelled() throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path), 1);
            List<ScheduledTask<Connection>> connecting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                connecting.add(net.start(Unix.openConnection(path)));
            }
            connecting.get(4).cancel();
            assertThrows(CancellationException.class, () -> net.run(connecting.get(4)));
            for (int i = 0; i < 2; i++) {
                net.close(net.run(connecting.get(i)));
            }
        }
    }

    /** tokio uds_stream: epollhup. */
    @Test
    void aConnectThatWaitsIsToldThatTheServerHasGone() throws Exception {
        List<ScheduledTask<Connection>> connecting = new ArrayList<>();
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 5; i++) {
                connecting.add(net.start(Unix.openConnection(path)));
            }
        }
        assertEquals(
                "cannot connect to " + path + ": Connection refused",
                assertThrows(ConnectException.class, () -> net.run(connecting.get(4)))
                        .getMessage());
        Connection never = net.run(connecting.get(0)); // whom nobody has accepted
        assertTrue(
                assertThrows(IOException.class, () -> net.run(never.write(new byte[1])))
                        instanceof ConnectionResetException);
    }

    @Test
    void aGroupServesOnAllItsLoops() throws Exception {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        try (EventLoopGroup group = EventLoopGroup.start("unix", 2)) {
            GroupServer server = Unix.startServer(
                    group,
                    connection -> {
                        threads.add(Thread.currentThread().getName());
                        return Handwritten.awaiting(() -> connection.write(new byte[1]));
                    },
                    path,
                    ServerOptions.defaults());
            while (threads.stream().distinct().count() < 2) { // the second loop takes some when it has started
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    assertEquals(1, client.read(ByteBuffer.allocate(9)));
                }
            }
            server.stop(Duration.ofSeconds(50)).block();
            assertFalse(Files.exists(path));
        }
    }
}
