// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.NotCancelSafe;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelClosedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to a server, which any number of tasks use at a time. Their commands go out together, as many as there are, and the
 * replies come in the order of the commands. A task that is cancelled while it waits leaves its place, and the reply to it is dropped.
 */
public final class RedisConnection implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH_BYTES = 64 * 1024;

    private final ByteStream stream;
    private final Channel<Request> requests = Channel.bounded(MOST_WAITING);
    private final Queue<Request> unanswered = new ArrayDeque<>();
    private final ScheduledTask<?> conversation;

    private record Request(byte[] command, CompletableFuture<Object> reply) {}

    /** Takes over a stream to a server. */
    public RedisConnection(ByteStream stream) throws IOException {
        this.stream = stream;
        conversation = spawn("redis over " + stream, gather(writeRequests(), readReplies()));
        conversation.onComplete((never, failure) -> end(failure));
    }

    // region pipelining
    /** Sends a command, and waits for its reply. */
    @NotCancelSafe("whether the server has executed the command")
    @Async
    public Task<Object> send(String... command) throws IOException {
        Request request = new Request(Resp.command(command), new CompletableFuture<>());
        try {
            await(requests.send(request));
        } catch (ChannelClosedException closed) {
            throw new IOException("not connected to Redis any more", closed.getCause());
        }
        return Task.of(await(request.reply()));
    }

    @Async
    private Task<Void> writeRequests() throws IOException {
        while (true) {
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            Optional<Request> next = Optional.of(await(requests.receive()));
            while (next.isPresent()) {
                Request request = next.get();
                if (!request.reply().isCancelled()) {
                    unanswered.add(request);
                    batch.writeBytes(request.command());
                }
                next = batch.size() < BATCH_BYTES ? requests.tryReceive() : Optional.empty();
            }
            await(stream.write(batch.toByteArray()));
        }
    }

    @Async
    private Task<Void> readReplies() throws IOException {
        while (true) {
            Object reply = await(Resp.reply(stream));
            CompletableFuture<Object> waiting = unanswered.remove().reply();
            if (reply instanceof RedisException error) {
                waiting.completeExceptionally(error);
            } else {
                waiting.complete(reply);
            }
        }
    }

    /** Runs when one of the two has failed, or the connection is closed. */
    private void end(Throwable failure) {
        stream.close();
        requests.close(failure);
        unanswered.addAll(requests.closeNow());
        IOException lost = new IOException("the connection to Redis is lost, and with it the reply", failure);
        unanswered.forEach(request -> request.reply().completeExceptionally(lost));
        unanswered.clear();
    }
    // endregion

    /** Whether commands can be sent. */
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public void close() {
        stream.close();
    }
}
