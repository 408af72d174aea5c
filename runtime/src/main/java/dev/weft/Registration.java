// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * A channel that a loop watches for readiness. Loop thread only: on another one each method throws {@link IllegalStateException}, and once
 * the loop is closed nothing happens.
 */
public interface Registration {
    /**
     * Returns what is watched for.
     *
     * @return the interest, as bits of {@link java.nio.channels.SelectionKey}; 0 after {@link #cancel()}
     */
    int interest();

    /**
     * Changes what is watched for. Asking for what is watched already costs nothing; after {@link #cancel()}, and when the channel is
     * closed, nothing happens.
     *
     * @param interest bits of {@link java.nio.channels.SelectionKey}
     * @throws IllegalArgumentException if a channel of this kind is never ready for that
     */
    void interest(int interest);

    /** Stops watching, so that the handler is not called any more. Does not close the channel. Idempotent. */
    void cancel();
}
