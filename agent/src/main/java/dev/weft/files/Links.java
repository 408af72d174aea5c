// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Symbolic links: what is written goes to where they lead, and they stay. */
final class Links {
    private Links() {}

    /**
     * Follows a link.
     *
     * @param path any path, also of what does not exist
     * @return where it leads if it is a link, else the same path
     * @throws IOException if it leads nowhere, or round in a circle
     */
    static Path follow(Path path) throws IOException {
        if (!Files.isSymbolicLink(path)) {
            return path;
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new IOException(
                    path + " is a symbolic link that leads nowhere, to " + Files.readSymbolicLink(path)
                            + "; remove the link, or restore what it led to",
                    e);
        }
    }

    /** Makes a folder where there is none; nothing for the null of what has no parent. {@code createDirectories} refuses a link to one before JDK 20. */
    static void createFolders(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            try {
                Files.createDirectories(follow(folder));
            } catch (FileSystemException e) {
                throw new IOException(
                        "the folder " + folder + " cannot be made: "
                                + e.getClass().getSimpleName() + " of " + e.getFile(),
                        e);
            }
        }
    }
}
