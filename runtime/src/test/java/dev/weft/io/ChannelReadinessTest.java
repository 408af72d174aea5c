// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Raw readiness, over pipes and sockets of the system. */
@Timeout(60) // what a broken loop would wait for never comes
class ChannelReadinessTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private Pipe.SourceChannel source;
    private Pipe.SinkChannel sink;
    private ChannelReadiness reading;
    private ChannelReadiness writing;

    @BeforeEach
    void open() throws IOException {
        Pipe pipe = Pipe.open();
        source = pipe.source();
        sink = pipe.sink();
        source.configureBlocking(false);
        sink.configureBlocking(false);
        reading = net.call(() -> ChannelReadiness.of(source));
        writing = net.call(() -> ChannelReadiness.of(sink));
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        sink.close();
    }

    private void onLoop(LoopFixture.Code code) {
        net.run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    private void send() throws IOException {
        sink.write(ByteBuffer.allocate(1));
    }

    private int drain() throws IOException {
        return source.read(ByteBuffer.allocate(1 << 20));
    }

    /** Writes until nothing is taken. */
    private void fill() throws IOException {
        int taken = 1;
        while (taken > 0) {
            taken = sink.write(ByteBuffer.allocate(1 << 12));
        }
    }

    /** What is awaited. */
    private interface Operation {
        Awaitable<Void> begin() throws IOException;
    }

    /** Begins to wait, and lets the selector look several times. */
    private ScheduledTask<Void> waiting(Operation operation) throws IOException {
        ScheduledTask<Void> task = net.loop.spawn(operation.begin());
        int[] looks = {9};
        net.runUntil(() -> looks[0]-- == 0);
        return task;
    }

    /** Awaits, and does the rest in the same step, as code does that awaits. */
    private void runThen(Awaitable<Void> awaitable, LoopFixture.Code rest) {
        net.run(Script.of((step, last) -> {
            if (step == 0) {
                return awaitable;
            }
            last.get();
            rest.run();
            return null;
        }));
    }

    @Test
    void isReadableAsLongAsThereIsSomething() throws IOException {
        ScheduledTask<Void> early = waiting(reading::readable);
        assertFalse(early.isReady());
        send();
        net.run(early);
        net.run(reading.readable());
        assertEquals(1, drain());
        assertFalse(waiting(reading::readable).isReady());
    }

    @Test
    void isReadableAtTheEndOfTheStream() throws IOException {
        sink.close();
        net.run(reading.readable());
        assertEquals(-1, drain());
        net.run(reading.readable());
    }

    @Test
    void isWritableUntilNothingIsTaken() throws IOException {
        net.run(writing.writable());
        fill();
        ScheduledTask<Void> late = waiting(writing::writable);
        assertFalse(late.isReady());
        drain();
        net.run(late);
    }

    @Test
    void allWhoWaitForTheSameAreWoken() throws IOException {
        ScheduledTask<Void> first = waiting(reading::readable);
        ScheduledTask<Void> second = waiting(reading::readable);
        ScheduledTask<Void> edge = waiting(reading::readableEdge);
        send();
        net.run(first);
        net.run(second);
        net.run(edge);
    }

    @Test
    void twoThatKnowNothingOfOneAnotherWaitForOneChannel() throws IOException {
        ChannelReadiness other = net.call(() -> ChannelReadiness.of(source));
        ScheduledTask<Void> first = waiting(reading::readable);
        net.close(other);
        assertFalse(first.isReady());
        send();
        net.run(first);
    }

    @Test
    void anEdgeIsToldOnceWhenAllWasRead() throws IOException {
        send();
        runThen(reading.readableEdge(), this::drain);
        ScheduledTask<Void> next = waiting(reading::readableEdge);
        assertFalse(next.isReady());
        send();
        net.run(next);
    }

    @Test
    void anEdgeThatComesWhileNobodyWaitsIsNotForgotten() throws IOException {
        send();
        runThen(reading.readableEdge(), this::drain);
        send();
        int[] looks = {9};
        net.runUntil(() -> looks[0]-- == 0);
        runThen(reading.readableEdge(), () -> assertEquals(1, drain()));
        assertFalse(waiting(reading::readableEdge).isReady());
    }

    @Test
    void anEdgeIsNotForgottenWhenOnlyALevelIsWaitedFor() throws IOException {
        send();
        runThen(reading.readableEdge(), this::drain);
        ScheduledTask<Void> level = waiting(reading::readable);
        send();
        net.run(level);
        drain();
        runThen(reading.readableEdge(), this::drain);
        assertFalse(waiting(reading::readableEdge).isReady());
    }

    @Test
    void anEdgeComesBackAtOnceIfSomethingWasLeft() throws IOException {
        send();
        send();
        net.run(reading.readableEdge());
        source.read(ByteBuffer.allocate(1));
        net.run(reading.readableEdge());
    }

    @Test
    void anEdgeThatNobodyGetsIsToldToTheNext() throws IOException {
        Awaitable<Void> edge = reading.readableEdge();
        Waiter nobody = LoopFixture.unchecked(this::drain)
                ::run; // so that the channel is ready no longer when it is asked again
        onLoop(() -> edge.subscribe(nobody));
        send();
        net.runUntil(() -> net.call(edge::isReady));
        onLoop(() -> assertTrue(edge.withdraw(nobody)));
        net.run(reading.readableEdge());
        assertFalse(waiting(reading::readableEdge).isReady());
    }

    @Test
    void writableEdgesAreToldWhenThePeerHasMadeRoom() throws IOException {
        runThen(writing.writableEdge(), this::fill);
        ScheduledTask<Void> next = waiting(writing::writableEdge);
        assertFalse(next.isReady());
        drain();
        net.run(next);
    }

    @Test
    void aListeningSocketIsReadableWhenSomebodyConnectsAndTheOtherEndWritableWhenItIsAccepted() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel client = SocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            client.configureBlocking(false);
            ChannelReadiness accepting = net.call(() -> ChannelReadiness.of(server));
            ChannelReadiness connecting = net.call(() -> ChannelReadiness.of(client));
            ScheduledTask<Void> came = waiting(accepting::readable);
            assertFalse(came.isReady());
            client.connect(server.getLocalAddress());
            net.run(came);
            net.run(connecting.writableEdge());
            assertTrue(client.finishConnect());
            net.run(connecting.writable());
            SocketChannel accepted = server.accept();
            assertNotNull(accepted);
            accepted.close();
        }
    }

    @Test
    void aConnectionThatIsRefusedIsAnOutcome() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            nobody = (InetSocketAddress) server.getLocalAddress();
        }
        try (SocketChannel client = SocketChannel.open()) {
            client.configureBlocking(false);
            ChannelReadiness connecting = net.call(() -> ChannelReadiness.of(client));
            client.connect(nobody);
            net.run(connecting.writable());
            assertThrows(ConnectException.class, client::finishConnect);
        }
    }

    @Test
    void aWaitForWhatNeverComesIsRefused() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            sink.configureBlocking(false);
            onLoop(() -> {
                try (ChannelReadiness reading = ChannelReadiness.of(source);
                        ChannelReadiness writing = ChannelReadiness.of(sink)) {
                    assertThrows(UnsupportedOperationException.class, reading::writable);
                    assertThrows(UnsupportedOperationException.class, reading::writableEdge);
                    assertThrows(UnsupportedOperationException.class, writing::readable);
                    assertTrue(assertThrows(UnsupportedOperationException.class, writing::readableEdge)
                            .toString()
                            .endsWith(" is never readable, for the channel goes one way"));
                }
            });
        }
    }

    @Test
    void closingWakesWhoWaitsWithAFailureThatSaysSo() throws IOException {
        ScheduledTask<Void> level = waiting(reading::readable);
        ScheduledTask<Void> edge = waiting(reading::readableEdge);
        ScheduledTask<?> both = net.loop.spawn(Weft.allSettled(level, edge)); // so that their failures are seen
        net.close(reading);
        net.close(reading);
        net.run(both);
        for (Awaitable<Void> closed : List.of(level, edge, reading.readable(), reading.readableEdge())) {
            assertEquals(
                    "readiness of " + source + " was closed, for which a readable() waits",
                    assertThrows(ClosedWhileWaitingException.class, () -> net.run(closed))
                            .getMessage());
        }
    }

    @Test
    void theEndOfTheLoopClosesIt() throws IOException {
        ChannelReadiness readiness;
        try (EventLoop loop = EventLoop.create()) {
            readiness = loop.run(LoopFixture.calling(() -> ChannelReadiness.of(source)));
        }
        readiness.close();
        assertTrue(source.isOpen());
    }

    @Test
    void aWaitThatIsCancelledLeavesNothingBehind() throws IOException {
        ScheduledTask<Void> task = waiting(reading::readable);
        task.cancel();
        net.runUntil(task::isReady);
        send();
        net.run(Weft.sleep(Duration.ofMillis(1)));
        net.run(reading.readable());
    }

    @Test
    void saysWhatIsWaitedForAndRefusesASecondAwait() throws IOException {
        Awaitable<Void> readable = reading.readable();
        assertEquals("readable", readable.describe().kind());
        assertEquals("readiness of " + source, readable.describe().identity());
        send();
        net.run(readable);
        assertThrows(IllegalStateException.class, () -> net.run(readable));
        assertThrows(IllegalStateException.class, () -> ChannelReadiness.of(source));
        assertThrows(IllegalStateException.class, () -> reading.close());
    }
}
