// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;

/**
 * What {@link Files} does, by awaiting: on the threads of {@link dev.weft.Weft#blocking}, so that no loop waits for a disk. Failures are
 * those of {@code Files}, and name the path.
 *
 * <p>Whatever {@code Files} has besides is awaited as {@code await(blocking(() -> Files.probeContentType(path)))}.
 *
 * <p>A cancelled operation that waits for a thread does not happen. One that runs is waited for; those that read and write whole files are
 * interrupted, and end early. On a loop with virtual time the clock stands still while an operation runs. Any thread; no argument may be
 * null.
 */
public final class AsyncFiles {
    private AsyncFiles() {}

    // ------------------------------------------------------------------ whole files

    /**
     * Reads a whole file. Cancel-safe: nothing is lost, for it can be read again.
     *
     * @param path the file, of less than 2 GiB
     * @return an awaitable of its bytes
     * @throws IOException when awaited, as {@link Files#readAllBytes}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<byte[]> readAllBytes(Path path) throws IOException {
        return FileCall.of("read", known(path), () -> WholeFile.read(path));
    }

    /**
     * Reads a whole file as text in UTF-8, as {@link #readString(Path, Charset)}. Cancel-safe: as that.
     *
     * @param path the file
     * @return an awaitable of its text
     * @throws IOException when awaited, as {@link #readString(Path, Charset)}
     */
    @CancelSafe
    public static Awaitable<String> readString(Path path) throws IOException {
        return readString(path, UTF_8);
    }

    /**
     * Reads a whole file as text. Cancel-safe: nothing is lost, for it can be read again.
     *
     * @param path the file, of less than 2 GiB
     * @param charset how its bytes are characters
     * @return an awaitable of its text
     * @throws java.nio.charset.CharacterCodingException when awaited, if the bytes are no such text
     * @throws IOException when awaited, as {@link Files#readString(Path, Charset)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<String> readString(Path path, Charset charset) throws IOException {
        Objects.requireNonNull(charset, "charset");
        return FileCall.of("read", known(path), () -> WholeFile.decode(WholeFile.read(path), charset));
    }

    /**
     * Writes a whole file. Not cancel-safe: a part may have been written. To replace a file for others at once, write another one and
     * {@link #move} it with {@link java.nio.file.StandardCopyOption#ATOMIC_MOVE}.
     *
     * @param path the file
     * @param bytes what it is to hold; not to be touched until the result is there
     * @param options how to open it; none makes it if it is not there, and overwrites what it holds
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link Files#write(Path, byte[], OpenOption...)}, such as for want of room on the disk
     */
    @NotCancelSafe("how much of the file was written")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Void> write(Path path, byte[] bytes, OpenOption... options) throws IOException {
        Objects.requireNonNull(bytes, "bytes");
        OpenOption[] copy = options.clone();
        return FileCall.of("write", known(path), () -> WholeFile.write(path, bytes, copy));
    }

    /**
     * Writes a whole file of text in UTF-8, as {@link #write}. Not cancel-safe: as that.
     *
     * @param path the file
     * @param text what it is to hold
     * @param options how to open it, as for {@link #write}
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #write}
     */
    @NotCancelSafe("how much of the file was written")
    public static Awaitable<Void> writeString(Path path, String text, OpenOption... options) throws IOException {
        return write(path, text.getBytes(UTF_8), options);
    }

    // ------------------------------------------------------------------ files and directories as generators

    /**
     * Gives the lines of a file of text in UTF-8. It reads some lines ahead, and closes the file at its end, when it is closed or fails,
     * and when its loop ends.
     *
     * @param path the file, which is opened when the first line is awaited
     * @return a generator of the lines, without what ends them; it fails as {@link Files#lines(Path)} does
     */
    @SuppressWarnings("StreamResourceLeak") // the generator closes it
    public static AsyncGenerator<String> lines(Path path) {
        return new Batched<>(new StreamBatches<>("lines", known(path), () -> Files.lines(path)));
    }

