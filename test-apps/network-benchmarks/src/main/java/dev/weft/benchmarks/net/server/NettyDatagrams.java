// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;

/** An echo of datagrams on Netty with its defaults; the third argument is {@code nio} or {@code epoll}. */
public final class NettyDatagrams {
    private NettyDatagrams() {}

    /** Runs the server. */
    public static void main(String[] args) throws InterruptedException {
        boolean epoll = args[2].equals("epoll");
        IoHandlerFactory transport = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends DatagramChannel> channel = epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
        new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, transport))
                .channel(channel)
                .handler(new Echo())
                .bind(Arguments.HOST, Arguments.of(args).port())
                .sync();
        Arguments.sayReady();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            var unused = context.write(new DatagramPacket(packet.content(), packet.sender()), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
