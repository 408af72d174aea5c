// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.io.Awaits;
import dev.weft.io.ByteStream;
import dev.weft.io.LoopFixture;
import dev.weft.io.OpenDescriptors;
import dev.weft.io.StreamWriter;
import dev.weft.support.LogRecords;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that are open, on real disks. Cases of tokio's {@code fs_file} and Hackerl's {@code fs} suites are among them, by their ideas. */
@Timeout(60)
class AsyncFileTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    private AsyncFile open(String name, OpenOption... options) throws IOException {
        return fixture.run(AsyncFile.open(folder.resolve(name), options));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** tokio fs_file: basic_read, basic_write. */
    @Test
    void readsWhatWasWrittenAtAPosition() throws IOException {
        AsyncFile file = open("a", CREATE, READ, WRITE);
        fixture.run(file.write("hello".getBytes(UTF_8), 3));
        assertEquals(8L, fixture.run(file.size()));
        assertEquals("\0\0\0he", new String(fixture.run(file.read(0, 5)), UTF_8));
        assertEquals("hello", new String(fixture.run(file.readExactly(3, 5)), UTF_8));
        ByteBuffer buffer = ByteBuffer.allocate(4);
        assertEquals(4, fixture.run(file.read(buffer, 4)));
        assertEquals("ello", new String(buffer.array(), UTF_8));
    }

    @Test
    void tellsTheEnd() throws IOException {
        AsyncFile file = open(file("a", "four").getFileName().toString());
        assertEquals(-1, fixture.run(file.read(ByteBuffer.allocate(1), 4)));
        assertEquals(-1, fixture.run(file.read(ByteBuffer.allocate(1), 400)));
        assertEquals(0, fixture.run(file.read(ByteBuffer.allocate(0), 4)));
        assertEquals(0, fixture.run(file.read(4, 10)).length);
        EOFException end = assertThrows(EOFException.class, () -> fixture.run(file.readExactly(1, 7)));
        assertEquals("file " + file.path() + " ends 3 bytes after position 1, and not 7", end.getMessage());
    }

    @Test
    void movesFarMoreThanAPieceThroughAnyKindOfBuffer() throws IOException {
        byte[] random = new byte[3 * Chunks.SIZE + 17];
        new Random(1).nextBytes(random);
        AsyncFile file = open("a", CREATE, READ, WRITE);
        ByteBuffer direct = ByteBuffer.allocateDirect(random.length).put(random).flip();
        fixture.run(file.write(direct, 0));
        assertFalse(direct.hasRemaining());
        assertArrayEquals(random, fixture.run(file.readExactly(0, random.length)));
        ByteBuffer part = ByteBuffer.wrap(random, 10, 20);
        fixture.run(file.write(part, 0));
        assertEquals(30, part.position());
        assertEquals(30, part.limit());
        ByteBuffer large = ByteBuffer.allocate(random.length);
        assertEquals(Chunks.SIZE, fixture.run(file.read(large, 0)));
        assertEquals(random.length, large.limit());
    }

