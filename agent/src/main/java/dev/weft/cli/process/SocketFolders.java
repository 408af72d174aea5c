// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The folders {@code weft-USER} in a folder for temporary files, and the sockets in them. */
record SocketFolders(Path temporary) {
    /** Returns the folders of users whom one may trust: anybody may make a folder of that name. */
    List<Path> of(Predicate<Path> trusted) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "weft-*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && trusted.test(folder)) {
                    found.add(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(found);
        return found;
    }

    /**
     * Returns the sockets of a process in a folder, that of its first runtime first.
     *
     * @throws AccessDeniedException if the folder is not for us
     */
    static List<Path> sockets(Path folder, long pid) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (String.valueOf(file.getFileName()).matches(pid + "(-\\d+)?\\.sock")) {
                    found.add(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort((one, other) -> Integer.compare(number(one), number(other)));
        return found;
    }

    private static int number(Path socket) {
        String name = String.valueOf(socket.getFileName());
        return name.contains("-") ? Integer.parseInt(name.replaceAll(".*-|\\.sock", "")) : 1;
    }
}
