// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.support.LogRecords;
import dev.weft.testing.Host;
import dev.weft.testing.MemoryNetwork;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server ends with its handlers, in virtual time. */
@Timeout(60)
class ServerStopTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final Host host = new MemoryNetwork(loop).host("host");
    private final List<String> events = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = host.startServer(this::serve, "host", 80);
    }

    @AfterEach
    void end() {
        loop.close();
    }

    /** Sleeps as many seconds as the client says, and when that is over or cancelled it cleans up for one more. */
    private Task<Void> serve(Connection connection) {
        return Script.of((step, last) -> switch (step) {
            case 0 -> connection.readExactly(1);
            case 1 -> Weft.sleep(Duration.ofSeconds(((byte[]) Objects.requireNonNull(last.get()))[0]));
            case 2 -> {
                try {
                    last.get();
                    note("served");
                } catch (Exception cancelled) {
                    note("cancelled");
                }
                yield Weft.shield(Weft.sleep(Duration.ofSeconds(1)));
            }
            default -> null;
        });
    }

    private void note(String what) {
        events.add(what + " at " + seconds());
    }

    private long seconds() {
        return Duration.ofNanos(loop.nanoTime()).toSeconds();
    }

    private void connect(int seconds) throws Exception {
        Connection client = loop.run(host.openConnection("host", 80));
        loop.run(client.write(new byte[] {(byte) seconds}));
    }

    private static Duration grace(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void handlersThatEndInTimeAreNotCancelled() throws Exception {
        connect(3);
        connect(5);
        loop.run(server.stop(grace(10)));
        assertEquals(List.of("served at 3", "served at 5"), events);
        assertEquals(6, seconds(), "they have cleaned up");
        loop.run(Weft.sleep(grace(20)));
        assertEquals(2, events.size());
    }

    @Test
    void thoseThatTakeLongerAreCancelledAndAwaited() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            connect(3);
            connect(60);
            connect(60);
            loop.run(server.stop(grace(10)));
            assertEquals(List.of("served at 3", "cancelled at 10", "cancelled at 10"), events);
            assertEquals(11, seconds(), "they have cleaned up");
            assertEquals(0, loop.run(LoopFixture.calling(server::connections)));
            assertEquals(List.of(), warnings.messages(), "somebody has asked for that");
        }
    }

    @Test
    void withoutAGraceTheyAreCancelledAtOnce() throws Exception {
        connect(60);
        loop.run(server.stop(Duration.ZERO));
        assertEquals(List.of("cancelled at 0"), events);
    }

    @Test
    void nobodyIsAcceptedOnceTheStopIsAwaited() throws Exception {
        Awaitable<Void> stop = server.stop(grace(10));
        connect(3);
        ScheduledTask<Void> stopping = loop.spawn(stop);
        assertThrows(ConnectException.class, () -> connect(1));
        assertFalse(stopping.isReady());
        loop.run(stopping);
        assertEquals(List.of("served at 3"), events);
    }

    @Test
    void aStopThatIsCancelledLeavesTheHandlersAlone() throws Exception {
        connect(30);
        ScheduledTask<Void> stopping = loop.spawn(server.stop(grace(10)));
        loop.run(Weft.sleep(grace(5)));
        assertEquals(
                "stop server host:80, handlers that run: 1, cancelled after PT10S",
                loop.run(LoopFixture.calling(() -> String.valueOf(stopping.waitsFor()))));
        stopping.cancel();
        loop.run(server.idle());
        assertEquals(List.of("served at 30"), events);
        assertThrows(ConnectException.class, () -> connect(1));
    }

    @Test
    void theShortestOfSeveralStopsCancels() throws Exception {
        connect(60);
        ScheduledTask<Void> patient = loop.spawn(server.stop(grace(50)));
        loop.run(server.stop(grace(2)));
        loop.run(patient);
        assertEquals(List.of("cancelled at 2"), events);
        loop.run(server.stop(grace(2)));
        assertEquals(3, seconds(), "there was nothing left to wait for");
    }

    @Test
    void idleIsWhenNoHandlerRuns() throws Exception {
        loop.run(server.idle());
        connect(2);
        loop.run(server.idle());
        assertEquals(3, seconds());
        connect(1);
        loop.run(server.idle());
        assertEquals(List.of("served at 2", "served at 4"), events);
    }

    @Test
    void aNegativeGraceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> server.stop(Duration.ofNanos(-1)));
    }
}
