// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.io.LoopFixture;
import dev.weft.io.OpenDescriptors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is done to whole files and directories. Cases of tokio's {@code fs} suites and Hackerl's {@code fs} are among them, by their ideas. */
@Timeout(60)
class AsyncFilesTest {
    @TempDir
    Path temporary;

    private Path folder;

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    /** As the table of descriptors has it. */
    @BeforeEach
    void resolve() throws IOException {
        folder = temporary.toRealPath();
    }

    // ------------------------------------------------------------------ whole files

    @Test
    void writesAndReadsWholeFiles() throws IOException {
        Path path = folder.resolve("a");
        byte[] random = new byte[3 * Chunks.SIZE + 5];
        new Random(1).nextBytes(random);
        fixture.run(AsyncFiles.write(path, random));
        assertArrayEquals(random, fixture.run(AsyncFiles.readAllBytes(path)));
        fixture.run(AsyncFiles.writeString(path, "grün"));
        assertEquals("grün", fixture.run(AsyncFiles.readString(path)));
        fixture.run(AsyncFiles.writeString(path, "er", StandardOpenOption.APPEND));
        assertEquals("grüner", fixture.run(AsyncFiles.readString(path)));
        Files.write(path, "grün".getBytes(ISO_8859_1));
        assertEquals("grün", fixture.run(AsyncFiles.readString(path, ISO_8859_1)));
        assertThrows(CharacterCodingException.class, () -> fixture.run(AsyncFiles.readString(path)));
    }

