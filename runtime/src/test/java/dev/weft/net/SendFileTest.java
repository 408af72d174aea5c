// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.BlockingPool;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that are sent: by the system over TCP and Unix sockets, copied in memory. The behaviours are those of asyncio's {@code test_sendfile}:
 * all and parts, between writes, a peer that goes, a transport that is closing, and writes meanwhile.
 */
@Timeout(60) // what a broken loop would wait for never comes
class SendFileTest {
    /** Small, so that there is no room for the file. */
    private static final int BUFFER = 50_000;

    private static final int SIZE = 2_000_000;

    @RegisterExtension
    final Ends net = new Ends();

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private Path file;
    private Connection sender;
    private Connection receiver;

    @BeforeEach
    @SuppressWarnings("NullAway") // connect(...) sets the rest
    void write() throws IOException {
        new Random(7).nextBytes(content);
        file = Files.write(folder.resolve("file"), content);
    }

    private void connect(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults().listenerOption(StandardSocketOptions.SO_RCVBUF, BUFFER));
        sender = net.run(
                net.connecting(server, ConnectOptions.defaults().option(StandardSocketOptions.SO_SNDBUF, BUFFER)));
        receiver = net.accepted();
    }

    private byte[] received(int count) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(count);
        while (all.hasRemaining() && net.run(receiver.read(all)) >= 0) {}
        return all.array();
    }

    /** How often this process has the file open, where the system tells. */
    private long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).equals(file.toRealPath());
                        } catch (IOException gone) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allOfAFileArrives(Ends.Over over) throws IOException {
        connect(over);
        ScheduledTask<Long> sending = net.start(sender.sendFile(file));
        assertArrayEquals(content, received(SIZE));
        assertEquals(SIZE, net.run(sending));
    }

    @ParameterizedTest
    @EnumSource
    void aPartArrivesBetweenWhatIsWrittenBeforeAndAfter(Ends.Over over) throws IOException {
        connect(over);
        try (FileChannel channel = FileChannel.open(file)) {
            net.run(sender.write(new byte[] {1, 2}));
            assertEquals(2_000, net.run(sender.sendFile(channel, 1_000, 2_000)));
            net.run(sender.write(new byte[] {3}));
            assertArrayEquals(new byte[] {1, 2}, received(2));
            assertArrayEquals(Arrays.copyOfRange(content, 1_000, 3_000), received(2_000));
            assertArrayEquals(new byte[] {3}, received(1));
            assertEquals(0, channel.position());
            assertTrue(channel.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentOfNothing(Ends.Over over) throws IOException {
        connect(over);
        assertEquals(0, net.run(sender.sendFile(Files.createFile(folder.resolve("empty")))));
        try (FileChannel channel = FileChannel.open(file)) {
            assertEquals(0, net.run(sender.sendFile(channel, 5, 0)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatEndsBeforeSaysHowMuchWasSent(Ends.Over over) throws IOException {
        connect(over);
        try (FileChannel channel = FileChannel.open(file)) {
            EOFException ended =
                    assertThrows(EOFException.class, () -> net.run(sender.sendFile(channel, SIZE - 100, 150)));
            assertEquals(
                    "the file ends at " + SIZE + ", and 50 bytes from " + SIZE + " on were to be sent over " + sender
                            + "; 100 bytes were sent",
                    ended.getMessage());
            EOFException beyond =
                    assertThrows(EOFException.class, () -> net.run(sender.sendFile(channel, SIZE * 2L, 5)));
            assertEquals(
                    "the file ends at " + SIZE + ", and 5 bytes from " + SIZE * 2L + " on were to be sent over "
                            + sender + "; 0 bytes were sent",
                    beyond.getMessage());
            EOFException farBeyond = assertThrows(
                    EOFException.class, () -> net.run(sender.sendFile(channel, Long.MAX_VALUE, Long.MAX_VALUE)));
            assertTrue(String.valueOf(farBeyond.getMessage()).startsWith("the file ends at " + SIZE + ", and "));
        }
        assertArrayEquals(Arrays.copyOfRange(content, SIZE - 100, SIZE), received(100));
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsMissingIsSaidToBeAndTheConnectionGoesOn(Ends.Over over) throws IOException {
        connect(over);
        assertThrows(NoSuchFileException.class, () -> net.run(sender.sendFile(folder.resolve("missing"))));
        net.run(sender.write(new byte[] {9}));
        assertArrayEquals(new byte[] {9}, received(1));
    }

    @ParameterizedTest
    @EnumSource
    void aFolderIsRefusedByName(Ends.Over over) throws IOException {
        connect(over);
        FileSystemException refused = assertThrows(FileSystemException.class, () -> net.run(sender.sendFile(folder)));
        assertEquals(folder + ": Is a directory", refused.getMessage());
        net.run(sender.write(new byte[] {7}));
        assertArrayEquals(new byte[] {7}, received(1));
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsClosedIsNotTakenForTheConnection(Ends.Over over) throws IOException {
        connect(over);
        FileChannel channel = FileChannel.open(file);
        channel.close();
        ClosedChannelException closed =
                assertThrows(ClosedChannelException.class, () -> net.run(sender.sendFile(channel, 0, 5)));
        assertEquals(
                "the file that is sent over " + sender
                        + " was closed, and the connection was not; close a file behind its sendFile(...)",
                closed.getMessage());
        net.run(sender.write(new byte[] {9}));
        assertArrayEquals(new byte[] {9}, received(1));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyElseWritesMeanwhileAndReadsGoOn(Ends.Over over) throws IOException {
        connect(over);
        ScheduledTask<Long> sending = net.start(sender.sendFile(file));
        net.turns();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> net.run(sender.write(new byte[1])));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Another task waits in a write on " + sender));
        net.run(receiver.write(new byte[] {4}));
        assertEquals(4, net.run(sender.read(1))[0]);
        assertEquals("write", Objects.requireNonNull(sending.waitsFor()).kind());
        received(SIZE);
        net.run(sending);
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatGoesInTheMiddleIsTold(Ends.Over over) throws IOException {
        connect(over);
        ScheduledTask<Long> sending = net.start(sender.sendFile(file));
        received(1_000);
        net.close(receiver);
        assertThrows(ConnectionResetException.class, () -> net.run(sending));
    }

    /** asyncio: sendfile_close_peer_after_receiving. */
    @ParameterizedTest
    @EnumSource
    void aPeerThatGoesBehindTheLastByteIsNoFailure(Ends.Over over) throws IOException {
        connect(over);
        ScheduledTask<Long> sending = net.start(sender.sendFile(file));
        assertArrayEquals(content, received(SIZE));
        net.close(receiver);
        assertEquals(SIZE, net.run(sending));
        assertEquals(0, net.run(sender.read(1)).length);
    }

    @ParameterizedTest
    @EnumSource
    void aCloseInTheMiddleWakesWhoSends(Ends.Over over) throws IOException {
        connect(over);
        ScheduledTask<Long> sending = net.start(sender.sendFile(file));
        received(1_000);
        net.close(sender);
        assertThrows(AsynchronousCloseException.class, () -> net.run(sending));
        assertThrows(ClosedChannelException.class, () -> net.run(sender.sendFile(file)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentBehindTheEnd(Ends.Over over) throws IOException {
        connect(over);
        net.call(() -> {
            sender.shutdownOutput();
            return "";
        });
        assertThrows(ClosedChannelException.class, () -> net.run(sender.sendFile(file)));
    }

    /** Wherever it stands: before it waits, while a thread has it, and while there is no room. */
    @ParameterizedTest
    @EnumSource
    void aCancelledOneLeavesNoFileOpen(Ends.Over over) throws IOException {
        FileDescriptors.assumeCounted();
        connect(over);
        for (int turns = 0; turns < 30; turns++) {
            ScheduledTask<Long> sending = net.loop.spawn(sender.sendFile(file));
            for (int turn = 0; turn < turns; turn++) {
                net.run(Weft.sleep(Duration.ofNanos(1)));
            }
            sending.cancel();
            assertThrows(CancellationException.class, () -> net.run(sending));
        }
        net.runUntil(() -> descriptors() == 0);
        assertTrue(sender.isOpen());
    }

    /** The pool is busy, and its thread comes to the file when nobody waits for that any more. */
    @ParameterizedTest
    @EnumSource
    void aCancelledOneSendsNothingBehindWhatIsWrittenNext(Ends.Over over) throws Exception {
        connect(over);
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        ScheduledTask<Void> sending = net.start(
                BlockingPool.EXECUTOR.where(waiting::add, () -> Handwritten.awaiting(() -> sender.sendFile(file))));
        net.runUntil(() -> !waiting.isEmpty());
        sending.cancel();
        assertThrows(CancellationException.class, () -> net.run(sending));
        net.run(sender.write(new byte[] {5}));
        waiting.forEach(Runnable::run);
        net.run(sender.write(new byte[] {6}));
        assertArrayEquals(new byte[] {5, 6}, received(2));
    }

    /** A descriptor whose number somebody else has by then would get what is sent. */
    @Test
    void aConnectionThatIsClosedWhileAThreadSendsIsClosedBehindThat() throws Exception {
        FileDescriptors.assumeCounted();
        net.over(Ends.Over.TCP);
        Server server = net.serve(ServerOptions.defaults());
        long before = FileDescriptors.sockets();
        sender = net.connect(server);
        HeldFile held = new HeldFile();
        ScheduledTask<Long> sending = net.start(sender.sendFile(held, 0, 5));
        net.runUntil(() -> held.begun.getCount() == 0);
        net.close(sender);
        assertFalse(sender.isOpen());
        assertThrows(AsynchronousCloseException.class, () -> net.run(sending));
        net.close(net.accepted());
        net.turns();
        assertEquals(before + 1, FileDescriptors.sockets());
        held.released.countDown();
        held.ended.await();
        assertTrue(held.wasOpen);
        net.runUntil(() -> FileDescriptors.sockets() == before);
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheLoopLeavesNothingOpen(Ends.Over over) throws Exception {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        connect(over);
        net.start(sender.sendFile(file));
        net.turns();
        net.loop.close();
        while (descriptors() > 0 || FileDescriptors.sockets() > before) {
            Thread.sleep(1); // a thread of the pool has the rest
        }
    }

    @Test
    void whatIsNegativeIsRefused() throws IOException {
        connect(Ends.Over.MEMORY);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThrows(IllegalArgumentException.class, () -> sender.sendFile(channel, -1, 5));
            assertThrows(IllegalArgumentException.class, () -> sender.sendFile(channel, 1, -5));
        }
    }
}
