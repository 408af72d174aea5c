// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;
import java.io.IOException;

/**
 * A read whose result is there as a whole or not at all. It takes from the transport what has come, and the stream holds that until the
 * result is taken out of it: a cancelled read, one that is refused and one that meets the end lose nothing, and what has come behind the
 * result stays for the next.
 *
 * @param <T> what is read
 */
abstract class HeldRead<T> extends Read<T> {
    HeldRead(StreamDuplex stream) {
        super(stream);
    }

    /**
     * Takes the result out of the bytes that are held.
     *
     * @return whether it is there
     * @throws IOException if it never will be, however much comes
     */
    abstract boolean take(HeldBytes held) throws IOException;

    /** How many bytes are to be held at most: more than there are, as long as {@link #take} finds nothing in them. */
    abstract int most();

    /** The stream has ended, and {@link #take} has found nothing: takes what there is for the result, or throws. */
    abstract void takeAtEnd(HeldBytes held) throws IOException;

    /** Says after what the stream has ended, too early. */
    final EOFException endedAfter(String what) {
        return new EOFException("the stream of " + Fence.textOf(stream().endpoint()) + " ended after " + what);
    }

    @Override
    protected final boolean attempt() throws IOException {
        HeldBytes held = stream().held();
        while (!take(held)) {
            int count = stream().readMore(most());
            if (count < 0) {
                takeAtEnd(held);
                return true;
            }
            if (count == 0) {
                return false;
            }
        }
        return true;
    }
}
