// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.Caller;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on several loops: those whom the system spreads connections over, and those who hand them on. */
@Timeout(60)
class GroupServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final EventLoopGroup group = EventLoopGroup.start("server", 2);
    private final List<Socket> clients = new ArrayList<>();

    /** How often a loop has begun to serve a connection. */
    private final Map<EventLoop, AtomicInteger> served = new ConcurrentHashMap<>();

    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        group.close();
    }

    private GroupServer start(boolean systemSpreads) throws IOException {
        assumeTrue(!systemSpreads || GroupServer.SYSTEM_SPREADS, "this system spreads no connections");
        return GroupServer.start(group, this::serve, ANY_PORT, ServerOptions.defaults(), systemSpreads);
    }

    /** Writes back a byte, then waits for another one, or the end. */
    private Task<Void> serve(Connection connection) {
        EventLoop loop = EventLoop.current();
        assertNotNull(loop);
        served.computeIfAbsent(loop, first -> new AtomicInteger()).incrementAndGet();
        return Script.of((step, last) -> switch (step) {
            case 0 -> connection.read(1);
            case 1 -> connection.write(Objects.requireNonNull((byte[]) last.get()));
            case 2 -> connection.read(1);
            default -> {
                last.get(); // throws if it was cancelled
                assertTrue(loop.isLoopThread());
                ended.incrementAndGet();
                yield null;
            }
        });
    }

    private Socket connect(GroupServer server) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.connect(server.localAddress());
        client.setSoTimeout(50_000);
        return client;
    }

    /** Connects so many, each of which has its byte back. */
    private void connect(GroupServer server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = connect(server);
            client.getOutputStream().write(i);
            assertEquals(i, client.getInputStream().read());
        }
    }

    /** The names of the tasks of all loops. */
    private List<String> tasks() {
        return group.loops().stream()
                .flatMap(loop -> loop.spawn(LoopFixture.calling(loop::tasks)).block().stream())
                .map(ScheduledTask::name)
                .toList();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }

    private int served(int loop) {
        AtomicInteger count = served.get(group.loops().get(loop));
        return count == null ? 0 : count.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachConnectionIsServedByOneLoopOfTheGroup(boolean systemSpreads) throws IOException {
        GroupServer server = start(systemSpreads);
        connect(server, 20);
        assertEquals(20, served(0) + served(1));
        assertEquals(20, server.connections());
        assertTrue(Set.copyOf(group.loops()).containsAll(served.keySet()));
    }

    @Test
    void eachLoopHasAHandlerOfItsOwn() throws IOException {
        List<EventLoop> made = new CopyOnWriteArrayList<>();
        ConnectionHandler handler = ConnectionHandler.ofEachLoop(loop -> {
            made.add(loop);
            return connection -> {
                assertTrue(loop.isLoopThread());
                return serve(connection);
            };
        });
        GroupServer server = GroupServer.start(group, handler, ANY_PORT, ServerOptions.defaults(), false);
        connect(server, 6);
        assertEquals(Set.copyOf(group.loops()), Set.copyOf(made));
        assertEquals(2, made.size());
        assertEquals(3, served(0));
    }

    @Test
    void aHandlerThatCannotBeMadeIsTriedAgainForTheNextConnection() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (LogRecords log = new LogRecords()) {
            GroupServer server = GroupServer.start(
                    group,
                    ConnectionHandler.ofEachLoop(loop -> {
                        if (tries.incrementAndGet() == 1) {
                            throw new IllegalStateException("not yet");
                        }
                        return this::serve;
                    }),
                    ANY_PORT,
                    ServerOptions.defaults(),
                    false);
            assertEquals(-1, connect(server).getInputStream().read());
            connect(server, 3);
            assertEquals(3, tries.get());
            assertEquals(1, log.all().size());
        }
    }

    @Test
    void aLoopThatBeginsLateHasItsTurnsFromTheFirstConnectionOn() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        group.loops().get(1).post(() -> join(busy));
        GroupServer server = start(false);
        for (int i = 0; i < 6; i++) {
            connect(server).getOutputStream().write(i);
        }
        until(() -> served(0) == 3);
        busy.countDown();
        until(() -> served(1) == 3);
        server.close();
    }

    @Test
    void connectionsThatAreHandedOnGoToAllLoopsInTurn() throws IOException {
        connect(start(false), 20);
        assertEquals(List.of(10, 10), List.of(served(0), served(1)));
    }

    /** Of a hundred one loop gets none with a probability of 2 to the -99. */
    @Test
    void theSystemGivesEachLoopSome() throws IOException {
        connect(start(true), 100);
        assertTrue(served(0) > 0 && served(1) > 0, served::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theStopWaitsForTheHandlersOfAllLoops(boolean systemSpreads) throws Exception {
        GroupServer server = start(systemSpreads);
        connect(server, 10);
        var stop = group.loops().get(1).spawn(server.stop(Duration.ofDays(1)));
        until(() -> refuses(server));
        until(() -> server.connections() == 10); // without those who asked
        assertFalse(stop.isReady());
        for (Socket client : clients) {
            client.close();
        }
        stop.block();
        assertEquals(0, server.connections());
        assertTrue(ended.get() >= 10, ended::toString);
    }

    private boolean refuses(GroupServer server) {
        try (Socket client = new Socket()) {
            client.connect(server.localAddress());
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theStopCancelsHandlersWhoseTimeIsOverAndFreesThePort(boolean systemSpreads) throws Exception {
        GroupServer server = start(systemSpreads);
        connect(server, 10);
        server.stop(Duration.ZERO).block();
        assertEquals(0, server.connections());
        assertEquals(0, ended.get());
        for (Socket client : clients) {
            assertEquals(-1, client.getInputStream().read());
        }
        GroupServer again =
                GroupServer.start(group, this::serve, server.localAddress(), ServerOptions.defaults(), systemSpreads);
        connect(again, 1);
        server.stop(Duration.ZERO).block(); // once more changes nothing
        connect(again, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopThatIsCancelledHasClosedTheServerAndLeavesTheHandlersAlone(boolean systemSpreads) throws Exception {
        GroupServer server = start(systemSpreads);
        connect(server, 4);
        var stop = group.next().spawn(server.stop(Duration.ofDays(1)));
        until(() -> refuses(server));
        stop.cancel();
        until(stop::isReady);
        until(() -> server.connections() == 4); // without those who asked
        until(() -> tasks().stream().noneMatch(task -> task.startsWith("stop of ")));
        server.stop(Duration.ZERO).block();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPortThatIsTakenIsRefusedAlsoByAnotherThatSharesPorts(boolean systemSpreads) throws IOException {
        GroupServer server = start(systemSpreads);
        BindException refused = assertThrows(
                BindException.class,
                () -> Tcp.startServer(
                        group, this::serve, "127.0.0.1", server.localAddress().getPort()));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("cannot listen on 127.0.0.1:"
                                + server.localAddress().getPort() + ": "),
                refused::toString);
    }

    @Test
    void theServerIsClosedWithTheLoopThatAcceptsForAll() throws Exception {
        GroupServer server = start(false);
        connect(server, 2);
        group.loops().get(0).stop();
        server.closed().block();
        assertTrue(refuses(server));
        until(() -> server.connections() == 1); // the one that the other loop serves
    }

    @Test
    void whenALoopEndsTheOthersGetWhatIsHandedOn() throws Exception {
        GroupServer server = start(false);
        EventLoop second = group.loops().get(1);
        second.stop();
        until(second::isClosed);
        connect(server, 6);
        assertEquals(6, served(0));
        server.stop(Duration.ZERO).block();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndOfTheGroupEndsTheServerAndItsConnections(boolean systemSpreads) throws Exception {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        GroupServer server = start(systemSpreads);
        connect(server, 6);
        group.close();
        for (Socket client : clients) {
            assertEquals(-1, client.getInputStream().read());
            client.close();
        }
        assertEquals(before, FileDescriptors.sockets());
        server.close();
        server.stop(Duration.ofSeconds(1)).block();
        assertThrows(IllegalStateException.class, () -> Tcp.startServer(group, this::serve, "127.0.0.1", 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handlersHaveThePriorityOfTheTaskThatStartsTheServer(boolean systemSpreads) throws IOException {
        GroupServer server = group.next()
                .spawn("starter", LoopFixture.calling(() -> start(systemSpreads)), Priority.HIGH)
                .block();
        connect(server, 4);
        assertEquals(
                List.of("(high)", "(high)", "(high)", "(high)"),
                tasks().stream()
                        .filter(name -> name.startsWith("connection "))
                        .map(name -> name.substring(name.lastIndexOf(' ') + 1))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isClosedAndIdleWhenAllLoopsAre(boolean systemSpreads) throws Exception {
        GroupServer server = start(systemSpreads);
        while (served(0) == 0 || served(1) == 0) { // a loop without a connection is idle
            connect(server, 1);
        }
        var closed = group.loops().get(1).spawn(server.closed());
        var idle = group.loops().get(0).spawn(server.idle());
        until(() -> tasks().stream()
                        .filter(name -> name.startsWith("closed of ") || name.startsWith("idle of "))
                        .count()
                == 4);
        assertFalse(closed.isReady() || idle.isReady());
        server.close();
        closed.block();
        assertTrue(refuses(server));
        assertFalse(idle.isReady());
        for (Socket client : clients) {
            client.close();
        }
        idle.block();
        assertEquals(0, server.connections());
        server.closed().block(); // it is so for whoever asks later
        server.idle().block();
    }

    @Test
    void aCancelledWaitForTheEndLeavesTheServerAsItIs() throws Exception {
        GroupServer server = start(false);
        connect(server, 2);
        var closed = group.next().spawn(server.closed());
        until(() ->
                tasks().stream().filter(name -> name.startsWith("closed of ")).count() == 2);
        closed.cancel();
        until(() -> tasks().stream().noneMatch(name -> name.startsWith("closed of ")));
        connect(server, 2);
        assertEquals("closed", server.closed().describe().kind());
        assertEquals(server.toString(), server.idle().describe().identity());
    }

    /** The servers on all loops, and their handlers, in a dump. */
    private List<TaskInfo> shown(GroupServer server) {
        String name = "server " + Addresses.text(server.localAddress());
        return TaskDump.capture().tasks().stream()
                .filter(task -> task.name().equals(name) || task.name().startsWith("connection "))
                .toList();
    }

    /** As with one server, whose loop does not begin it in a step of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serversAndHandlersShowTheLineThatStartedThem(boolean systemSpreads) throws IOException {
        GroupServer server = Caller.call(() -> {
            try {
                return start(systemSpreads);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        connect(server, 4);
        List<TaskInfo> shown = shown(server);
        assertEquals(6, shown.size());
        for (TaskInfo task : shown) {
            assertEquals(
                    "com.example.Caller", Objects.requireNonNull(task.spawn()).className());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServerOnTheLoopOfTheTaskThatStartsItIsBelowThat(boolean systemSpreads) {
        EventLoop first = group.loops().get(0);
        GroupServer server = first.spawn("starter", LoopFixture.calling(() -> start(systemSpreads)))
                .block();
        List<TaskInfo> servers = shown(server);
        assertEquals(2, servers.size());
        assertNotNull(servers.get(0).parent());
        assertNull(servers.get(1).parent()); // on another loop
    }

    @Test
    void isCalledByItsAddressAndItsLoops() throws IOException {
        GroupServer server = start(false);
        assertEquals("server 127.0.0.1:" + server.localAddress().getPort() + " on 2 loops", server.toString());
        Awaitable<Void> stop = server.stop(Duration.ofSeconds(3));
        assertEquals(
                server + ", handlers that run: 0, cancelled after PT3S",
                stop.describe().identity());
        assertThrows(IllegalArgumentException.class, () -> server.stop(Duration.ofSeconds(-1)));
    }
}
