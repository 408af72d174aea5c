// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.Awaitable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What {@code await} is to a blocking program: here everything that is awaited is ready. */
public final class Blocking {
    private Blocking() {}

    public static <T> T await(Awaitable<T> awaitable) {
        if (!awaitable.isReady()) {
            throw new IllegalStateException("a blocking run would wait for ever for " + awaitable);
        }
        try {
            return awaitable.result();
        } catch (Throwable thrown) {
            throw Blocking.<RuntimeException>sneaky(thrown);
        }
    }

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException wrapper) {
            throw Blocking.<RuntimeException>sneaky(wrapper.getCause());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
