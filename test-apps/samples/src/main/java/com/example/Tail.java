// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.file.AsyncFile;
import dev.weft.file.AsyncFiles;
import dev.weft.file.FileEvent;
import dev.weft.io.ByteStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The lines of a file that grows, as {@code tail -f} prints them. */
public final class Tail {
    private static final byte[] NEWLINE = {'\n'};

    private Tail() {}

    // region tail
    @Async
    static AsyncGenerator<String> tail(Path path) throws IOException {
        try (AsyncFile file = await(AsyncFile.open(path));
                AsyncGenerator<FileEvent> events = await(AsyncFiles.watch(path.getParent()))) {
            ByteStream reader = file.reader(0);
            boolean isWatched = true;
            while (isWatched) {
                try {
                    byte[] line = await(reader.readUntil(NEWLINE, 8192));
                    emit(new String(line, UTF_8).stripTrailing());
                } catch (EOFException allIsRead) { // half a line stays with the reader
                    isWatched = await(events.next());
                }
            }
        }
        return AsyncGenerator.done();
    }

    @Async
    static Task<Void> follow(Path log) throws IOException {
        try (AsyncGenerator<String> lines = tail(log).take(3)) {
            while (await(lines.next())) {
                System.out.println(lines.current());
            }
        }
        return Task.done();
    }
    // endregion

    @Async
    static Task<Void> write(Path log) throws IOException {
        for (String part : new String[] {"it ", "grows\nand ends\n", "nobody reads this\n"}) {
            await(sleep(Duration.ofMillis(20)));
            await(AsyncFiles.writeString(log, part, StandardOpenOption.APPEND));
        }
        return Task.done();
    }

    @Async
    static Task<Void> main() throws IOException {
        Path folder = await(AsyncFiles.createTempDirectory("tail"));
        try {
            Path log = folder.resolve("log");
            await(AsyncFiles.writeString(log, "begun\n"));
            ScheduledTask<Void> writes = spawn(write(log));
            await(follow(log));
            await(writes);
        } finally {
            await(AsyncFiles.deleteTree(folder));
        }
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(main());
    }
}
