// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * What brings a {@link Server} its connections, and has an address meanwhile: a listening socket, or something in memory like it. Its
 * {@code toString()} is what dumps call the server, such as {@code server 127.0.0.1:80}. Loop thread only, except where the text says
 * otherwise.
 */
public interface Listener {
    /**
     * Returns the loop on whose thread this is used. Any thread.
     *
     * @return the loop, not null
     */
    EventLoop loop();

    /**
     * Returns the address that is listened on. Any thread.
     *
     * @return the address, not null
     */
    InetSocketAddress localAddress();

    /**
     * Returns how dumps call somebody who has connected.
     *
     * @param peer the address that connected
     * @return such as {@code 127.0.0.1:50000}, not null
     */
    default String nameOf(InetSocketAddress peer) {
        return Addresses.text(peer);
    }

    /**
     * Hands on from now on whoever connects, each from the loop and never from inside this method. Called once.
     *
     * @param admission of which a place is taken before each connection that is handed on, and given back for one that is not; while there
     *     is none, who connects has to wait. Not null
     * @param accepted takes each connection over, and its place, and never throws; not null
     * @throws IOException if it cannot listen
     */
    void start(Admission admission, Consumer<? super Connection> accepted) throws IOException;

    /** Hands on no more. Idempotent. Never throws for want of an answer: what the system has to say goes to the log. */
    void close();

    /**
     * Whether the address is free for others again. Asked in each turn after {@link #close()}, until it is.
     *
     * @return true at once where nothing has to let go of it
     */
    boolean isReleased();
}
