// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/** What has come over a connection and was not used yet; an idle connection holds nothing. Loop thread only. */
class Input {
    private static final int READ = 16 * 1024;

    final ByteStream stream;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private boolean isOver;

    Input(ByteStream stream) {
        this.stream = stream;
    }

    /** What there is; whoever uses it moves its reader index. */
    ByteBuf bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return !bytes.isReadable();
    }

    /** Whether nothing will come any more, as who sends it has gone. */
    boolean isOver() {
        return isOver;
    }

    /** Suspends until more has come, behind what there is. False at the end. */
    @Async
    Task<Boolean> more() throws IOException {
        if (isEmpty()) {
            bytes = Unpooled.EMPTY_BUFFER;
        }
        byte[] come = await(read(READ));
        if (come.length > 0) {
            bytes = isEmpty() ? Unpooled.wrappedBuffer(come) : joined(come);
        }
        return Task.of(come.length > 0);
    }

    /** In a new array: what lies before the reader index goes. */
    private ByteBuf joined(byte[] come) {
        int old = bytes.readableBytes();
        byte[] all = new byte[old + come.length];
        bytes.readBytes(all, 0, old);
        System.arraycopy(come, 0, all, old, come.length);
        return Unpooled.wrappedBuffer(all);
    }

    /** Suspends until something is there, and takes it. None at the end. */
    @Async
    Task<byte[]> take(int max) throws IOException {
        if (isEmpty()) {
            return Task.of(await(read(max)));
        }
        return Task.of(takeHeld(Math.min(max, bytes.readableBytes())));
    }

    /** Takes so many bytes, which are there. */
    byte[] takeHeld(int count) {
        byte[] taken = new byte[count];
        bytes.readBytes(taken);
        return taken;
    }

    /** Takes all there is, for whoever goes on with the stream. */
    byte[] takeAll() {
        return takeHeld(bytes.readableBytes());
    }

    @Async
    private Task<byte[]> read(int max) throws IOException {
        try {
            byte[] come = await(receive(max));
            isOver = come.length == 0;
            return Task.of(come);
        } catch (IOException failed) {
            isOver = true;
            throw failed;
        }
    }

    /** Reads from the stream. */
    @Async
    Task<byte[]> receive(int max) throws IOException {
        return Task.of(await(stream.read(max)));
    }
}
