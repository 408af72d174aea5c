// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWatchTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    private AsyncGenerator<FileEvent> watch() throws IOException {
        return fixture.run(AsyncFiles.watch(folder));
    }

    private FileEvent next(AsyncGenerator<FileEvent> events) {
        assertTrue(fixture.run(events.next()));
        return events.current();
    }

    /** Goes on to the first event of a kind: how many changes are told of one write is the system's. */
    private FileEvent next(AsyncGenerator<FileEvent> events, FileEvent.Kind kind) {
        FileEvent event = next(events);
        while (event.kind() != kind) {
            event = next(events);
        }
        return event;
    }

    @Test
    void tellsWhatHappensFromTheBeginningOfTheWatchOn() throws IOException {
        Path before = Files.createFile(folder.resolve("before"));
        AsyncGenerator<FileEvent> events = watch();
        Path path = folder.resolve("a");
        Files.createFile(path);
        assertEquals(new FileEvent(FileEvent.Kind.CREATED, path), next(events));
        Files.writeString(path, "text");
        assertEquals(new FileEvent(FileEvent.Kind.MODIFIED, path), next(events));
        Files.delete(before);
        assertEquals(before, next(events, FileEvent.Kind.DELETED).path());
        fixture.run(events.closing());
        assertFalse(fixture.run(events.next()));
    }

    @Test
    void wakesWhoWaits() throws IOException {
        AsyncGenerator<FileEvent> events = watch();
        ScheduledTask<Boolean> waits = fixture.start(events.next());
        Files.createFile(folder.resolve("a"));
        assertTrue(fixture.run(waits));
        fixture.run(events.closing());
    }

    @Test
    void severalWatchOneDirectoryAndOneThreadServesThem() throws IOException {
        AsyncGenerator<FileEvent> one = watch();
        AsyncGenerator<FileEvent> two = watch();
        assertEquals(1, threads());
        Files.createFile(folder.resolve("a"));
        assertEquals(next(one), next(two));
        fixture.run(one.closing());
        Files.createFile(folder.resolve("b"));
        assertEquals(folder.resolve("b"), next(two).path());
        fixture.close(two);
        fixture.runUntil(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("weft-file-watch"))
                .count();
    }

    @Test
    void endsWhenTheDirectoryIsGone() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        AsyncGenerator<FileEvent> events = fixture.run(AsyncFiles.watch(gone));
        Files.createFile(gone.resolve("a"));
        Files.delete(gone.resolve("a"));
        Files.delete(gone);
        List<FileEvent> told = fixture.run(events.toList());
        assertEquals(FileEvent.Kind.CREATED, told.get(0).kind());
        fixture.runUntil(() -> threads() == 0);
    }

    @Test
    void aCancelledWaitEndsTheWatch() throws IOException {
        AsyncGenerator<FileEvent> events = watch();
        ScheduledTask<Boolean> waits = fixture.start(events.next());
        waits.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(waits));
        fixture.runUntil(() -> threads() == 0);
    }

    @Test
    void aWatchThatIsForgottenEndsWithItsLoop() throws IOException {
        try (EventLoop loop = EventLoop.create()) {
            AsyncGenerator<FileEvent> events = loop.run(AsyncFiles.watch(folder));
            assertEquals(1, threads());
            assertEquals("generator AsyncFiles.watch(" + folder + ")", events.toString());
        }
        fixture.runUntil(() -> threads() == 0);
    }

    @Test
    void whatIsLostIsToldBehindWhatIsNot() throws IOException {
        WatchedFolder watched = new WatchedFolder(folder);
        watched.add(Collections.nCopies(WatchedFolder.CAPACITY - 1, event(StandardWatchEventKinds.ENTRY_MODIFY)));
        watched.add(Collections.nCopies(5, event(StandardWatchEventKinds.ENTRY_CREATE)));
        List<FileEvent> told = fixture.run(watched.more());
        assertEquals(WatchedFolder.CAPACITY + 1, told.size());
        assertEquals(
                FileEvent.Kind.CREATED, told.get(WatchedFolder.CAPACITY - 1).kind());
        assertEquals(new FileEvent(FileEvent.Kind.OVERFLOW, folder), told.get(WatchedFolder.CAPACITY));
        watched.add(List.of(event(StandardWatchEventKinds.OVERFLOW)));
        assertEquals(List.of(new FileEvent(FileEvent.Kind.OVERFLOW, folder)), fixture.run(watched.more()));
    }

    private static WatchEvent<?> event(WatchEvent.Kind<?> kind) {
        return new WatchEvent<Object>() {
            @Override
            @SuppressWarnings("unchecked")
            public WatchEvent.Kind<Object> kind() {
                return (WatchEvent.Kind<Object>) kind;
            }

            @Override
            public int count() {
                return 1;
            }

            @Override
            public Object context() {
                return kind == StandardWatchEventKinds.OVERFLOW ? "nothing" : Path.of("a");
            }
        };
    }

    @Test
    void refusesWhatCannotBeWatched() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThrows(NotDirectoryException.class, () -> fixture.run(AsyncFiles.watch(file)));
        assertEquals(0, threads());
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            UnsupportedOperationException refused =
                    assertThrows(UnsupportedOperationException.class, () -> loop.run(AsyncFiles.watch(folder)));
            assertTrue(String.valueOf(refused.getMessage())
                    .startsWith("watch(...) of file " + folder + " on a loop with virtual time"));
        }
    }
}
