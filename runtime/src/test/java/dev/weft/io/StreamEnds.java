// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two streams that are the ends of one connection, both on one loop: over sockets, or in memory in virtual time, where pieces are short now and then. */
final class StreamEnds implements AfterEachCallback {
    /** What carries the bytes. */
    enum Kind {
        TCP,
        MEMORY
    }

    final EventLoop loop;
    final ByteStream near;
    final ByteStream far;
    final List<Throwable> unseen = new ArrayList<>();
    private final Kind kind;
    private final MemoryNetwork memory;

    StreamEnds(Kind kind) throws IOException {
        this(kind, 1);
    }

    StreamEnds(Kind kind, long seed) throws IOException {
        this.kind = kind;
        loop = kind == Kind.TCP ? EventLoop.create() : EventLoop.simulated(seed);
        loop.setExceptionHandler(failure -> unseen.add(failure.failure()));
        memory = new MemoryNetwork(loop); // of which over sockets nothing is used
        ByteStream[] ends = pair();
        near = ends[0];
        far = ends[1];
    }

    /** Another connection on the same loop. */
    ByteStream[] pair() throws IOException {
        if (kind == Kind.MEMORY) {
            MemoryNetwork.Pair pair = memory.pair();
            return new ByteStream[] {pair.left(), pair.right()};
        }
        SocketChannel[] channels = StreamPair.channels(StreamPair.Kind.TCP);
        return new ByteStream[] {over(channels[0]), over(channels[1])};
    }

    /** More bytes than the way holds to a reader that does not read. */
    int much() {
        return kind == Kind.MEMORY ? 1 << 20 : 8 << 20;
    }

    private ByteStream over(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        return new ByteStream(new ChannelTransport(loop, channel));
    }

    <T> T run(Awaitable<T> awaitable) {
        return loop.run(awaitable);
    }

    /** Starts something and lets it run until it waits. */
    <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        runUntil(() -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    void runUntil(BooleanSupplier condition) {
        LoopFixture.runUntil(loop, condition);
    }

    void act(LoopFixture.Code code) {
        run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    /** Sends from the far end. */
    void send(String text) throws IOException {
        send(bytes(text));
    }

    void send(byte[] bytes) throws IOException {
        run(far.write(bytes));
    }

    /** Sends from the far end, and waits until all of it is held at the near one, where a read waits. */
    void feed(String text) throws IOException {
        int before = LoopFixture.held(near);
        send(text);
        runUntil(() -> LoopFixture.held(near) == before + bytes(text).length);
    }

    /** Ends the stream that the near end reads. */
    void end() {
        act(far::shutdownOutput);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 8));
        }
        return bytes;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        loop.close();
    }
}
