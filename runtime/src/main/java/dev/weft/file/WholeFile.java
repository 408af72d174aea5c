// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is done with whole files, on the thread of a pool. Reading and writing go through channels of their own, which an interrupt closes:
 * those of {@link Files#readAllBytes} hear none.
 */
final class WholeFile {
    private WholeFile() {}

    static byte[] read(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            int size = (int) Math.min(Files.size(path), Integer.MAX_VALUE - 8L); // 0 of what has none, as in /proc
            byte[] first = new byte[size];
            int count = 0;
            while (count < size) {
                int more = input.read(first, count, Math.min(Chunks.SIZE, size - count));
                if (more < 0) {
                    return Arrays.copyOf(first, count);
                }
                count += more;
            }
            return readRest(input, first);
        }
    }

    /** What has been added meanwhile, which mostly is nothing. */
    private static byte[] readRest(InputStream input, byte[] first) throws IOException {
        byte[] piece = new byte[8192];
        int count = input.read(piece);
        if (count < 0) {
            return first;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + count);
        all.writeBytes(first);
        for (; count >= 0; count = input.read(piece)) {
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }

    static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    static Void write(Path path, byte[] bytes, OpenOption... options) throws IOException {
        try (OutputStream output = Files.newOutputStream(path, options)) {
            for (int at = 0; at < bytes.length; at += Chunks.SIZE) {
                output.write(bytes, at, Math.min(Chunks.SIZE, bytes.length - at));
            }
        }
        return Chunks.done();
    }

    static Void deleteTree(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(path, new Deleting());
        }
        return Chunks.done();
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
