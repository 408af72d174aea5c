// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.emit;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What a message has for a body. */
sealed interface Content {
    /** In bytes; -1 if nobody knows yet. */
    long length();

    /** All of it, in pieces of a length at most; those that a generator makes as they are. */
    AsyncGenerator<byte[]> pieces(int most) throws IOException;

    /** The same, or all of it where that has come already and is no more than so many bytes. */
    default Content arrived(int most) {
        return this;
    }

    /** Of no answer to HEAD, and of such that have none: 204 and 304. */
    final class Bytes implements Content {
        static final Content NOTHING = new Bytes(new byte[0]);

        final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        @Async
        public AsyncGenerator<byte[]> pieces(int most) {
            for (int from = 0; from < bytes.length; from += most) {
                emit(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + most)));
            }
            return AsyncGenerator.done();
        }
    }

    /** A part of a file. */
    record FilePart(Path file, long position, long count) implements Content {
        @Override
        public long length() {
            return count;
        }

        @Override
        @Async
        public AsyncGenerator<byte[]> pieces(int most) throws IOException {
            try (FileChannel channel = await(blocking(() -> FileChannel.open(file, StandardOpenOption.READ)))) {
                for (long sent = 0; sent < count; ) {
                    ByteBuffer room = ByteBuffer.allocate((int) Math.min(most, count - sent));
                    long from = position + sent;
                    int read = await(blocking(() -> channel.read(room, from)));
                    if (read < 0) {
                        throw new EOFException(file + " ends before byte " + (position + count));
                    }
                    sent += read;
                    emit(Arrays.copyOf(room.array(), read));
                }
            }
            return AsyncGenerator.done();
        }
    }

    /** What a generator makes, as it is taken. */
    record Made(AsyncGenerator<byte[]> made, long length) implements Content {
        @Override
        public AsyncGenerator<byte[]> pieces(int most) {
            return made;
        }

        @Override
        public Content arrived(int most) {
            if (length < 0 || length > most || !(made instanceof BodyPieces pieces)) {
                return this;
            }
            byte[] all = pieces.takeHeld((int) length);
            return all == null ? this : new Bytes(all);
        }
    }
}
