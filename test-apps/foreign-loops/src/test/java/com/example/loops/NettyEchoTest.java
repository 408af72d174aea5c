// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of Netty, over real sockets, whose connections are served by woven tasks. */
@Timeout(60)
class NettyEchoTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @Test
    void echoesAndClosesWhoSaysNothing() throws Exception {
        try (ForeignLoop loop = EventLoop.over(group.next())) {
            Channel server = start(loop);
            InetSocketAddress address = (InetSocketAddress) server.localAddress();
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(new Socket(address.getAddress(), address.getPort()));
            }
            for (int round = 0; round < 3; round++) {
                for (Socket client : clients) {
                    client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                }
                for (Socket client : clients) {
                    assertEquals("hello", new String(client.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                }
            }
            for (Socket client : clients) {
                assertEquals(-1, client.getInputStream().read(), "closed by the server, since it was idle");
                client.close();
            }
            server.close().sync();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private Channel start(EventLoop loop) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new NettyEcho(loop));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }
}
