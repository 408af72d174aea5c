// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.EventLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a server, which are told when it drains. Any thread. */
final class Connections {
    private final Set<ServedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isDraining;

    boolean isDraining() {
        return isDraining;
    }

    void add(ServedConnection connection) {
        open.add(connection);
    }

    void remove(ServedConnection connection) {
        open.remove(connection);
    }

    /** Has those that are idle end, and the others behind their answers. */
    void drain() {
        isDraining = true;
        for (ServedConnection connection : open) {
            EventLoop loop = connection.loop();
            if (loop.isLoopThread()) {
                connection.drain();
            } else {
                post(loop, connection);
            }
        }
    }

    private static void post(EventLoop loop, ServedConnection connection) {
        try {
            loop.post(connection::drain);
        } catch (IllegalStateException closed) { // and with it the connection
            return;
        }
    }
}
