// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
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

    /** Starts something, and cancels it that many turns later: returns whether that came in time. */
    private <T> boolean cancelled(Callable<T> start, int turns, Predicate<T> cancel) {
        AtomicReference<T> started = new AtomicReference<>();
        return loop.run(Script.<Boolean>of((step, last) -> {
            if (step == 0) {
                started.set(start.call());
            }
            return step < turns ? Weft.yieldNow() : (Object) cancel.test(started.get());
        }));
    }

    @Test
    void areClosedWhenAGatherIsCancelledInAnyTurn() {
        for (int round = 0; round < ROUNDS; round++) {
            assertTrue(cancelled(
                    () -> loop.spawn(Weft.gather(open(), open(), Weft.sleep(Duration.ofDays(1)))),
                    round % 6,
                    ScheduledTask::cancel));
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
        List<CompletableFuture<Connection>> futures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Awaitable<Connection> opening = open();
            boolean cancelled = cancelled(opening::toCompletableFuture, round % 3, future -> {
                futures.add(future);
                return future.cancel(true);
            });
            if (!cancelled) {
                net.close(futures.get(round).join());
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
