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
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Netty with its defaults on one event loop; the third argument is {@code nio}, {@code epoll} or {@code io_uring}. */
public final class NettyServer {
    private NettyServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws InterruptedException, IOException, GeneralSecurityException {
        Arguments arguments = Arguments.of(args);
        SSLContext tls = arguments.isTls() ? Keys.context() : null;
        IoHandlerFactory transport = transport(args[2]);
        Class<? extends ServerChannel> server = serverOf(args[2]);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(arguments.loops(), transport);
        new ServerBootstrap()
                .group(loop)
                .channel(server)
                .option(ChannelOption.SO_BACKLOG, Arguments.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) { // the engine of the JDK
                            channel.pipeline().addLast(new SslHandler(engineOf(tls)));
                        }
                        channel.pipeline().addLast(arguments.answers() ? new Answer() : new Echo());
                    }
                })
                .bind(Arguments.HOST, arguments.port())
                .sync();
        Arguments.sayReady();
    }

    private static IoHandlerFactory transport(String name) {
        return switch (name) {
            case "epoll" -> EpollIoHandler.newFactory();
            case "io_uring" -> IoUringIoHandler.newFactory();
            default -> NioIoHandler.newFactory();
        };
    }

    private static Class<? extends ServerChannel> serverOf(String name) {
        return switch (name) {
            case "epoll" -> EpollServerSocketChannel.class;
            case "io_uring" -> IoUringServerSocketChannel.class;
            default -> NioServerSocketChannel.class;
        };
    }

    private static SSLEngine engineOf(SSLContext tls) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
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
