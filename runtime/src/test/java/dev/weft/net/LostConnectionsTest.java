// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Tuple2;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that come about for somebody who is gone: each is closed, whatever the turn in which that happens. */
@Timeout(60) // what a broken loop would wait for never comes
class LostConnectionsTest {
    private static final int ROUNDS = 60;

    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final EventLoop loop = net.loop;
    private Server server;
    private long before;

    @BeforeEach
    void countWhatIsOpen() throws IOException {
        FileDescriptors.assumeCounted();
        server = net.call(() -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0));
        before = FileDescriptors.sockets();
    }

    private Awaitable<Connection> open() throws IOException {
        return Tcp.openConnection(server.localAddress());
    }

    /** A socket that is never closed is waited for until the test's time is over. */
    private void awaitThatNothingIsLeftOpen() {
        net.runUntil(() -> net.call(server::connections) == 0 && FileDescriptors.sockets() == before);
    }

    private void turns(int count) {
        loop.run(Script.of((step, last) -> step < count ? Weft.yieldNow() : null));
    }

    @Test
    void areClosedWhenAGatherIsCancelledInAnyTurn() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            ScheduledTask<Tuple2<Connection, Connection>> both = loop.spawn(Weft.gather(open(), open()));
            turns(round % 6);
            both.cancel();
            try {
                Tuple2<Connection, Connection> got = loop.run(both);
                net.close(got.first());
                net.close(got.second());
            } catch (CancellationException cancelled) {
                assertEquals(ScheduledTask.State.CANCELLED, both.state());
            }
        }
        awaitThatNothingIsLeftOpen();
    }

    @Test
    void areClosedWhenAnotherPartOfTheGatherIsRefused() throws IOException {
        int closed;
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            closed = listener.getLocalPort();
        }
        for (int round = 0; round < ROUNDS; round++) {
            assertThrows(
                    IOException.class, () -> loop.run(Weft.gather(open(), Tcp.openConnection("127.0.0.1", closed))));
        }
        awaitThatNothingIsLeftOpen();
    }

    @Test
    void areClosedWhenTheirFutureIsCancelledInAnyTurn() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Awaitable<Connection> opening = open();
            CompletableFuture<Connection> future = net.call(opening::toCompletableFuture);
            turns(round % 3);
            if (!net.call(() -> future.cancel(true))) {
                net.close(future.join());
            }
        }
        awaitThatNothingIsLeftOpen();
    }

    @Test
    void areClosedWhenTheirFutureWasCompletedByOthers() throws IOException {
        Awaitable<Connection> opening = open();
        assertTrue(net.call(() -> opening.toCompletableFuture().completeExceptionally(new IOException())));
        awaitThatNothingIsLeftOpen();
    }

    @Test
    void areGivenOrClosedWhenTheTimeEndsInAnyTurn() throws IOException {
        List<Connection> got = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try {
                got.add(loop.run(Script.awaiting(Weft.waitFor(open(), Duration.ofNanos(round * 2_000L)))));
            } catch (Exception late) {
                assertEquals(TimeoutException.class, late.getClass());
            }
        }
        got.forEach(net::close);
        awaitThatNothingIsLeftOpen();
    }
}