    @Test
    void readsWhatSaysThatItHasNoSize() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "the system has no /proc");
        assertEquals(0, Files.size(status));
        assertTrue(fixture.run(AsyncFiles.readString(status)).contains("VmPeak"));
    }

    @Test
    void saysWhichFileIsMissing() {
        Path missing = folder.resolve("missing");
        for (var operation : List.<LoopFixture.Code>of(
                () -> fixture.run(AsyncFiles.readAllBytes(missing)),
                () -> fixture.run(AsyncFiles.delete(missing)),
                () -> fixture.run(AsyncFiles.attributes(missing)),
                () -> fixture.run(AsyncFiles.move(missing, folder.resolve("other"))),
                () -> fixture.run(AsyncFiles.lines(missing).toList()),
                () -> fixture.run(AsyncFiles.list(missing).toList()),
                () -> fixture.run(AsyncFiles.walk(missing, 1).toList()),
                () -> fixture.run(AsyncFiles.watch(missing)))) {
            String message =
                    assertThrows(NoSuchFileException.class, operation::run).getMessage();
            assertTrue(String.valueOf(message).startsWith(missing.toString()), message);
        }
    }

    @Test
    void saysWhichFileMayNotBeRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "text");
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "root may read everything");
        assertEquals(
                secret.toString(),
                assertThrows(AccessDeniedException.class, () -> fixture.run(AsyncFiles.readAllBytes(secret)))
                        .getMessage());
    }

    // ------------------------------------------------------------------ what is done to files

    @Test
    void makesCopiesMovesAndDeletes() throws IOException {
        Path deep = fixture.run(AsyncFiles.createDirectories(folder.resolve("a/b/c")));
        fixture.run(AsyncFiles.createDirectories(deep));
        Path one = deep.resolve("one");
        fixture.run(AsyncFiles.writeString(one, "text"));
        assertEquals(4, fixture.run(AsyncFiles.attributes(one)).size());
        Path two = fixture.run(AsyncFiles.copy(one, deep.resolve("two")));
        assertThrows(FileAlreadyExistsException.class, () -> fixture.run(AsyncFiles.copy(one, two)));
        fixture.run(AsyncFiles.copy(one, two, StandardCopyOption.REPLACE_EXISTING));
        Path three = fixture.run(AsyncFiles.move(two, deep.resolve("three"), StandardCopyOption.ATOMIC_MOVE));
        assertFalse(fixture.run(AsyncFiles.exists(two)));
        assertEquals("text", Files.readString(three));
        assertThrows(DirectoryNotEmptyException.class, () -> fixture.run(AsyncFiles.delete(deep)));
        fixture.run(AsyncFiles.delete(three));
        assertFalse(fixture.run(AsyncFiles.deleteIfExists(three)));
        fixture.run(AsyncFiles.deleteTree(folder.resolve("a")));
        fixture.run(AsyncFiles.deleteTree(folder.resolve("a")));
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void deletesLinksAndNotWhatTheyLeadTo() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "text");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        fixture.run(AsyncFiles.deleteTree(tree));
        assertEquals("text", Files.readString(kept.resolve("file")));
    }

    @Test
    void makesTemporaryFiles() throws IOException {
        Path file = fixture.run(AsyncFiles.createTempFile("weft", ".tmp"));
        Path directory = fixture.run(AsyncFiles.createTempDirectory("weft"));
        assertTrue(Files.isRegularFile(file));
        assertTrue(Files.isDirectory(directory));
        fixture.run(AsyncFiles.deleteTree(file));
        fixture.run(AsyncFiles.deleteTree(directory));
        assertFalse(Files.exists(file) || Files.exists(directory));
    }

    // ------------------------------------------------------------------ generators

    @Test
    void givesTheLinesOfAFile() throws IOException {
        Path path = folder.resolve("a");
        List<String> lines = IntStream.range(0, 3 * StreamBatches.SIZE)
                .mapToObj(i -> "line " + i)
                .toList();
        Files.write(path, lines);
        assertEquals(lines, fixture.run(AsyncFiles.lines(path).toList()));
        Files.writeString(path, "one\r\n\ntwo");
        assertEquals(
                List.of("one", "", "two"), fixture.run(AsyncFiles.lines(path).toList()));
        Files.write(path, new byte[0]);
        assertEquals(List.of(), fixture.run(AsyncFiles.lines(path).toList()));
        Files.write(path, new byte[] {(byte) 0xff, '\n'});
        assertThrows(
                MalformedInputException.class,
                () -> fixture.run(AsyncFiles.lines(path).toList()));
    }

    @Test
    void whatWasReadBeforeAFailureIsGivenBeforeIt() throws IOException {
        Path loop = Files.createDirectory(folder.resolve("loop"));
        Files.createSymbolicLink(loop.resolve("again"), loop);
        AsyncGenerator<Path> walk = AsyncFiles.walk(loop, 9, FileVisitOption.FOLLOW_LINKS);
        assertTrue(fixture.run(walk.next()));
        assertEquals(loop, walk.current());
        assertThrows(FileSystemLoopException.class, () -> fixture.run(walk.next()));
        assertFalse(fixture.run(walk.next()));
    }

    /** Hackerl fs: directory walk. */
    @Test
    void listsAndWalks() throws IOException {
        for (int i = 0; i < 2 * StreamBatches.SIZE; i++) {
            Files.createFile(folder.resolve(String.valueOf(i)));
        }
        Files.createDirectories(folder.resolve("d/e"));
        Files.createFile(folder.resolve("d/e/f"));
        List<Path> listed = fixture.run(AsyncFiles.list(folder).toList());
        assertEquals(2 * StreamBatches.SIZE + 1, new TreeSet<>(listed).size());
        assertEquals(
                2 * StreamBatches.SIZE + 4,
                fixture.run(AsyncFiles.walk(folder, 99).toList()).size());
        assertEquals(
                List.of(folder.resolve("d"), folder.resolve("d/e")),
                fixture.run(AsyncFiles.walk(folder.resolve("d"), 1).toList()));
        assertThrows(
                NotDirectoryException.class,
                () -> fixture.run(AsyncFiles.list(folder.resolve("0")).toList()));
        assertThrows(IllegalArgumentException.class, () -> AsyncFiles.walk(folder, -1));
    }

    private void fill(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.createFile(folder.resolve(String.valueOf(i)));
        }
    }

    @Test
    void aListThatIsLeftEarlyClosesItsDirectory() throws IOException {
        OpenDescriptors.assumeCounted();
        fill(StreamBatches.SIZE + 1);
        AsyncGenerator<Path> list = AsyncFiles.list(folder);
        assertEquals(0, OpenDescriptors.count(folder.toString()));
        assertTrue(fixture.run(list.next()));
        assertTrue(OpenDescriptors.count(folder.toString()) > 0);
        fixture.run(list.closing());
        assertEquals(0, OpenDescriptors.count(folder.toString()));
        assertFalse(fixture.run(list.next()));
    }

    @Test
    void plainCodeMayCloseAListToo() throws IOException {
        OpenDescriptors.assumeCounted();
        fill(StreamBatches.SIZE + 1);
        AsyncGenerator<Path> list = AsyncFiles.list(folder);
        fixture.run(list.next());
        fixture.close(list);
        assertEquals(0, OpenDescriptors.count(folder.toString()));
        fixture.close(AsyncFiles.list(folder));
    }

    @Test
    void aListThatHasEndedHasClosedItsDirectory() throws IOException {
        OpenDescriptors.assumeCounted();
        fill(3);
        fixture.run(AsyncFiles.list(folder).toList());
        assertEquals(0, OpenDescriptors.count(folder.toString()));
    }

    @Test
    void aListThatIsForgottenIsClosedWithItsLoop() throws IOException {
        OpenDescriptors.assumeCounted();
        fill(StreamBatches.SIZE + 1);
        AsyncGenerator<Path> list = AsyncFiles.list(folder);
        try (EventLoop loop = EventLoop.create()) {
            loop.run(list.next());
            assertTrue(OpenDescriptors.count(folder.toString()) > 0);
        }
        assertEquals(0, OpenDescriptors.count(folder.toString()));
    }

    @Test
    void aDumpNamesTheGenerator() {
        assertEquals(
                "generator AsyncFiles.lines(a)", AsyncFiles.lines(Path.of("a")).toString());
    }
}
