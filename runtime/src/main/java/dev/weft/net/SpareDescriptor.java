// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor that is kept for the time when there are no others. What then has to be told needs some itself: the JVM loads classes,
 * the JDK its time zones and the log its files when they are used for the first time; where that fails it fails for ever. It is a socket
 * that is connected to nothing, and stays from the first server to the end of the process. Any thread.
 */
final class SpareDescriptor {
    private static @Nullable SocketChannel spare;

    private SpareDescriptor() {}

    /**
     * Takes the descriptor, unless it is there, and has the JDK prepare for closing: on JDK 17 the first channel that is closed takes two
     * descriptors for that.
     */
    static synchronized void take() {
        if (spare == null) {
            try {
                SocketChannel.open().close();
                spare = SocketChannel.open();
            } catch (IOException none) {
                spare = null; // there will be another time
            }
        }
    }

    /** Gives the descriptor free while something runs. */
    static void lendTo(Runnable work) {
        free();
        try {
            work.run();
        } finally {
            take();
        }
    }

    private static synchronized void free() {
        if (spare != null) {
            Channels.close(spare);
            spare = null;
        }
    }
}
