// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.internal.door.SocketFolder.NotOursException;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose the folder of the sockets is, who can enter it, and which files are in it. */
@Timeout(60)
class SocketFolderTest {
    private static final long PID = 4711;

    private @TempDir Path temp = Path.of("");

    private SocketFolder folder() {
        return new SocketFolder(temp.resolve("weft-me"));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder().path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Leaves the file of a socket that nobody listens at, as a process does that is killed. */
    private Path stale(String name) throws IOException {
        folder().prepare();
        Path path = folder().path.resolve(name);
        try (ServerSocketChannel channel = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.bind(java.net.UnixDomainSocketAddress.of(path));
        }
        return path;
    }

    @Test
    void onlyTheUserEntersTheFolderAndConnects() throws IOException {
        SocketFile file = SocketFile.open(folder(), PID);
        assertEquals("rwx------", rights(folder().path));
        assertEquals("rw-------", rights(file.path));
        file.close();
    }

    @Test
    void theFolderOfAnEarlierProcessLosesTheRightsOfOthers() throws IOException {
        Files.createDirectory(folder().path);
        Files.setPosixFilePermissions(folder().path, PosixFilePermissions.fromString("rwxrwxrwx"));
        SocketFile.open(folder(), PID).close();
        assertEquals("rwx------", rights(folder().path));
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(folder().path, elsewhere);
        NotOursException refused = assertThrows(NotOursException.class, () -> SocketFile.open(folder(), PID));
        assertEquals(folder().path + " is a link", refused.getMessage());
        try (var files = Files.list(elsewhere)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Files.createFile(folder().path);
        NotOursException refused = assertThrows(NotOursException.class, () -> SocketFile.open(folder(), PID));
        assertEquals(folder().path + " is no folder", refused.getMessage());
    }

    @Test
    void theFolderOfAnotherUserIsRefusedAndStaysAsItIs() throws IOException {
        Files.createDirectory(folder().path);
        Files.setPosixFilePermissions(folder().path, PosixFilePermissions.fromString("rwxrwxrwx"));
        giveAway(folder().path);
        NotOursException refused = assertThrows(NotOursException.class, () -> SocketFile.open(folder(), PID));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith(folder().path + " belongs to nobody, and this"),
                refused.getMessage());
        assertEquals("rwxrwxrwx", rights(folder().path));
        assertEquals(List.of(), names());
    }

    /** Only root can, and so only a build of root tests it. */
    private static void giveAway(Path path) throws IOException {
        UserPrincipal nobody;
        try {
            nobody = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(path, nobody);
        } catch (IOException refused) {
            assumeTrue(false, "only root gives a folder to another user: " + refused);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNoFaultOfAnother() {
        SocketFolder nowhere = new SocketFolder(temp.resolve("missing").resolve("weft-me"));
        IOException failed = assertThrows(IOException.class, () -> SocketFile.open(nowhere, PID));
        assertFalse(failed instanceof NotOursException, failed.toString());
    }

    @Test
    void whatADeadProcessOfTheSameNumberLeftIsReplaced() throws IOException {
        Path left = stale(PID + ".sock");
        SocketFile file = SocketFile.open(folder(), PID);
        assertEquals(left, file.path);
        new Client(file.path).close();
        file.close();
        assertEquals(List.of(), names());
    }

    @Test
    void aSecondRuntimeHasASocketOfItsOwn() throws IOException {
        SocketFile one = SocketFile.open(folder(), PID);
        SocketFile other = SocketFile.open(folder(), PID);
        assertEquals(List.of("4711-2.sock", "4711.sock"), names());
        one.close();
        other.close();
        assertEquals(List.of(), names());
    }

    @Test
    void whatDeadProcessesLeftIsRemovedAndNothingElse() throws IOException {
        stale("1.sock");
        stale("2.sock");
        stale("2-2.sock");
        stale("mine.sock");
        SocketFile far = SocketFile.open(folder(), 3); // in another container, so that it looks dead
        SocketFile own = SocketFile.open(folder(), PID);
        own.removeStale(pid -> pid == 1);
        assertEquals(List.of("1.sock", "3.sock", "4711.sock", "mine.sock"), names());
        far.close();
        own.close();
    }

    @Test
    void theFileOfAnotherProcessStaysWhenThisOneCloses() throws IOException {
        SocketFile own = SocketFile.open(folder(), PID);
        Files.delete(own.path);
        stale(PID + ".sock");
        own.close();
        assertEquals(List.of(PID + ".sock"), names());
    }

    @Test
    void aNameOfAUserBecomesOneOfAFile() {
        assertEquals(Path.of("/tmp/weft-ann"), SocketFolder.of(Path.of("/tmp"), "ann").path);
        assertEquals(Path.of("/tmp/weft-.._ann"), SocketFolder.of(Path.of("/tmp"), "../ann").path);
    }

    @Test
    void aUserWithoutANameHasANumber() {
        Path unnamed = SocketFolder.of(Path.of("/tmp"), "?").path;
        assertTrue(unnamed.toString().matches("/tmp/weft-(\\d+|unknown)"), unnamed.toString());
    }

    @Test
    void aLongNameOfAUserLeavesRoomForTheSocket() throws IOException {
        SocketFolder folder = SocketFolder.of(temp, "a".repeat(90));
        SocketFile file = SocketFile.open(folder, Integer.MAX_VALUE);
        new Client(file.path).close();
        file.close();
    }
}
