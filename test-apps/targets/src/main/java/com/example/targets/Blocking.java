// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.Awaitable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/** What {@code await} is to a blocking program: where the result is not there, the thread waits for another one. */
public final class Blocking {
    private Blocking() {}

    public static <T> T await(Awaitable<T> awaitable) {
        try {
            if (!awaitable.isReady()) {
                CountDownLatch woken = new CountDownLatch(1);
                ForkJoinPool.commonPool().execute(() -> awaitable.subscribe(woken::countDown));
                woken.await();
            }
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

    public static void emit(Object element) {
        BlockingGenerator.emit(element);
    }

    /** Runs on a virtual thread; on a plain one before Java 21. */
    static <T> T onThreadOfItsOwn(Supplier<T> program) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(program.get());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        };
        if (Runtime.version().feature() < 21) {
            new Thread(run).start();
        } else {
            startVirtualThread(run);
        }
        return result.join();
    }

    private static void startVirtualThread(Runnable run) {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, run);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a JDK without virtual threads", e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
