// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Goes from async methods to futures, and back: work for another thread, and a method that plain Java calls. */
public final class Futures {
    private Futures() {}

    // region blocking
    @Async
    static Task<String> read(ExecutorService executor) {
        String thread = await(CompletableFuture.supplyAsync(Futures::slowRead, executor));
        return Task.of(
                "read by " + thread + ", went on in " + Thread.currentThread().getName());
    }

    private static String slowRead() { // may block: no loop runs on this thread
        return Thread.currentThread().getName();
    }
    // endregion

    // region opening
    @Async
    static Task<Reader> open(Path file, ExecutorService executor) {
        CompletableFuture<Reader> opening = CompletableFuture.supplyAsync(() -> slowOpen(file), executor);
        try {
            return Task.of(await(opening.copy())); // whoever is cancelled cancels the copy
        } catch (CancellationException e) {
            opening.thenAccept(Futures::close);
            throw e;
        }
    }
    // endregion

    private static Reader slowOpen(Path file) {
        try {
            return Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Reader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // region starts-at-once
    @Async
    static CompletableFuture<String> greeting() {
        System.out.println("runs when it is called");
        await(sleep(Duration.ofMillis(10)));
        return CompletableFuture.completedFuture("hello");
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "reader"));
        System.out.println(run(read(executor)));
        executor.shutdown();
        System.out.println(greeting().join());
    }
}
