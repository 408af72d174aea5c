// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * File descriptors that are kept for the time when there are no others. What then has to be told needs some itself: the JVM loads classes,
 * the JDK its time zones and the log its files when they are used for the first time; where that fails it fails for ever. They are several,
 * for other threads take those that are lent as well. They are sockets that are connected to nothing, and stay from the first server to the
 * end of the process. Any thread.
 */
final class SpareDescriptors {
    private static final int COUNT = 4;

    private static final Deque<SocketChannel> SPARE = new ArrayDeque<>();

    private SpareDescriptors() {}

    /**
     * Takes the descriptors, unless they are there, and has the JDK prepare for closing: on JDK 17 the first channel that is closed takes two
     * descriptors for that.
     */
    static synchronized void take() {
        try {
            if (SPARE.isEmpty()) {
                SocketChannel.open().close();
            }
            while (SPARE.size() < COUNT) {
                SPARE.add(SocketChannel.open());
            }
        } catch (IOException none) { // there will be another time
            return;
        }
    }

    /** Gives the descriptors free while something runs. */
    static void lendTo(Runnable work) {
        free();
        try {
            work.run();
        } finally {
            take();
        }
    }

    private static synchronized void free() {
        while (!SPARE.isEmpty()) {
            Channels.close(SPARE.remove());
        }
    }
}
