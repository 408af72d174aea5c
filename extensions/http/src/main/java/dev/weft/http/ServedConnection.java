// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.EventLoop;

/** A connection that a server serves, whichever version of HTTP is spoken over it. */
interface ServedConnection {
    /** The loop on whose thread it is drained. Any thread. */
    EventLoop loop();

    /** The server drains: nobody waits for what has not begun. Loop thread only. */
    void drain();
}
