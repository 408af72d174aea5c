// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.AsyncGenerator;

/** How shapes begin a generator: woven, it does nothing before it is asked; the blocking program has {@link BlockingGenerator} in its place. */
public final class Generating {
    private Generating() {}

    /** A call of a generator method, or the code of a generator. */
    public interface Source<T> {
        AsyncGenerator<T> open() throws Exception;
    }

    public static <T> AsyncGenerator<T> open(Source<T> source) throws Exception {
        return source.open();
    }
}
