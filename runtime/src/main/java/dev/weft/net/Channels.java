// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.Channel;

/** Closing where nobody could do anything about a failure. */
final class Channels {
    private Channels() {}

    /** Closes, and logs what the system has to say about it. */
    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            Reports.warning("closing " + channel + " failed", failed);
        }
    }
}
