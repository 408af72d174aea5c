// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;

/** Netty with its defaults on one event loop; the third argument is {@code nio} or {@code epoll}. */
public final class NettyServer {
    private NettyServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws InterruptedException {
        Arguments arguments = Arguments.of(args);
        boolean epoll = args[2].equals("epoll");
        IoHandlerFactory transport = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> server = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport);
        new ServerBootstrap()
                .group(loop)
                .channel(server)
                .option(ChannelOption.SO_BACKLOG, Arguments.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(arguments.answers() ? new Answer() : new Echo());
                    }
                })
                .bind(Arguments.HOST, arguments.port())
                .sync();
        Arguments.sayReady();
    }

    private static class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var unused = context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("a connection failed: " + cause);
            var unused = context.close();
        }
    }

    private static final class Answer extends Echo {
        private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(Arguments.answer().length).writeBytes(Arguments.answer()));

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            var unused = context.write(ANSWER.duplicate(), context.voidPromise());
        }
    }
}
