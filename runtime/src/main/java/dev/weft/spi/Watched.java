// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.nio.channels.SelectableChannel;
import java.util.Objects;

/** A channel or a descriptor that a {@link Readiness} backend is asked to watch. Each backend takes one kind or both. */
public sealed interface Watched {
    /**
     * A channel of the JDK, in non-blocking mode.
     *
     * @param channel the channel
     */
    record Channel(SelectableChannel channel) implements Watched {
        /**
         * Refuses a missing channel.
         *
         * @param channel the channel
         */
        public Channel {
            Objects.requireNonNull(channel, "channel");
        }
    }

    /**
     * A file descriptor of the operating system, in non-blocking mode, for backends that go past {@code java.nio}.
     *
     * @param number its number
     */
    record Descriptor(int number) implements Watched {}
}
