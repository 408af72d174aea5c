// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.abi.Coroutine;
import dev.weft.abi.GeneratorFrame;
import dev.weft.abi.Unclaimed;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A generator written by hand whose elements come some at a time. What its source holds of the system is given up at its end, when it
 * fails or is closed, when its loop ends, and when nobody has it any more; the last two are reported.
 *
 * @param <T> the type of the elements
 */
final class Batched<T> extends GeneratorFrame<T> {
    private static final int STANDING = 1;
    private static final int FETCHING = 2;

    private final BatchSource<T> source;
    private final String name;
    private Iterator<T> batch = Collections.emptyIterator();
    private @Nullable Unclaimed record;

    Batched(BatchSource<T> source) {
        this.source = source;
        this.name = source.toString();
        if (source.isOpen()) {
            emittedInTry(this, STANDING); // one that is closed before it has begun has something to give up
            watch();
        } else {
            emitted(this, STANDING);
        }
    }

    private void watch() {
        record = Unclaimed.watch(this, EventLoop.current(), leftBehind(source, name));
    }

    private static Supplier<@Nullable String> leftBehind(BatchSource<?> source, String name) {
        return () -> {
            source.release();
            return name + " was left before its end and never closed, so it was until now that it held something of the"
                    + " system. Consume it in try-with-resources, or to its end.";
        };
    }

    @Override
    @SuppressWarnings("unchecked") // what the source has given
    protected @Nullable Object proceed(Coroutine co) throws Throwable {
        try {
            boolean isFetched = state == FETCHING;
            if (!isFetched) {
                goOn(this);
            }
            while (isFetched || !batch.hasNext()) {
                Object fetched = isFetched ? co.resumed() : co.await(source.more());
                if (fetched == Coroutine.SUSPENDED) {
                    begun();
                    co.suspend(this, FETCHING);
                    return fetched;
                }
                isFetched = false;
                batch = ((List<T>) Objects.requireNonNull(fetched)).iterator();
                if (!batch.hasNext()) {
                    source.release();
                    return AsyncGenerator.done();
                }
            }
            emit(batch.next(), this);
            return emittedInTry(this, STANDING);
        } catch (Throwable thrown) { // rethrown
            source.release();
            throw thrown;
        }
    }

    private void begun() {
        if (record == null) {
            watch();
        }
    }

    @Override
    protected void closeWithoutWaiting() {
        source.release();
    }

    @Override
    protected void forget() {
        batch = Collections.emptyIterator();
        if (record != null) {
            record.claimed();
            record = null;
        }
    }

    @Override
    protected String name() {
        return name;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
