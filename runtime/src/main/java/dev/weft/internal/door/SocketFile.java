// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of a socket that is open: {@code PID.sock}; a second runtime in the process, or a process of the same number in another container,
 * has {@code PID-2.sock}.
 */
final class SocketFile {
    /** As many sockets as there may be of one number. */
    private static final int MOST = 99;

    /** As many files of others as are looked at. */
    private static final int MOST_LOOKS = 1_000;

    private static final Pattern NAME = Pattern.compile("(\\d{1,18})(-\\d{1,2})?\\.sock");

    final Path path;
    final ServerSocketChannel channel;
    final UserPrincipal owner;
    private final @Nullable Object key;

    private SocketFile(Path path, ServerSocketChannel channel, UserPrincipal owner) throws IOException {
        this.path = path;
        this.channel = channel;
        this.owner = owner;
        this.key = keyOf(path);
    }

    /** Opens the socket of a process, in its folder. */
    static SocketFile open(SocketFolder folder, long pid) throws IOException {
        folder.prepare();
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path path = null;
        try {
            path = bind(channel, folder.path, pid);
            return new SocketFile(path, channel, folder.claim(path));
        } catch (Throwable failed) {
            channel.close();
            if (path != null) {
                Files.deleteIfExists(path);
            }
            throw failed;
        }
    }

    private static Path bind(ServerSocketChannel channel, Path folder, long pid) throws IOException {
        for (int number = 1; number <= MOST; number++) {
            Path path = folder.resolve(pid + (number == 1 ? "" : "-" + number) + ".sock");
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isAnswered(path)) {
                Files.deleteIfExists(path); // of a process that had this number before
            }
            try {
                channel.bind(UnixDomainSocketAddress.of(path));
                return path;
            } catch (BindException refused) {
                if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) { // not because it is taken
                    throw refused;
                }
            }
        }
        throw new BindException("there are " + MOST + " sockets of process " + pid + " in " + folder);
    }

    /** Whether somebody listens at a socket, perhaps a process that is not seen from here. */
    private static boolean isAnswered(Path path) {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false); // one whose queue is full listens
            client.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Removes the files that processes have left which could not do so themselves. */
    void removeStale(LongPredicate isAlive) throws IOException {
        int looks = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Objects.requireNonNull(path.getParent()))) {
            for (Path file : files) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (looks++ < MOST_LOOKS
                        && name.matches()
                        && !isAlive.test(Long.parseLong(name.group(1)))
                        && !isAnswered(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    /** Closes the socket and removes its file, unless that is by now another one's. */
    void close() throws IOException {
        channel.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key, keyOf(path))) {
            Files.deleteIfExists(path);
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
