// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The bytes to a client. What is not much is kept until the end, so that an answer of which the making fails can be replaced. A client that
 * reads nothing for a time is given up.
 */
final class ToClient extends OutputStream {
    private static final int KEPT = 16 * 1024;

    private final SocketChannel channel;
    private final long patienceMillis;
    private final ByteBuffer kept = ByteBuffer.allocate(KEPT);
    private byte[] head = new byte[0];
    private boolean hasBegun;

    ToClient(SocketChannel channel, long patienceMillis) {
        this.channel = channel;
        this.patienceMillis = patienceMillis;
    }

    /** Forgets what was written, and sets what is to stand before what will be. False if the client has some of it already. */
    boolean begin(String headLines) {
        if (hasBegun) {
            return false;
        }
        head = headLines.getBytes(StandardCharsets.ISO_8859_1);
        kept.clear();
        return true;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!kept.hasRemaining()) {
                send();
            }
            int part = Math.min(length - done, kept.remaining());
            kept.put(bytes, offset + done, part);
            done += part;
        }
    }

    /** Sends all, which cannot be taken back any more. */
    @Override
    public void flush() throws IOException {
        send();
    }

    private void send() throws IOException {
        if (!hasBegun) {
            hasBegun = true;
            sendAll(ByteBuffer.wrap(head));
        }
        sendAll(kept.flip());
        kept.clear();
    }

    private void sendAll(ByteBuffer bytes) throws ClientGoneException {
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    awaitRoom();
                }
            }
        } catch (IOException gone) {
            throw new ClientGoneException(gone);
        }
    }

    private void awaitRoom() throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            if (selector.select(patienceMillis) == 0) {
                throw new IOException("The client has read nothing for " + patienceMillis + " ms");
            }
        }
    }

    /** Nobody is there any more who could be told, of this or of anything. */
    static final class ClientGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGoneException(IOException cause) {
            super(cause);
        }
    }
}
