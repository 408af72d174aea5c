// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file by which the listening socket of a Unix domain is found: made with it, and removed with it unless another has its place by then. */
final class SocketFile {
    /** The part of a Unix mode that says what kind of file it is. */
    private static final int TYPE = 0xF000;

    private static final int SOCKET = 0xC000;

    private final Path path;

    /** Which file it is, whatever its name is given to later; null where the system does not tell. */
    private final @Nullable Object key;

    private SocketFile(Path path) throws IOException {
        this.path = path;
        this.key = attributes(path).fileKey();
    }

    /**
     * Binds a channel to a path. A file that a server has left behind, which ended without closing, is replaced. One thread at a time: what
     * another one has bound and does not listen on yet looks as if it had been left behind.
     */
    static synchronized SocketFile bind(ServerSocketChannel channel, Path path, ServerOptions options)
            throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try {
            try {
                channel.bind(address, options.backlog());
            } catch (BindException taken) {
                removeLeftBehind(path, taken);
                channel.bind(address, options.backlog());
            }
        } catch (IOException failed) {
            BindException named =
                    new BindException("cannot listen on " + path + ": " + UnixAddresses.reason(failed, path));
            named.initCause(failed);
            throw named;
        }
        return made(path, options.filePermissions());
    }

    private static SocketFile made(Path path, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        SocketFile file = new SocketFile(path);
        try {
            if (permissions != null) {
                Files.setPosixFilePermissions(path, permissions);
            }
            return file;
        } catch (Throwable failed) { // rethrown
            file.remove();
            throw failed;
        }
    }

    /** Removes the file of a socket on which nobody listens any more; throws what it was given if somebody does, or it is no such file. */
    private static void removeLeftBehind(Path path, BindException taken) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw taken;
        }
        if (!isSocket(path)) {
            throw new BindException("there is a file of that name, which is no socket");
        }
        if (isListenedOn(path)) {
            throw taken;
        }
        Files.deleteIfExists(path);
    }

    /** Pipes and devices are other files as sockets are, and refuse a connection as one does on which nobody listens. */
    private static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return attributes(path).isOther();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE) == SOCKET;
    }

    /** Never blocks. */
    private static boolean isListenedOn(Path path) throws IOException {
        try (SocketChannel asking = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            asking.configureBlocking(false);
            asking.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException full) { // its backlog
            return true;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the file, unless it is gone, or another one has its name. */
    void remove() {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && Objects.equals(key, attributes(path).fileKey())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            Reports.warning("removing " + Fence.textOf(path) + ", on which nobody listens any more, failed", failed);
        }
    }
}
