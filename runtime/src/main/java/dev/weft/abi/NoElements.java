// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/** The generator that has no element, and has ended. Any thread may have it, as nothing of it changes. */
final class NoElements extends GeneratorFrame<Object> {
    static final GeneratorFrame<Object> DONE = new NoElements();

    private NoElements() {
        end();
    }

    @Override
    protected @Nullable Object proceed(Coroutine co) {
        return this;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    protected String name() {
        return "AsyncGenerator.done()";
    }
}