    /**
     * Gives what is in a directory, in any order, as {@link Files#list}. It reads some entries ahead, and closes the directory at its end,
     * when it is closed or fails, and when its loop ends.
     *
     * @param directory the directory, which is opened when the first entry is awaited
     * @return a generator of the paths in it, which begin with that of the directory
     */
    @SuppressWarnings("StreamResourceLeak") // the generator closes it
    public static AsyncGenerator<Path> list(Path directory) {
        return new Batched<>(new StreamBatches<>("list", known(directory), () -> Files.list(directory)));
    }

    /**
     * Gives a directory and all that is below it, a directory before what is in it, as {@link Files#walk(Path, int, FileVisitOption...)}. It
     * reads some entries ahead, and closes the directories at its end, when it is closed or fails, such as where a directory cannot be
     * read, and when its loop ends.
     *
     * @param start where to begin
     * @param maxDepth how many directories deep, 0 for the start alone; {@link Integer#MAX_VALUE} for all
     * @param options whether to follow links
     * @return a generator of the paths
     * @throws IllegalArgumentException if the depth is negative
     */
    @SuppressWarnings("StreamResourceLeak") // the generator closes it
    public static AsyncGenerator<Path> walk(Path start, int maxDepth, FileVisitOption... options) {
        if (maxDepth < 0) {
            throw new IllegalArgumentException("a negative depth: " + maxDepth);
        }
        FileVisitOption[] copy = options.clone();
        return new Batched<>(new StreamBatches<>("walk", known(start), () -> Files.walk(start, maxDepth, copy)));
    }

    /**
     * Begins to watch what happens in a directory, not below it: all that happens from then on is told, as far as the system tells it. At
     * most 1,024 events wait to be taken; where there are more, those are lost, and that is told by one of the kind {@link
     * FileEvent.Kind#OVERFLOW}, behind those before. Cancel-safe: a watch that nobody gets is given up.
     *
     * <p>The generator ends when the directory is gone, and has to be closed if it is left before. Linux tells of that when nobody, this
     * program included, has a file open any more that was in it. One thread of the system watches for all, and ends when nobody watches.
     *
     * @param directory the directory
     * @return an awaitable of a generator of the events
     * @throws IOException when awaited, if it cannot be watched, as when it is none
     * @throws UnsupportedOperationException when awaited, on a loop whose time is virtual, where what other processes do has no place
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<AsyncGenerator<FileEvent>> watch(Path directory) throws IOException {
        return new Watching(new WatchedFolder(known(directory)));
    }

    // ------------------------------------------------------------------ what is done to files

    /**
     * Copies a file, as {@link Files#copy(Path, Path, CopyOption...)}. Not cancel-safe: a cancelled one ends, and nobody tells whether it
     * has happened.
     *
     * @param source what to copy
     * @param target what to make
     * @param options how
     * @return an awaitable of the target
     * @throws IOException when awaited, as {@link Files#copy(Path, Path, CopyOption...)}
     */
    @NotCancelSafe("whether it has happened")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Path> copy(Path source, Path target, CopyOption... options) throws IOException {
        Objects.requireNonNull(target, "target");
        return FileCall.of("copy", known(source), () -> Files.copy(source, target, options));
    }

    /**
     * Moves or renames a file, as {@link Files#move}. Not cancel-safe: a cancelled one ends, and nobody tells whether it has happened.
     *
     * @param source what to move
     * @param target where to
     * @param options how
     * @return an awaitable of the target
     * @throws IOException when awaited, as {@link Files#move}
     */
    @NotCancelSafe("whether it has happened")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Path> move(Path source, Path target, CopyOption... options) throws IOException {
        Objects.requireNonNull(target, "target");
        return FileCall.of("move", known(source), () -> Files.move(source, target, options));
    }

