// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** A transport that always takes all that is written, and always has more to be read, until it has told of that some times. */
final class FastTransport implements Transport {
    private final EventLoop loop;
    private boolean open = true;

    private int told;
    private int reads;
    private int readsBefore;

    /** How often it was read, at most, between two turns in which it has told that it can be. */
    int mostReads;

    FastTransport(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public int read(ByteBuffer target) {
        reads++;
        mostReads = Math.max(mostReads, reads - readsBefore);
        if (told >= 5 || reads >= 10_000) {
            return -1;
        }
        int count = target.remaining();
        target.position(target.limit());
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = source.remaining();
        source.position(source.limit());
        return count;
    }

    @Override
    public Registration watch(int first, IntConsumer onReady) {
        return new Watch(first, onReady);
    }

    /** Tells of all that is asked for, again and again. */
    private final class Watch implements Registration {
        private final IntConsumer onReady;
        private int interest;

        Watch(int interest, IntConsumer onReady) {
            this.onReady = onReady;
            interest(interest);
        }

        private void tell() {
            if (interest != 0) {
                told++;
                readsBefore = reads;
                loop.post(this::tell);
                onReady.accept(interest);
            }
        }

        @Override
        public int interest() {
            return interest;
        }

        @Override
        public void interest(int bits) {
            if (interest == 0 && bits != 0) {
                loop.post(this::tell);
            }
            interest = bits;
        }

        @Override
        public void cancel() {
            interest = 0;
        }
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public String identity() {
        return "fast";
    }

    @Override
    public String peer() {
        return "nobody";
    }
}
