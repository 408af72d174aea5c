// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BlockingTransportTest {
    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    private ByteStream stream(@Nullable InputStream input, @Nullable OutputStream output, Executor executor) {
        return fixture.call(() -> new ByteStream(BlockingTransport.of("it", input, output, executor)));
    }

    private ByteStream writing(OutputStream output) {
        return stream(null, output, BlockingPool.shared());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Lets a call through when a test says so. */
    private static final class Gated extends OutputStream {
        final Semaphore gate = new Semaphore(0);
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        volatile boolean isClosed;

        @Override
        public void write(int one) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            gate.acquireUninterruptibly();
            written.write(source, offset, length);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @Test
    void readsWhatTheStreamGivesAndItsEnd() throws IOException {
        ByteStream stream = stream(new ByteArrayInputStream(new byte[200_000]), null, BlockingPool.shared());
        assertEquals(150_000, fixture.run(stream.readExactly(150_000)).length);
        assertEquals(50_000, fixture.run(stream.readExactly(50_000)).length);
        assertEquals(0, fixture.run(stream.read(1)).length);
        assertEquals(0, fixture.run(stream.read(1)).length);
        assertEquals("it", stream.toString());
        IOException refused = assertThrows(IOException.class, () -> fixture.run(stream.write(new byte[1])));
        assertEquals("it is for reading, and cannot be written", refused.getMessage());
    }

    @Test
    void aWriteIsOverWhenTheStreamHasTheBytes() throws IOException {
        Gated gated = new Gated();
        ByteStream stream = writing(gated);
        ScheduledTask<Void> write = fixture.start(stream.write(bytes("abc")));
        for (int turn = 0; turn < 10; turn++) {
            fixture.run(Weft.sleep(Duration.ofNanos(1)));
        }
        assertFalse(write.isReady());
        gated.gate.release();
        fixture.run(write);
        assertEquals("abc", gated.written.toString(UTF_8));
        IOException refused = assertThrows(IOException.class, () -> fixture.run(stream.read(1)));
        assertEquals("it is for writing, and cannot be read", refused.getMessage());
    }

    @Test
    void whatACancelledWriteHasBegunGoesBeforeTheNext() throws IOException {
        Gated gated = new Gated();
        ByteStream stream = writing(gated);
        ScheduledTask<Void> first = fixture.start(stream.write(bytes("abc")));
        first.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(first));
        ScheduledTask<Void> second = fixture.start(stream.write(bytes("abd")));
        gated.gate.release(2);
        fixture.run(second);
        assertEquals("abcabd", gated.written.toString(UTF_8));
    }

    /** As if nothing had been sent of the first. */
    @Test
    void aWriteOfTheSameBytesAsACancelledOneMayBeThatOne() throws IOException {
        Gated gated = new Gated();
        ByteStream stream = writing(gated);
        ScheduledTask<Void> first = fixture.start(stream.write(bytes("abc")));
        first.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(first));
        ScheduledTask<Void> second = fixture.start(stream.write(bytes("abcd")));
        gated.gate.release(2);
        fixture.run(second);
        assertEquals("abcd", gated.written.toString(UTF_8));
    }

    @Test
    void aFailureIsThrownByTheWriteThatMetIt() throws IOException {
        Error broken = new Error("broken");
        int[] calls = {0};
        ByteStream stream = writing(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                calls[0]++;
                if (calls[0] == 1) {
                    throw new IOException("no room");
                } else if (calls[0] == 2) {
                    throw broken;
                }
            }
        });
        assertEquals(
                "no room",
                assertThrows(IOException.class, () -> fixture.run(stream.write(new byte[1])))
                        .getMessage());
        IOException foreign = assertThrows(IOException.class, () -> fixture.run(stream.write(new byte[1])));
        assertEquals("writing it failed", foreign.getMessage());
        assertSame(broken, foreign.getCause());
        fixture.run(stream.write(new byte[1]));
    }

    /** asyncio test_unix_events: a pipe whose read fails. */
    @Test
    void aFailureIsThrownByTheReadThatMetItAndTheNextOneReadsOn() throws IOException {
        int[] calls = {0};
        ByteStream stream = stream(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        calls[0]++;
                        if (calls[0] == 1) {
                            throw new IOException("no line");
                        }
                        target[offset] = 'a';
                        return calls[0] == 2 ? 1 : -1;
                    }
                },
                null,
                BlockingPool.shared());
        assertEquals(
                "no line",
                assertThrows(IOException.class, () -> fixture.run(stream.read(1)))
                        .getMessage());
        assertEquals('a', fixture.run(stream.read(1))[0]);
    }

    @Test
    void anExecutorThatRefusesIsTold() throws IOException {
        Executor refusing = work -> {
            throw new RejectedExecutionException("full");
        };
        ByteStream stream = stream(InputStream.nullInputStream(), OutputStream.nullOutputStream(), refusing);
        IOException refused = assertThrows(IOException.class, () -> fixture.run(stream.read(1)));
        assertEquals("reading it could not begin", refused.getMessage());
        refused = assertThrows(IOException.class, () -> fixture.run(stream.write(new byte[1])));
        assertEquals("writing it could not begin", refused.getMessage());
    }

    @Test
    void closesTheStreamBehindAWriteThatBlocks() throws IOException {
        Gated gated = new Gated();
        ByteStream stream = writing(gated);
        fixture.start(stream.write(bytes("abc"))).cancel();
        fixture.close(stream);
        assertFalse(gated.isClosed);
        gated.gate.release();
        fixture.runUntil(() -> gated.isClosed);
        assertEquals("abc", gated.written.toString(UTF_8));
        assertThrows(ClosedChannelException.class, () -> fixture.run(stream.write(new byte[1])));
    }

    @Test
    void closesTheStreamAlsoWhenTheLoopIsGone() throws Exception {
        Gated gated = new Gated();
        try (EventLoop loop = EventLoop.create()) {
            ByteStream stream = loop.run(LoopFixture.calling(
                    () -> new ByteStream(BlockingTransport.of("it", null, gated, BlockingPool.shared()))));
            ScheduledTask<Void> write = loop.spawn(stream.write(bytes("abc")));
            loop.run(Weft.sleep(Duration.ofMillis(1)));
            write.cancel();
        }
        gated.gate.release();
        fixture.runUntil(() -> gated.isClosed);
        assertTrue(gated.isClosed);
    }

    @Test
    void needsALoop() {
        assertThrows(
                IllegalStateException.class,
                () -> BlockingTransport.of("it", InputStream.nullInputStream(), null, BlockingPool.shared()));
    }
}