    /**
     * Deletes a file or an empty directory, if it is there. Cancel-safe: done twice it does no more than once.
     *
     * @param path what to delete
     * @return an awaitable of whether it was there
     * @throws IOException when awaited, as {@link Files#deleteIfExists}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Boolean> deleteIfExists(Path path) throws IOException {
        return FileCall.of("delete", known(path), () -> Files.deleteIfExists(path));
    }

    /**
     * Deletes a file or an empty directory, which has to be there. Not cancel-safe: a cancelled one ends, and nobody tells whether it has
     * happened.
     *
     * @param path what to delete
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link Files#delete}
     */
    @NotCancelSafe("whether it has happened")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Void> delete(Path path) throws IOException {
        return FileCall.of("delete", known(path), () -> {
            Files.delete(path);
            return Chunks.done();
        });
    }

    /**
     * Deletes a file, or a directory with all that is in it, if it is there; links are deleted and not followed. Cancel-safe: what is left
     * can be deleted again.
     *
     * @param path what to delete
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link Files#delete}, of the first that cannot be deleted; the others stay
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Void> deleteTree(Path path) throws IOException {
        return FileCall.of("delete", known(path), () -> WholeFile.deleteTree(path));
    }

    /**
     * Makes a directory, and those above it that are not there. Cancel-safe: done twice it does no more than once.
     *
     * @param directory the directory
     * @param attributes what those have that are made
     * @return an awaitable of the directory
     * @throws IOException when awaited, as {@link Files#createDirectories}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Path> createDirectories(Path directory, FileAttribute<?>... attributes) throws IOException {
        return FileCall.of("create", known(directory), () -> Files.createDirectories(directory, attributes));
    }

    /**
     * Asks what the system notes about a file: its kind, size and times. Cancel-safe: it changes nothing.
     *
     * @param path the file
     * @param options whether to follow links
     * @return an awaitable of the attributes
     * @throws IOException when awaited, as {@link Files#readAttributes(Path, Class, LinkOption...)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<BasicFileAttributes> attributes(Path path, LinkOption... options) throws IOException {
        return FileCall.of(
                "attributes", known(path), () -> Files.readAttributes(path, BasicFileAttributes.class, options));
    }

    /**
     * Asks whether a file is there. Cancel-safe: it changes nothing.
     *
     * @param path the file
     * @param options whether to follow links
     * @return an awaitable of the answer: false also where the system does not tell
     */
    @CancelSafe
    public static Awaitable<Boolean> exists(Path path, LinkOption... options) {
        return FileCall.of("exists", known(path), () -> Files.exists(path, options));
    }

    // ------------------------------------------------------------------ temporary files

    /**
     * Makes an empty file with a name that no other has, in the system's folder for such files. Cancel-safe: one that nobody gets is
     * deleted.
     *
     * @param prefix how its name begins
     * @param suffix how it ends, such as {@code .tmp}
     * @return an awaitable of its path; deleting it is up to the caller
     * @throws IOException when awaited, as {@link Files#createTempFile(String, String, FileAttribute...)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Path> createTempFile(String prefix, String suffix) throws IOException {
        Objects.requireNonNull(suffix, "suffix");
        return FileCall.of(
                "create", Path.of(prefix + "*" + suffix), () -> Files.createTempFile(prefix, suffix), AsyncFiles::drop);
    }

    /**
     * Makes a directory with a name that no other has, in the system's folder for such files. Cancel-safe: one that nobody gets is deleted.
     *
     * @param prefix how its name begins
     * @return an awaitable of its path; deleting it is up to the caller, as by {@link #deleteTree}
     * @throws IOException when awaited, as {@link Files#createTempDirectory(String, FileAttribute...)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Path> createTempDirectory(String prefix) throws IOException {
        return FileCall.of("create", Path.of(prefix + "*"), () -> Files.createTempDirectory(prefix), AsyncFiles::drop);
    }

    private static void drop(Path unclaimed) {
        try {
            Files.deleteIfExists(unclaimed);
        } catch (IOException failed) {
            Reports.warning("deleting " + unclaimed + " failed, which nobody got", failed);
        }
    }

    private static Path known(Path path) {
        return Objects.requireNonNull(path, "path");
    }
}
