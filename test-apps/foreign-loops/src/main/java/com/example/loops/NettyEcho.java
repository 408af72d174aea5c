// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.sync.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** A connection of an echo server of Netty: an async method serves it, on Netty's own thread. */
public final class NettyEcho extends ChannelInboundHandlerAdapter {
    // region handler
    private final EventLoop loop;
    private final Channel<Object> received = Channel.unbounded();

    NettyEcho(EventLoop loop) { // EventLoop.over(group.next()), for all connections of that thread
        this.loop = loop;
    }

    @Override
    public void channelActive(ChannelHandlerContext connection) {
        loop.spawn(serve(connection));
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        received.trySend(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) {
        received.close();
    }

    @Async
    private Task<Void> serve(ChannelHandlerContext connection) {
        try {
            while (true) {
                Optional<Object> message = await(waitFor(received.next(), Duration.ofMillis(200)));
                if (message.isEmpty()) {
                    return Task.done();
                }
                await(sleep(Duration.ofMillis(5)));
                await(sent(connection.writeAndFlush(message.get())));
            }
        } catch (TimeoutException idle) {
            return Task.done();
        } finally {
            received.closeNow().forEach(ReferenceCountUtil::release);
            connection.close();
        }
    }
    // endregion

    // region future
    static CompletionStage<Void> sent(ChannelFuture future) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        future.addListener(done -> {
            if (done.isSuccess()) {
                stage.complete(null);
            } else {
                stage.completeExceptionally(done.cause());
            }
        });
        return stage;
    }
    // endregion
}
