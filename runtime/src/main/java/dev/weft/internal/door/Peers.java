// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: the user of this process, and root. The rights of the folder say so already; this asks the system as well, where the JDK has
 * the module {@code jdk.net}.
 */
final class Peers {
    private final @Nullable SocketOption<?> credentials = credentials();
    private final UserPrincipal own;
    private final Path socket;

    /** Takes the socket and its owner, which is the user of this process. */
    Peers(Path socket, UserPrincipal own) {
        this.socket = socket;
        this.own = own;
    }

    private static @Nullable SocketOption<?> credentials() {
        try {
            return (SocketOption<?>) Class.forName("jdk.net.ExtendedSocketOptions")
                    .getField("SO_PEERCRED")
                    .get(null);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }

    /** Returns why a client may not ask; null if it may. */
    @Nullable
    String refusal(SocketChannel client) throws IOException {
        if (credentials == null || !client.supportedOptions().contains(credentials)) {
            return null;
        }
        Object user = userOf(client.getOption(credentials));
        if (user == null || user.equals(own) || user.equals(root())) {
            return null;
        }
        String others = own.equals(root()) ? " alone" : " and root";
        return "This socket answers " + own.getName() + others + ", and you are " + ((UserPrincipal) user).getName();
    }

    private static @Nullable Object userOf(Object peer) {
        try {
            return peer.getClass().getMethod("user").invoke(peer);
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }

    private UserPrincipal root() throws IOException {
        return socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root");
    }
}
