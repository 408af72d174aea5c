// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Flow;

/** That of a response which another one receives, and publishes as somebody asks for it. Loop thread only. */
final class PublishedBody extends HttpBody {
    private final Flow.Publisher<List<ByteBuffer>> publisher;
    private final AsyncGenerator<List<ByteBuffer>> lists;
    private final long length;
    private final ArrayDeque<ByteBuffer> come = new ArrayDeque<>();
    private boolean hasBegun;
    private boolean isOver;
    private boolean isClosed;

    PublishedBody(Flow.Publisher<List<ByteBuffer>> publisher, long length) {
        this.publisher = publisher;
        this.lists = AsyncGenerator.from(publisher, 1);
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws ClosedChannelException {
        requirePositive(max);
        while (come.isEmpty() && !isOver) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            hasBegun = true;
            isOver = !await(lists.next());
            if (!isOver) {
                lists.current().stream().filter(ByteBuffer::hasRemaining).forEach(come::add);
            }
        }
        return Task.of(come.isEmpty() ? EmptyBody.NONE : taken(come.getFirst(), max));
    }

    private byte[] taken(ByteBuffer first, int max) {
        byte[] taken = new byte[Math.min(max, first.remaining())];
        first.get(taken);
        if (!first.hasRemaining()) {
            come.removeFirst();
        }
        return taken;
    }

    @Override
    long left() {
        return isOver && come.isEmpty() ? 0 : 1;
    }

    /** Has nothing more come; a publisher that nobody has asked yet would keep the connection for ever. */
    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        come.clear();
        if (hasBegun) {
            lists.close();
        } else {
            publisher.subscribe(new Refusal());
        }
    }

    /** Subscribes in order to cancel. */
    private static final class Refusal implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
