// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.io.ByteStream;
import dev.weft.io.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * What of a request is Weft's own: connections are echoed on whose bytes come from nowhere and go nowhere, so that no system call and no
 * other program is between two requests. A request is told, read, answered, and waited for again. Started with the agent.
 */
public final class RequestPath {
    private static final int BYTES = 64;
    private static final int REQUESTS = 200_000;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 20;

    private RequestPath() {}

    /** Where bytes come from and go to without a system call. */
    private static final class Nowhere implements Transport, Registration {
        private final EventLoop loop;
        private IntConsumer onReady = ready -> {};
        private int interest;
        private boolean hasRequest;

        Nowhere(EventLoop loop) {
            this.loop = loop;
        }

        void request() {
            hasRequest = true;
            onReady.accept(SelectionKey.OP_READ);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!hasRequest) {
                return 0;
            }
            hasRequest = false;
            target.position(target.position() + BYTES);
            return BYTES;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public Registration watch(int first, IntConsumer handler) {
            onReady = handler;
            interest = first;
            return this;
        }

        @Override
        public int interest() {
            return interest;
        }

        @Override
        public void interest(int bits) {
            interest = bits;
        }

        @Override
        public void cancel() {
            interest = 0;
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public String identity() {
            return "nowhere";
        }

        @Override
        public Object peer() {
            return "nobody";
        }
    }

    @Async
    private static Task<Void> echo(ByteStream stream) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES * 2);
        while (await(stream.read(buffer)) >= 0) {
            await(stream.write(buffer.flip()));
            buffer.clear();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> measure(int connections) throws IOException {
        EventLoop loop = Objects.requireNonNull(EventLoop.current());
        List<Nowhere> ends = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Nowhere end = new Nowhere(loop);
            ends.add(end);
            Weft.spawn(echo(new ByteStream(end)));
        }
        await(Weft.yieldNow()); // all of them wait from here on
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            for (int made = 0; made < REQUESTS; made += connections) {
                ends.forEach(Nowhere::request);
                await(Weft.yieldNow());
            }
            if (round >= 0) {
                System.out.printf(
                        "%d connections: %.1f ns a request%n",
                        connections, (System.nanoTime() - begun) / (double) REQUESTS);
            }
        }
        return Task.done();
    }

    /** Runs it: the number of connections, 64 if nothing is said; a divisor of 200,000. */
    public static void main(String[] args) throws IOException {
        run(measure(args.length == 0 ? 64 : Integer.parseInt(args[0])));
    }
}
