// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a socket does past its channel, by its descriptor, where a backend has such calls. Each waits
 * for nothing, and may say {@link #GONE}: nobody watches the channel any more, so that its descriptor is nothing to this, or the system lacks
 * the call. Then the channel is to be asked. Loop thread only.
 */
public interface SocketCalls extends WritesLater {
    /** The channel is to be asked. */
    int GONE = -2;

    /** How many datagrams {@link #receive} and {@link #send} take at most: fewer say that there are no more, or no more room. */
    int AT_ONE_GO = 32;

    /** A registration of a backend that may have calls. */
    interface Registered extends Registration {
        /**
         * Returns the calls of the socket that is watched.
         *
         * @return the calls; null where the backend has none
         */
        @Nullable
        SocketCalls calls();
    }

    /**
     * Returns the calls of a socket.
     *
     * @param watched its registration, not null
     * @return the calls; null where the backend has none
     */
    static @Nullable SocketCalls of(Registration watched) {
        return Objects.requireNonNull(watched, "watched") instanceof Registered registered ? registered.calls() : null;
    }

    /**
     * Says that whoever has this is the only one to read the stream, and reads it by {@link #read} alone from now on. A backend may then take
     * bytes before they are asked for.
     */
    void takesAll();

    /**
     * Reads what is there.
     *
     * @param target a direct buffer
     * @return how many bytes; 0 if there are none now, -1 at the end, {@link #GONE}
     * @throws IOException what the system says
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Takes what there is room for.
     *
     * @param source a direct buffer
     * @return how many bytes; 0 if there is no room now, or {@link #GONE}
     * @throws IOException what the system says
     */
    int write(ByteBuffer source) throws IOException;

    /** Takes datagrams. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes one.
         *
         * @param payload all of its bytes, an array of its own
         * @param sender who has sent it
         */
        void take(byte[] payload, InetSocketAddress sender);
    }

    /**
     * Receives datagrams that are there. The socket has an address.
     *
     * @param max how many at most, at least one
     * @param taker gets each, in their order
     * @return how many; 0 if there are none now, or {@link #GONE}
     * @throws IOException what the system says, where there is none to give
     */
    int receive(int max, Taker taker) throws IOException;

    /**
     * Sends those datagrams for which there is room. The socket has an address.
     *
     * @param payloads the bytes of each
     * @param peers who is to get each; as many, and none where the socket is connected
     * @return how many were sent, from the first on; 0 if there is no room for that, or {@link #GONE}, also where the channel knows better what
     *     is wrong with the first
     * @throws IOException what the system says of what was sent before
     */
    int send(List<byte[]> payloads, List<InetSocketAddress> peers) throws IOException;
}
