// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request's place among those of its host, and its connection, once there is one. To be given back once. Loop thread only. */
final class Place {
    private final HostPool pool;
    private @Nullable ClientConnection connection;
    private boolean isOver;

    Place(HostPool pool) {
        this.pool = pool;
    }

    boolean isOver() {
        return isOver;
    }

    /** The responses of the host that nobody reads just now. */
    Unread unread() {
        return pool.unread();
    }

    /**
     * Suspends until there is a connection: one that was kept, or another.
     *
     * @param anew whether it has to be another, as one that was kept has turned out to be none any more
     */
    @Async
    Task<ClientConnection> connection(Progress progress, boolean anew) throws IOException {
        ClientConnection found = anew ? null : pool.takeKept();
        if (found == null) {
            pool.makeRoom();
            progress.connects();
            found = new ClientConnection(await(opening(progress.options)), progress.options.maxHeader);
        }
        connection = found;
        return Task.of(found);
    }

    private Awaitable<Connection> opening(ClientOptions.Values options) throws IOException {
        Origin origin = pool.origin();
        return origin.isEncrypted()
                ? options.encryption().openConnection(options.network, origin.host(), origin.port(), options.connect)
                : options.network.openConnection(origin.host(), origin.port(), options.connect);
    }

    /** Gives the place back, for the connection carries no requests any more, and is somebody's. */
    void leave() {
        connection = null;
        giveBack(false);
    }

    /** Gives the place back; the connection is closed unless it is kept. */
    void giveBack(boolean keeps) {
        if (isOver) {
            return;
        }
        isOver = true;
        ClientConnection used = connection;
        if (used != null && !keeps) {
            used.close();
        }
        pool.giveBack(keeps ? used : null);
    }
}
