// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.Script;
import dev.weft.io.ByteStream;
import dev.weft.io.LoopFixture;
import dev.weft.io.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An open file as a stream among streams. Behaviours of tokio's {@code fs_file}. */
@Timeout(60) // what a broken loop would wait for never comes
class FileStreamTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    private Path path;
    private AsyncFile file;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("file");
        file = fixture.run(AsyncFile.open(path, CREATE, READ, WRITE));
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** tokio: write_vectored. */
    @Test
    void severalBuffersAreWrittenOneBehindTheOther() throws IOException {
        ByteStream stream = fixture.call(() -> file.writer(0));
        fixture.run(stream.write(buffer("hello "), buffer(""), buffer("world")));
        assertEquals("hello world", Files.readString(path));
    }

    /** tokio: basic_write_and_shutdown, write_vectored_and_shutdown. */
    @Test
    void whatAWriterHasFinishedIsInTheFile() throws IOException {
        StreamWriter writer = fixture.call(() -> StreamWriter.of(file.writer(0)));
        fixture.call(() -> {
            writer.write(buffer("hello "), buffer("world"));
            return "";
        });
        fixture.run(writer.finish());
        assertEquals("hello world", Files.readString(path));
        assertTrue(file.isOpen());
    }

    /** tokio: empty_read. */
    @Test
    void aReadOfNothingIsNotTheEnd() throws IOException {
        fixture.run(file.write("text".getBytes(UTF_8), 0));
        assertEquals(0, fixture.run(file.read(ByteBuffer.allocate(0), 0)));
        ByteStream stream = fixture.call(() -> file.reader(0));
        assertEquals(0, fixture.run(stream.read(0)).length);
        assertEquals(0, fixture.run(stream.read(ByteBuffer.allocate(0))));
        assertEquals("text", new String(fixture.run(stream.read(10)), UTF_8));
    }

    /** tokio: coop. */
    @Test
    void whoReadsAgainAndAgainLetsOthersHaveTheirTurn() throws IOException {
        fixture.run(file.write("text".getBytes(UTF_8), 0));
        boolean[] hadTurn = {false};
        assertFalse(fixture.run(Script.<Boolean>of((step, last) -> {
            last.get();
            if (step == 0) {
                fixture.loop.spawn(LoopFixture.calling(() -> hadTurn[0] = true));
            }
            boolean isStarved = step == 10_000;
            return hadTurn[0] || isStarved ? (Object) isStarved : file.read(0, 10);
        })));
    }
}
