// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Faults;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.sync.Backoff;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A journal in a file, and a disk that is full now and then. */
public final class Journal {
    private Journal() {}

    // region journal
    @Async
    static Task<Void> append(Path journal, String entry) throws IOException {
        await(blocking(() -> {
            Faults.point("journal.write");
            return Files.writeString(journal, entry + "\n", StandardOpenOption.APPEND);
        }));
        return Task.done();
    }

    @Async
    static Task<Void> keep(Path journal, String entry) throws IOException {
        Retry retry = Retry.times(5).on(IOException.class).pausing(Backoff.constant(Duration.ofMillis(100)));
        await(retry.run(() -> append(journal, entry)));
        return Task.done();
    }
    // endregion

    // region journal-faults
    static void simulate(String point) throws IOException {
        Path journal = Files.createTempFile("journal", ".txt");
        try (SimulatedLoop loop = EventLoop.simulated(7)) {
            loop.faults().fail(point, () -> new IOException("disk full")).first(2);
            loop.run(keep(journal, "one order"));
            loop.faults().happened().forEach(System.out::println);
            System.out.println("kept: " + Files.readAllLines(journal));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        } finally {
            Files.delete(journal);
        }
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        simulate("journal.write");
        simulate("jornal.write");
    }
    // endregion
}
