// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

@Timeout(60) // what a broken loop would wait for never comes
class SelectorReadinessTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final List<String> seen = new ArrayList<>();
    private final Pipe.SourceChannel source;
    private final Pipe.SinkChannel sink;

    SelectorReadinessTest() throws IOException {
        Pipe pipe = Pipe.open();
        source = pipe.source();
        sink = pipe.sink();
        source.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        sink.close();
    }

    private Registration watch(IntConsumer onReady) throws ClosedChannelException {
        return net.loop.watch(source, SelectionKey.OP_READ, onReady);
    }

    private IntConsumer reader(String name) {
        return ready -> {
            seen.add(name);
            drain();
        };
    }

    private void drain() {
        LoopFixture.unchecked(() -> source.read(ByteBuffer.allocate(10))).run();
    }

    private void send() throws IOException {
        sink.write(ByteBuffer.allocate(1));
    }

    @Test
    void aRegistrationBelongsToTheThreadOfItsLoop() throws ClosedChannelException {
        Registration registration = net.call(() -> watch(reader("any")));
        for (Executable use :
                List.<Executable>of(registration::interest, () -> registration.interest(0), registration::cancel)) {
            String refusal = String.valueOf(
                    assertThrows(IllegalStateException.class, use).getMessage());
            assertTrue(refusal.contains(" of the registration of " + source), refusal);
        }
        assertEquals(SelectionKey.OP_READ, net.<Integer>call(registration::interest));
    }

    @Test
    void aRegistrationIsCancelledOnceTheLoopIsClosed() {
        Registration registration = net.call(() -> watch(reader("any")));
        net.loop.close();
        registration.interest(SelectionKey.OP_READ);
        registration.cancel();
        assertEquals(0, registration.interest());
    }

    @Test
    void watchesAgainInTheTurnInWhichItWasCancelled() throws IOException {
        Registration first = net.call(() -> watch(reader("first")));
        send();
        net.runUntil(() -> seen.size() == 1);
        net.call(() -> {
            first.cancel();
            Registration second = watch(reader("second"));
            assertEquals(SelectionKey.OP_READ, second.interest());
            return "";
        });
        send();
        net.runUntil(() -> seen.size() == 2);
        assertEquals(List.of("first", "second"), seen);
    }

    @Test
    void isWatchedAnewByItsHandler() throws IOException {
        Registration[] registration = {null};
        registration[0] = net.call(() -> watch(ready -> {
            reader("first").accept(ready);
            registration[0].cancel();
            LoopFixture.unchecked(() -> watch(reader("second"))).run();
        }));
        for (int i = 1; i <= 2; i++) {
            int expected = i;
            send();
            net.runUntil(() -> seen.size() == expected);
        }
        assertEquals(List.of("first", "second"), seen);
    }

    @Test
    void anotherLoopMayWatchItToo() throws IOException {
        try (EventLoop other = EventLoop.create()) {
            net.call(() -> watch(ready -> seen.add("one")));
            other.run(LoopFixture.calling(() -> other.watch(source, SelectionKey.OP_READ, ready -> seen.add("other"))));
            send();
            net.runUntil(() -> seen.contains("one"));
            LoopFixture.runUntil(other, () -> seen.contains("other"));
        }
    }

    @Test
    void aCancelledRegistrationDoesNothing() throws IOException {
        Registration registration = net.call(() -> watch(reader("cancelled")));
        net.call(() -> {
            registration.cancel();
            registration.interest(SelectionKey.OP_READ);
            assertEquals(0, registration.interest());
            source.configureBlocking(true); // it is the user's again
            source.configureBlocking(false);
            watch(reader("next"));
            registration.interest(0);
            registration.cancel();
            return "";
        });
        send();
        net.runUntil(() -> !seen.isEmpty());
        assertEquals(List.of("next"), seen);
    }

    @Test
    void aHandlerThatTakesTheInterestOfAnotherSilencesIt() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel second = pipe.source();
                Pipe.SinkChannel secondSink = pipe.sink()) {
            second.configureBlocking(false);
            Registration[] both = new Registration[2];
            both[0] = net.call(() -> watch(ready -> {
                seen.add("one");
                both[1].interest(0);
                both[0].cancel();
            }));
            both[1] = net.call(() -> net.loop.watch(second, SelectionKey.OP_READ, ready -> {
                seen.add("other");
                both[0].interest(0);
                both[1].cancel();
            }));
            send();
            secondSink.write(ByteBuffer.allocate(1));
            net.runUntil(() -> !seen.isEmpty());
            net.runUntil(fiveTurns());
            assertEquals(1, seen.size());
        }
    }

    private static BooleanSupplier fiveTurns() {
        int[] left = {5};
        return () -> left[0]-- == 0;
    }

    @Test
    void namesWhatCannotBeWatched() throws IOException {
        assertEquals(
                "the interest " + SelectionKey.OP_ACCEPT + " is nothing that " + source
                        + " can be ready for: its bits are among " + SelectionKey.OP_READ,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> net.call(() -> net.loop.watch(source, SelectionKey.OP_ACCEPT, ready -> {})))
                        .getMessage());
        Registration registration = net.call(() -> watch(ready -> {}));
        assertThrows(
                IllegalArgumentException.class,
                () -> net.call(() -> {
                    registration.interest(SelectionKey.OP_WRITE);
                    return "";
                }));
        net.call(() -> {
            registration.cancel();
            source.configureBlocking(true);
            return "";
        });
        IllegalStateException blocking =
                assertThrows(IllegalStateException.class, () -> net.call(() -> watch(ready -> {})));
        assertEquals(
                source + " is in blocking mode. Call configureBlocking(false) before it is watched.",
                blocking.getMessage());
        assertInstanceOf(IllegalBlockingModeException.class, blocking.getCause());
        source.close();
        assertThrows(ClosedChannelException.class, () -> net.call(() -> watch(ready -> {})));
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake
    void namesTheArgumentThatIsNull() {
        assertEquals(
                "channel",
                assertThrows(
                                NullPointerException.class,
                                () -> net.call(() -> net.loop.watch(null, SelectionKey.OP_READ, ready -> {})))
                        .getMessage());
    }
}