    /** Hackerl fs: open modes, and create-new that fails on what exists. */
    @Test
    void opensAsTheOptionsSay() throws IOException {
        file("there", "text");
        assertThrows(FileAlreadyExistsException.class, () -> open("there", CREATE_NEW, WRITE));
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, () -> open("missing", WRITE));
        assertEquals(folder.resolve("missing").toString(), missing.getMessage());
        assertThrows(NoSuchFileException.class, () -> open("no/folder", CREATE, WRITE));
        open("there", WRITE, TRUNCATE_EXISTING);
        assertEquals(0, Files.size(folder.resolve("there")));
        AsyncFile gone = open("brief", CREATE, WRITE, DELETE_ON_CLOSE);
        fixture.close(gone);
        assertFalse(Files.exists(folder.resolve("brief")));
        FileSystemException directory = assertThrows(FileSystemException.class, () -> open("", WRITE));
        assertTrue(String.valueOf(directory.getMessage()).startsWith(folder.toString()), directory.getMessage());
    }

    @Test
    void givesAFileThatItMakesItsPermissions() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        var mode = PosixFilePermissions.fromString("rw-------");
        Path path = folder.resolve("private");
        fixture.run(AsyncFile.open(path, Set.of(CREATE, WRITE), PosixFilePermissions.asFileAttribute(mode)));
        assertEquals(mode, Files.getPosixFilePermissions(path));
    }

    @Test
    void saysWhichOptionIsMissing() throws IOException {
        file("a", "text");
        AsyncFile reading = open("a");
        FileSystemException refused =
                assertThrows(FileSystemException.class, () -> fixture.run(reading.write(new byte[1], 0)));
        assertEquals(
                folder.resolve("a") + ": it is not open for writing: open it with StandardOpenOption.WRITE",
                refused.getMessage());
        AsyncFile writing = open("a", WRITE);
        refused = assertThrows(FileSystemException.class, () -> fixture.run(writing.read(0, 1)));
        assertEquals(
                folder.resolve("a") + ": it is not open for reading: open it with StandardOpenOption.READ",
                refused.getMessage());
        assertThrows(IllegalStateException.class, () -> writing.append(new byte[1]));
        AsyncFile appending = open("a", APPEND);
        assertThrows(IllegalStateException.class, () -> appending.write(new byte[1], 0));
        assertThrows(IllegalArgumentException.class, () -> reading.read(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> reading.read(0, -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> reading.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0));
    }

    @Test
    void appendsOfSeveralTasksAreNeverMixed() throws IOException {
        AsyncFile file = open("log", CREATE, APPEND);
        AsyncFile other = open("log", APPEND);
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] line = (String.valueOf((char) ('a' + i)).repeat(999) + "\n").getBytes(UTF_8);
            tasks.add(fixture.loop.spawn((i % 2 == 0 ? file : other).append(line)));
        }
        tasks.forEach(fixture::run);
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        assertEquals(20, Set.copyOf(lines).size());
        lines.forEach(line -> assertEquals(line.substring(0, 1).repeat(999), line));
    }

    @Test
    void truncatesAndForces() throws IOException {
        file("a", "123456");
        AsyncFile file = open("a", WRITE);
        fixture.run(file.truncate(2));
        fixture.run(file.truncate(100));
        fixture.run(file.force(true));
        assertEquals("12", Files.readString(folder.resolve("a")));
    }

    // ------------------------------------------------------------------ streams

    @Test
    void aReaderReadsFromAPositionAndFindsWhatIsAddedLater() throws IOException {
        Path path = file("a", "0123456789");
        AsyncFile file = open("a");
        ByteStream reader = fixture.call(() -> file.reader(7));
        assertEquals("789", new String(fixture.run(reader.readExactly(3)), UTF_8));
        assertEquals(0, fixture.run(reader.read(10)).length);
        assertEquals(0, fixture.run(reader.read(10)).length);
        for (int turn = 0;
                turn < 100;
                turn++) { // what it has read ahead meanwhile must not be taken for how the file is now
            fixture.run(Weft.sleep(Duration.ofNanos(1)));
        }
        Files.writeString(path, "more\nand", APPEND);
        assertEquals("more\n", new String(fixture.run(reader.readUntil(new byte[] {'\n'}, 100)), UTF_8));
        assertEquals("and", new String(fixture.run(reader.read(10)), UTF_8));
        IOException refused = assertThrows(IOException.class, () -> fixture.run(reader.write(new byte[1])));
        assertEquals("reader of file " + path + " is for reading, and cannot be written", refused.getMessage());
        fixture.close(reader);
        assertTrue(file.isOpen());
    }

    @Test
    void aWriterWritesFromAPositionOrAtTheEnd() throws IOException {
        Path path = file("a", "0123456789");
        AsyncFile file = open("a", WRITE);
        ByteStream writer = fixture.call(() -> file.writer(8));
        byte[] large = "x".repeat(200_000).getBytes(UTF_8);
        fixture.run(writer.write(large));
        fixture.run(writer.write("end".getBytes(UTF_8)));
        assertEquals("01234567" + "x".repeat(200_000) + "end", Files.readString(path));
        AsyncFile appending = open("a", APPEND);
        ByteStream appender = fixture.call(() -> appending.writer(0));
        fixture.run(appender.write("!".getBytes(UTF_8)));
        assertTrue(Files.readString(path).endsWith("xend!"));
    }

    @Test
    void aStreamOfAClosedFileFails() throws IOException {
        file("a", "text");
        AsyncFile file = open("a");
        ByteStream reader = fixture.call(() -> file.reader(0));
        fixture.close(file);
        ClosedChannelException closed = assertThrows(ClosedChannelException.class, () -> fixture.run(reader.read(1)));
        assertEquals("file " + folder.resolve("a") + " is closed", closed.getMessage());
    }

    /** As where the file is a resource, and nobody has flushed. */
    @Test
    void whatAStreamWriterHoldsWhenTheFileIsClosedIsLogged() throws IOException {
        AsyncFile file = open("a", CREATE, WRITE);
        try (LogRecords log = new LogRecords()) {
            StreamWriter writer = fixture.call(() -> StreamWriter.of(file.writer(0)));
            fixture.call(() -> {
                writer.write("hello".getBytes(UTF_8));
                file.close();
                return "";
            });
            fixture.runUntil(() -> writer.pending() == 0);
            assertEquals(
                    List.of(
                            "WARNING: 5 bytes that were written to writer of " + file
                                    + " were not sent, for it was closed before; await flush() or finish() of its writer first"),
                    log.lines());
        }
    }

    // ------------------------------------------------------------------ cancellation and interrupts

    /** The trap of {@link FileChannel}: whoever interrupts a thread that uses it closes it for all. */
    @Test
    void aCancelledOperationThatRunsIsWaitedForAndTheFileStaysOpen() throws Exception {
        file("a", "text");
        AsyncFile file = open("a");
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Awaitable<Integer> read = FileCall.on(file.file, "read", channel -> {
            runs.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return channel.read(ByteBuffer.allocate(2), 0);
        });
        ScheduledTask<Integer> task = fixture.start(read);
        runs.await();
        task.cancel();
        fixture.runUntil(() -> true);
        assertFalse(task.isReady());
        gate.countDown();
        assertEquals(2, fixture.run(task));
        assertFalse(interrupted.get());
        assertTrue(file.isOpen());
        assertEquals("text", new String(fixture.run(file.readExactly(0, 4)), UTF_8));
    }

    @Test
    void aCancelledOperationThatWaitsForAThreadDoesNotHappen() throws Exception {
        AsyncFile file = open("a", CREATE, WRITE);
        BlockingPool pool = new BlockingPool("one", 1);
        CountDownLatch gate = new CountDownLatch(1);
        pool.execute(LoopFixture.unchecked(gate::await));
        ScheduledTask<Void> task = fixture.start(onPool(pool, file.write(new byte[9], 0)));
        task.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(task));
        gate.countDown();
        assertEquals(0L, fixture.run(file.size()));
    }

    private static <T> Task<T> onPool(Executor pool, Awaitable<T> awaitable) {
        return BlockingPool.EXECUTOR.where(pool, () -> Awaits.task(awaitable));
    }

    @Test
    void anInterruptThatAThreadHasAlreadyDoesNotCloseTheFile() throws IOException {
        file("a", "text");
        AsyncFile file = open("a");
        AtomicBoolean kept = new AtomicBoolean();
        assertEquals(
                4,
                fixture.run(onPool(
                                work -> new Thread(() -> {
                                            Thread.currentThread().interrupt();
                                            work.run();
                                            kept.set(Thread.currentThread().isInterrupted());
                                        })
                                        .start(),
                                file.readExactly(0, 4)))
                        .length);
        fixture.runUntil(kept::get);
        assertTrue(file.isOpen());
    }

    @Test
    void aFileThatNobodyGetsIsClosed() throws Exception {
        OpenDescriptors.assumeCounted();
        file("a", "text");
        ScheduledTask<?> task = fixture.loop.spawn(
                Weft.gather(AsyncFile.open(folder.resolve("a")), AsyncFile.open(folder.resolve("missing"))));
        assertThrows(NoSuchFileException.class, () -> fixture.run(task));
        String path = folder.toRealPath().resolve("a").toString();
        fixture.runUntil(() -> OpenDescriptors.count(path) == 0);
    }

    // ------------------------------------------------------------------ its end

    @Test
    void aClosedFileRefusesAndClosingItAgainIsNothing() throws Exception {
        file("a", "text");
        AsyncFile file = open("a");
        Awaitable<byte[]> before = file.read(0, 1);
        assertThrows(IllegalStateException.class, file::close);
        fixture.close(file);
        file.close();
        assertFalse(file.isOpen());
        assertEquals(
                "file " + file.path() + " is closed",
                assertThrows(ClosedChannelException.class, () -> fixture.run(before))
                        .getMessage());
    }

    @Test
    void closingWhileAnOperationRunsWaitsForNobody() throws Exception {
        file("a", "text");
        AsyncFile file = open("a");
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        ScheduledTask<Integer> task = fixture.start(FileCall.on(file.file, "read", channel -> {
            runs.countDown();
            LoopFixture.unchecked(gate::await).run();
            return channel.read(ByteBuffer.allocate(2), 0);
        }));
        runs.await();
        fixture.close(file);
        fixture.runUntil(() -> !file.isOpen());
        gate.countDown();
        assertThrows(ClosedChannelException.class, () -> fixture.run(task));
    }

    @Test
    void whatIsOpenWhenItsLoopClosesIsClosed() throws Exception {
        OpenDescriptors.assumeCounted();
        String path = file("a", "text").toRealPath().toString();
        EventLoop loop = EventLoop.create();
        AsyncFile file = loop.run(AsyncFile.open(Path.of(path)));
        ByteStream reader = loop.run(LoopFixture.calling(() -> file.reader(0)));
        loop.run(reader.read(1));
        assertEquals(1, OpenDescriptors.count(path));
        loop.close();
        assertEquals(0, OpenDescriptors.count(path));
        assertFalse(file.isOpen());
        file.close();
    }

    @Test
    void anOperationIsAwaitedOnce() throws IOException {
        file("a", "text");
        AsyncFile file = open("a");
        Awaitable<byte[]> read = file.read(0, 1);
        fixture.run(read);
        assertEquals(
                "read(...) of file " + file.path()
                        + " was awaited before; what it returns is awaited once. Call it again for another.",
                assertThrows(IllegalStateException.class, () -> fixture.run(read))
                        .getMessage());
    }

    @Test
    void aDumpSaysWhatIsDoneToWhichFile() throws IOException {
        file("a", "text");
        AsyncFile file = open("a");
        assertEquals("file", file.read(0, 1).describe().kind());
        assertEquals("read " + file.path(), file.read(0, 1).describe().identity());
    }

    // ------------------------------------------------------------------ what a disk does

    @Test
    void aFullDiskIsToldWithThePath() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "the system has no /dev/full");
        AsyncFile file = fixture.run(AsyncFile.open(full, WRITE));
        FileSystemException noRoom =
                assertThrows(FileSystemException.class, () -> fixture.run(file.write(new byte[1], 0)));
        assertEquals("/dev/full: No space left on device", noRoom.getMessage());
        ByteStream writer = fixture.call(() -> file.writer(0));
        assertEquals(
                noRoom.getMessage(),
                assertThrows(FileSystemException.class, () -> fixture.run(writer.write(new byte[1])))
                        .getMessage());
        assertEquals(
                noRoom.getMessage(),
                assertThrows(FileSystemException.class, () -> fixture.run(AsyncFiles.writeString(full, "x")))
                        .getMessage());
    }

    @Test
    void aDiskThatFillsUpKeepsWhatHadRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "only root mounts");
        try {
            AsyncFile file = fixture.run(AsyncFile.open(disk.resolve("a"), CREATE, WRITE));
            ByteBuffer much = ByteBuffer.allocate(1_000_000);
            FileSystemException noRoom =
                    assertThrows(FileSystemException.class, () -> fixture.run(file.write(much, 0)));
            assertEquals(disk.resolve("a") + ": No space left on device", noRoom.getMessage());
            assertEquals((long) much.position(), fixture.run(file.size()));
            fixture.run(file.truncate(0));
            fixture.run(file.write(new byte[100], 0));
            fixture.close(file);
            assertTrue(ran("mount", "-o", "remount,ro", disk.toString()));
            FileSystemException readOnly = assertThrows(
                    FileSystemException.class, () -> fixture.run(AsyncFile.open(disk.resolve("b"), CREATE, WRITE)));
            assertEquals(disk.resolve("b") + ": Read-only file system", readOnly.getMessage());
        } finally {
            assertTrue(ran("umount", disk.toString()));
        }
    }

    private static boolean ran(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    // ------------------------------------------------------------------ virtual time

    @Test
    void virtualTimeStandsStillWhileAFileIsRead() throws IOException {
        Path path = file("a", "text");
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            long before = loop.nanoTime();
            AsyncFile file = loop.run(AsyncFile.open(path, READ, WRITE));
            ByteStream reader = loop.run(LoopFixture.calling(() -> file.reader(1)));
            assertEquals("ext", new String(loop.run(reader.readExactly(3)), UTF_8));
            loop.run(file.write(new byte[3], 0));
            assertEquals(before, loop.nanoTime());
            loop.run(Weft.sleep(Duration.ofSeconds(1)));
            loop.run(LoopFixture.calling(() -> {
                file.close();
                return "";
            }));
        }
    }

    // ------------------------------------------------------------------ locks

    @Test
    void aLockWaitsUntilTheOtherIsReleased() throws Exception {
        AsyncFile one = open("a", CREATE, READ, WRITE);
        AsyncFile two = open("a", READ, WRITE);
        var lock = fixture.run(one.lock(0, 10, false));
        ScheduledTask<?> waits = fixture.start(two.lock());
        fixture.run(two.lock(10, 5, true)).close();
        assertFalse(waits.isReady());
        lock.close();
        assertTrue(fixture.run(waits).toString().contains("exclusive valid"));
    }

    @Test
    void sharedLocksOfOneProcessStandOneAfterTheOther() throws Exception {
        AsyncFile file = open("a", CREATE, READ, WRITE);
        var first = fixture.run(file.lock(0, 1, true));
        ScheduledTask<?> waits = fixture.start(file.lock(0, 1, true));
        fixture.runUntil(() -> true);
        assertFalse(waits.isReady());
        first.close();
        fixture.run(waits);
    }

    @Test
    void aCancelledWaitForALockHasNone() throws Exception {
        AsyncFile one = open("a", CREATE, READ, WRITE);
        AsyncFile two = open("a", READ, WRITE);
        var lock = fixture.run(one.lock());
        ScheduledTask<?> waits = fixture.start(two.lock());
        waits.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(waits));
        lock.close();
        fixture.run(one.lock()).close();
    }

    @Test
    void closingTheFileEndsTheWaitForItsLock() throws Exception {
        AsyncFile one = open("a", CREATE, READ, WRITE);
        AsyncFile two = open("a", READ, WRITE);
        fixture.run(one.lock());
        ScheduledTask<?> waits = fixture.start(two.lock());
        fixture.loop.post(LoopFixture.unchecked(two::close));
        AsynchronousCloseException closed = assertThrows(AsynchronousCloseException.class, () -> fixture.run(waits));
        assertEquals("file " + two.path() + " was closed while a lock waited", closed.getMessage());
    }
}
