// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the sockets of one user, which nobody else can enter: {@code /tmp/weft-USER}. Where everybody may write, somebody else may
 * have made it before, or a link of its name: then it is not used.
 */
final class SocketFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The longest path that every system takes for a socket, with room for the name of the socket. */
    private static final int MOST_BYTES = 100 - "/4294967296-99.sock".length();

    final Path path;

    SocketFolder(Path path) {
        this.path = path;
    }

    /** Somebody else is in the way. */
    static final class NotOursException extends IOException {
        private static final long serialVersionUID = 1L;

        NotOursException(String message) {
            super(message);
        }
    }

    /** The folder of this user on this system. */
    static SocketFolder standard() {
        return of(systemTemp(), System.getProperty("user.name"));
    }

    /** That of a user: a name that is unknown becomes a number, and one that is too long a hash. */
    static SocketFolder of(Path temp, @Nullable String user) {
        String name = user == null || user.isEmpty() || user.equals("?") ? number() : user;
        Path named = temp.resolve("weft-" + name.replaceAll("[^A-Za-z0-9._-]", "_"));
        boolean isTooLong = named.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
        return new SocketFolder(isTooLong ? temp.resolve("weft-" + Integer.toHexString(name.hashCode())) : named);
    }

    /** Not {@code java.io.tmpdir}, which each program may set: clients look where the JDK's own tools have their files. */
    private static Path systemTemp() {
        if (System.getProperty("os.name").startsWith("Linux")) {
            return Path.of("/tmp");
        }
        String variable = System.getenv("TMPDIR");
        return Path.of(variable != null ? variable : System.getProperty("java.io.tmpdir"));
    }

    /** The number of this user where it has no name, as often in a container. */
    private static String number() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return "unknown";
        }
    }

    /** Makes the folder, or sees whether the one that is there can be used. */
    void prepare() throws IOException {
        try {
            if (isPosix()) {
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createDirectory(path);
            }
        } catch (FileAlreadyExistsException there) {
            checkPresent();
        }
    }

    private void checkPresent() throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotOursException(path + " is " + (Files.isSymbolicLink(path) ? "a link" : "no folder"));
        }
        if (!Files.isWritable(path)) {
            throw new NotOursException(path + " cannot be written by this user; it belongs to "
                    + Files.getOwner(path).getName());
        }
    }

    /**
     * Takes what this process has just made in the folder, and makes sure that it is the folder of the same user, and that nobody else
     * can enter it.
     *
     * @return the user
     */
    UserPrincipal claim(Path made) throws IOException {
        UserPrincipal own = Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        if (isPosix()) {
            PosixFileAttributes folder =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!folder.owner().equals(own) || !folder.isDirectory()) {
                throw new NotOursException(path + " belongs to "
                        + folder.owner().getName() + ", and this process runs as " + own.getName());
            }
            if (!folder.permissions().equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        }
        return own;
    }

    private boolean isPosix() {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS) != null;
    }
}
