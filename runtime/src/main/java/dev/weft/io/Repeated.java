// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.AsyncGenerator;
import dev.weft.abi.Coroutine;
import dev.weft.abi.GeneratorFrame;
import org.jspecify.annotations.Nullable;

/**
 * A generator, written by hand, of all that a stream has of something. It holds nothing of the stream: what it has not given stays there.
 *
 * @param <T> what is read
 */
final class Repeated<T> extends GeneratorFrame<T> {
    private static final int STANDING = 1;
    private static final int READING = 2;

    private final String elements;
    private final ByteStream stream;
    private final Reading<T> reading;

    Repeated(String elements, ByteStream stream, Reading<T> reading) {
        this.elements = elements;
        this.stream = stream;
        this.reading = reading;
        emitted(this, STANDING);
    }

    @Override
    protected @Nullable Object proceed(Coroutine co) throws Throwable {
        boolean isRead = state == READING;
        if (!isRead) {
            goOn(this);
        }
        Object read = isRead ? co.resumed() : co.await(reading.next());
        if (read == Coroutine.SUSPENDED) {
            co.suspend(this, READING);
            return read;
        }
        if (read == null) {
            return AsyncGenerator.done();
        }
        emit(read, this);
        return emitted(this, STANDING);
    }

    @Override
    protected String name() {
        return elements + " of " + stream;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
