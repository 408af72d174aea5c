// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;

/**
 * What is made of the pieces of a body, which are closed with it, also where nobody has asked for one. Loop thread only.
 *
 * @param <T> what is made
 */
record Sourced<T>(AsyncGenerator<T> made, AsyncGenerator<byte[]> source) implements AsyncGenerator<T> {
    @Override
    public Awaitable<Boolean> next() {
        return made.next();
    }

    @Override
    public T current() {
        return made.current();
    }

    @Override
    public void close() {
        made.close();
        source.close();
    }

    @Override
    @Async
    public Task<Void> closing() {
        await(made.closing());
        await(source.closing());
        return Task.done();
    }
}
