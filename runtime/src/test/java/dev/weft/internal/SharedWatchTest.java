// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Registration;
import dev.weft.io.LoopFixture;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several watchers of one channel, as a reader and a writer that know nothing of one another. */
@Timeout(60) // what a broken loop would wait for never comes
class SharedWatchTest {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final List<String> seen = new ArrayList<>();
    private SocketChannel channel;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer = SocketChannel.open(server.getLocalAddress());
            channel = server.accept();
        }
        channel.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        peer.close();
    }

    private Registration watch(int interest, IntConsumer onReady) {
        return net.call(() -> net.loop.watch(channel, interest, onReady));
    }

    /** Notes that it was told, and of what. */
    private IntConsumer noting(String name) {
        return bits -> seen.add(name + ' ' + bits);
    }

    private void onLoop(LoopFixture.Code code) {
        Callable<String> call = () -> {
            code.run();
            return "";
        };
        net.call(call);
    }

    private void send() throws IOException {
        peer.write(ByteBuffer.allocate(1));
    }

    /** Runs until somebody was told anew, and says who was; each once. */
    private List<String> told() {
        onLoop(seen::clear);
        net.runUntil(() -> !seen.isEmpty());
        return List.copyOf(seen.stream().distinct().toList());
    }

    @Test
    void eachIsToldOfWhatItWantsInTheOrderInWhichTheyCame() throws IOException {
        watch(READ, noting("reader"));
        watch(WRITE, noting("writer"));
        watch(READ | WRITE, noting("both"));
        assertEquals(List.of("writer 4", "both 4"), told());
        send();
        net.runUntil(() -> seen.contains("reader 1"));
        assertEquals(List.of("reader 1", "writer 4", "both 5"), told());
    }

    @Test
    void theInterestOfOneIsNothingToTheOthers() throws IOException {
        Registration reader = watch(READ, noting("reader"));
        Registration writer = watch(WRITE, noting("writer"));
        send();
        onLoop(() -> {
            assertEquals(READ, reader.interest());
            assertEquals(WRITE, writer.interest());
            writer.interest(0);
        });
        assertEquals(List.of("reader 1"), told());
        onLoop(() -> {
            writer.interest(WRITE);
            reader.interest(0);
            assertEquals(0, reader.interest());
        });
        assertEquals(List.of("writer 4"), told());
    }

    @Test
    void whoIsCancelledLeavesTheOthers() throws IOException {
        Registration first = watch(READ, noting("first"));
        Registration second = watch(READ, noting("second"));
        Registration third = watch(READ, noting("third"));
        send();
        onLoop(first::cancel);
        assertEquals(List.of("second 1", "third 1"), told());
        onLoop(() -> {
            third.cancel();
            third.cancel();
            third.interest(READ);
            assertEquals(0, third.interest());
        });
        assertEquals(List.of("second 1"), told());
        onLoop(second::cancel);
        watch(READ, noting("anew"));
        assertEquals(List.of("anew 1"), told());
    }

    @Test
    void theChannelIsTheUsersAgainWhenTheLastHasLeft() {
        Registration first = watch(READ, noting("first"));
        Registration second = watch(WRITE, noting("second"));
        onLoop(() -> {
            second.cancel();
            first.cancel();
        });
        net.runUntil(() -> !channel.isRegistered());
        assertFalse(net.<Boolean>call(() -> channel.isRegistered()));
    }

    @Test
    void whoIsTakenOutByAnotherIsNotTold() throws IOException {
        Registration[] second = new Registration[1];
        watch(READ, bits -> {
            seen.add("first");
            second[0].cancel();
        });
        second[0] = watch(READ, noting("second"));
        send();
        assertEquals(List.of("first"), told());
    }

    @Test
    void whoComesWhileOthersAreToldIsToldTheNextTime() throws IOException {
        watch(READ, bits -> {
            if (seen.isEmpty()) {
                LoopFixture.unchecked(() -> net.loop.watch(channel, READ, noting("late")))
                        .run();
            }
            seen.add("first");
        });
        watch(READ, noting("second"));
        send();
        net.runUntil(() -> seen.contains("late 1"));
        assertEquals(List.of("first", "second 1", "first", "second 1", "late 1"), seen.subList(0, 5));
    }

    @Test
    void oneThatThrowsDoesNotKeepTheOthersFromBeingTold() throws IOException {
        Registration[] first = new Registration[1];
        try (LogRecords log = new LogRecords()) {
            first[0] = watch(READ, bits -> {
                first[0].cancel();
                throw new IllegalStateException("mine");
            });
            watch(READ, noting("second"));
            send();
            assertEquals(List.of("second 1"), told());
            assertTrue(
                    log.messages().get(0).startsWith("The readiness handler "),
                    () -> log.messages().toString());
        }
    }

    @Test
    void anInterestThatTheChannelDoesNotHaveIsRefusedAndChangesNothing() throws IOException {
        Registration first = watch(READ, noting("first"));
        assertThrows(IllegalArgumentException.class, () -> watch(SelectionKey.OP_ACCEPT, noting("acceptor")));
        Registration second = watch(WRITE, noting("second"));
        onLoop(() -> {
            assertThrows(IllegalArgumentException.class, () -> first.interest(SelectionKey.OP_ACCEPT));
            assertEquals(READ, first.interest());
            second.interest(0);
        });
        send();
        assertEquals(List.of("first 1"), told());
    }

    @Test
    void nothingHappensToWhoWatchesAChannelThatWasClosed() throws IOException {
        Registration first = watch(READ, noting("first"));
        Registration second = watch(WRITE, noting("second"));
        channel.close();
        onLoop(() -> {
            assertEquals(0, first.interest());
            second.interest(READ);
            first.cancel();
            second.cancel();
        });
        onLoop(seen::clear);
        onLoop(() -> assertEquals(List.of(), seen));
    }
}
