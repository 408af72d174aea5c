// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.Awaitable;
import dev.weft.CallableOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The elements of a stream of {@link java.nio.file.Files}, each batch of which is read on the thread of a pool. One thread at a time. */
final class StreamBatches<T> implements BatchSource<T> {
    /** How many elements are read ahead at most. */
    static final int SIZE = 256;

    private final String action;
    private final Path path;
    private final CallableOp<Stream<T>, IOException> opening;
    private @Nullable Stream<T> stream;
    private @Nullable Iterator<T> elements;

    /** What was met behind elements, which are given first. */
    private @Nullable RuntimeException failure;

    StreamBatches(String action, Path path, CallableOp<Stream<T>, IOException> opening) {
        this.action = action;
        this.path = path;
        this.opening = opening;
    }

    @Override
    public Awaitable<List<T>> more() {
        return FileCall.of(action, path, this::read);
    }

    private synchronized List<T> read() throws IOException {
        Iterator<T> left = elements;
        if (left == null) {
            stream = opening.call();
            left = stream.iterator();
            elements = left;
        }
        if (failure != null) {
            throw failure;
        }
        List<T> batch = new ArrayList<>();
        try {
            while (batch.size() < SIZE && left.hasNext()) {
                batch.add(left.next());
            }
        } catch (RuntimeException met) {
            if (batch.isEmpty()) {
                throw met;
            }
            failure = met;
        }
        return batch;
    }

    @Override
    public synchronized void release() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    @Override
    public boolean isOpen() {
        return false; // before the first element
    }

    @Override
    public String toString() {
        return "AsyncFiles." + action + "(" + path + ')';
    }
}
