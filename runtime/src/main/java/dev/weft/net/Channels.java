// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.spi.Reports;
import java.nio.channels.Channel;

/** Closing where nobody could do anything about a failure. */
final class Channels {
    private Channels() {}

    /** Closes, and logs what the system has to say about it. */
    static void close(Channel channel) {
        try {
            channel.close();
        } catch (Throwable failed) { // of the JDK itself when it has no descriptor for what it loads late
            Reports.warning("closing " + channel + " failed", failed);
        }
    }
}
