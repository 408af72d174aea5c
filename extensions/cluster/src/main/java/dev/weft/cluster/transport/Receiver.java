// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.transport;

/**
 * Who is told what comes from the cluster. On threads of the transport, which are not to be blocked; what one peer sends comes on one thread
 * at a time, in the order in which that peer has sent it.
 */
public interface Receiver {
    /**
     * Tells who is there. Views come in order, the first before {@link Transport#join} returns.
     *
     * @param view who is there from now on
     */
    void view(View view);

    /**
     * Hands a request over.
     *
     * @param from who asks
     * @param request the bytes, which belong to the receiver
     * @param reply takes the answer
     */
    void request(Peer from, byte[] request, Reply reply);

    /**
     * Hands over what needs no answer.
     *
     * @param from who tells
     * @param message the bytes, which belong to the receiver
     */
    void message(Peer from, byte[] message);

    /** Takes the answer to one request. */
    @FunctionalInterface
    interface Reply {
        /**
         * Sends the answer. Any thread; never blocks. Once at most; does nothing if the one who asked has gone.
         *
         * @param answer the bytes
         */
        void send(byte[] answer);
    }
}
